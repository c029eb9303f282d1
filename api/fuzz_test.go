package api

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"path"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
)

// drawable reports whether s is safe for a terminal.
func drawable(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp)
	})
}

func FuzzResponseError(f *testing.F) {
	for _, body := range []string{
		`{"error":{"code":"ValidationError","message":"Wrong:","details":[{"code":"c","target":"email","message":"taken"}]}}`,
		`{"code":"ServiceNotFound","message":"no","details":null,"innerError":null}`, `{"error":{"details":[1,null,[]]}}`,
		`{"error":"x"}`, `{"error":null}`, `null`, `[]`, ``, "<html>\x1b[31m\x9b</html>", "\ufeff{}", `{"error":{"message":"\u001b[2J\u202e"}}`,
	} {
		f.Add(404, body, "120", "gateway")
	}
	f.Add(429, "{}", "Fri, 01 Apr 2022 18:59:40 GMT", "\x1b")
	f.Add(307, "{}", "-1", "")
	f.Fuzz(func(t *testing.T, status int, body, retry, header string) {
		resp := &http.Response{StatusCode: status, Header: http.Header{
			"Retry-After": {retry}, "X-Ms-Failure-Cause": {header}, "X-Ms-Request-Id": {header}}}
		e := responseError(OpUserGet, resp, []byte(body))
		x := Explain(e)
		for _, s := range []string{e.Error(), x.What.String(), x.Do.String(), x.RequestID.String(), x.Line().String()} {
			if !drawable(s) {
				t.Fatalf("would draw %+q", s)
			}
		}
		if x.What.Empty() || !e.Sent || e.RetryAfter < 0 || len(x.More) > mostDetails+1 {
			t.Fatalf("%+v", e)
		}
	})
}

func FuzzETag(f *testing.F) {
	f.Add(`"AAAAAAAAC/kAAAAAAAAL+g=="`, `"AAAAAAAAC/k="`)
	f.Add("", "")
	f.Add(`"`, `W/"AAAA"`)
	f.Fuzz(func(t *testing.T, whole, update string) {
		if ETag(whole).StartsWith(ETag(update)) && len(ETag(update).bytes()) != 8 {
			t.Fatalf("%q is accepted as the tag of an update", update)
		}
	})
}

// FuzzLink looks for a link that passes the guard although a strict parser
// would read it differently.
func FuzzLink(f *testing.F) {
	const base = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ApiManagement/service/a"
	for _, link := range []string{
		"https://management.azure.com:443" + base + "/users?%24top=1", "https://management.azure.com" + base + "/users",
		"https://management.azure.com.evil" + base + "/users", "//evil" + base + "/users", "https://a@management.azure.com" + base + "/users",
		"http://management.azure.com" + base + "/users", "https://management.azure.com" + base + "/../b", base + "/users/%2e%2e/x", `https:\\evil`,
		"https://management.azure.com:444" + base + "/users", "https://management.azure.com" + base + "b/users", "?x", "", "\x00",
	} {
		f.Add(link)
	}
	c, err := New(Options{Endpoint: "https://management.azure.com", Scope: Scope{"s", "g", "a"}, Credential: noCredential{}})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, link string) {
		u, err := c.link(link)
		if err != nil {
			if !drawable(Explain(err).Line().String()) {
				t.Fatalf("would draw %+q", Explain(err).Line().String())
			}
			return
		}
		again, err := url.Parse(u.String())
		if err != nil {
			t.Fatalf("%q passes as %q: %v", link, u, err)
		}
		host := strings.ToLower(strings.TrimSuffix(again.Host, ":443"))
		clean := strings.ToLower(path.Clean(strings.ReplaceAll(again.Path, `\`, "/")))
		if again.Scheme != "https" || strings.TrimSuffix(host, ":") != "management.azure.com" || again.User != nil ||
			!strings.HasPrefix(clean+"/", strings.ToLower(base)+"/") {
			t.Fatalf("%q passes as %q", link, u)
		}
	})
}

type noCredential struct{}

func (noCredential) GetToken(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error) {
	return azcore.AccessToken{}, nil
}

// FuzzUser checks that reading, writing and reading again changes nothing.
func FuzzUser(f *testing.F) {
	f.Add(`{"id":"/x/users/a","type":"t","name":"a","properties":{"firstName":"A","email":"a@b","note":null,"registrationDate":"2024-02-03T04:05:06.7Z","identities":[{"provider":"Basic","id":"a@b"}]}}`)
	f.Add(`{"name":"\u001b","properties":{"groups":[{"id":"g","externalId":null}],"identities":null}}`)
	f.Add(`{"properties":null}`)
	f.Fuzz(func(t *testing.T, body string) {
		var u, again User
		if json.Unmarshal([]byte(body), &u) != nil {
			return
		}
		one, err := json.Marshal(u)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(one, &again); err != nil {
			t.Fatalf("%s: %v", one, err)
		}
		if two, _ := json.Marshal(again); string(two) != string(one) {
			t.Fatalf("%s\nbecomes\n%s", one, two)
		}
		if !drawable(string(one)) {
			t.Fatalf("writes %+q", one)
		}
	})
}
