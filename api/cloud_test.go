package api_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"apimtui/api"
)

type answer func(*http.Request) (*http.Response, error)

func (a answer) RoundTrip(r *http.Request) (*http.Response, error) { return a(r) }

// A custom cloud describes itself in one object or in a list of clouds.
func TestReadCloud(t *testing.T) {
	const one = `{"name":"x","resourceManager":"https://arm.stack.example/","authentication":{"loginEndpoint":"https://login.stack.example/","audiences":["https://aud.example/1","https://other"],"tenant":"common"}}`
	const adfs = `{"authentication":{"loginEndpoint":"https://adfs.stack.example/adfs","audiences":["https://aud.example"],"tenant":"adfs"}}`
	want := api.CloudAddresses{Audience: "https://aud.example/1", Authority: "https://login.stack.example"}
	for name, c := range map[string]struct {
		status int
		body   string
		want   api.CloudAddresses
		says   string
	}{
		"one":           {200, one, want, ""},
		"a mark before": {200, "\ufeff\n" + one, want, ""},
		"a list":        {200, `[{"resourceManager":"https://arm.other.example","authentication":{"loginEndpoint":"https://login.other"}},` + one + `]`, want, ""},
		"a list of one": {200, "[" + adfs + "]", api.CloudAddresses{Audience: "https://aud.example", Authority: "https://adfs.stack.example", Tenant: "adfs"}, ""},
		"others":        {200, `[{"resourceManager":"https://a"},{"resourceManager":"https://b"}]`, api.CloudAddresses{}, "describes no cloud"},
		"nothing":       {200, `{}`, api.CloudAddresses{}, "describes no cloud"},
		"no JSON":       {200, "<html>", api.CloudAddresses{}, "not a description of a cloud"},
		"too large":     {200, strings.Repeat(" ", 2<<20) + one, api.CloudAddresses{}, "describes no cloud"},
		"refused":       {404, "", api.CloudAddresses{}, "it answered 404"},
		"a redirect":    {302, "", api.CloudAddresses{}, "it answered 302"},
	} {
		asked := ""
		got, err := api.ReadCloud(t.Context(), "https://arm.stack.example/", "x", answer(func(r *http.Request) (*http.Response, error) {
			asked = r.URL.String() + r.Header.Get("Authorization")
			return &http.Response{StatusCode: c.status, Body: io.NopCloser(strings.NewReader(c.body)), Header: http.Header{}}, nil
		}))
		if got != c.want || (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
		if asked != "https://arm.stack.example/metadata/endpoints?api-version=2022-09-01" {
			t.Errorf("%s: asked %s", name, asked)
		}
	}
	if _, err := api.ReadCloud(t.Context(), "http://arm.stack.example", "x", nil); err == nil {
		t.Error("asked over plain http")
	}
}
