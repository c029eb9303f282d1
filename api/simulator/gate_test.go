package simulator

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestGate(t *testing.T) {
	for _, test := range []struct {
		name, method, path string
		header             string
		status             int
		code               string
	}{
		{"no token", "GET", "users" + v24, "Authorization: ", 401, "AuthenticationFailed"},
		{"no bearer", "GET", "users" + v24, "Authorization: Basic secret", 401, "AuthenticationFailed"},
		{"empty bearer", "GET", "users" + v24, "Authorization: Bearer ", 401, "AuthenticationFailed"},
		{"another token", "GET", "users" + v24, "Authorization: Bearer other", 401, "InvalidAuthenticationToken"},
		{"no api-version", "GET", "users", "", 400, "MissingApiVersionParameter"},
		{"another api-version", "GET", "users?api-version=2021-04-01-preview", "", 400, "NoRegisteredProviderFound"},
		{"another subscription", "GET", strings.Replace(testBase, "00000000-", "10000000-", 1) + v24, "", 404, "SubscriptionNotFound"},
		{"another group", "GET", strings.Replace(testBase, "rg1", "rg2", 1) + v24, "", 404, "ResourceGroupNotFound"},
		{"another service", "PUT", strings.Replace(testBase, "apimService1", "other", 1) + "/users/1" + v24, "", 404, "ResourceNotFound"},
		{"no such resource", "GET", "gateways" + v24, "", 404, "InvalidResourceType"},
		{"no such method", "POST", "users" + v24, "", 405, "MethodNotAllowed"},
		{"unreadable query", "GET", "users" + v24 + "&$filter=%zz", "", 400, "BadRequest"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newTest(Options{AccessToken: "test"})
			var headers []string
			if test.header != "" {
				headers = []string{test.header}
			}
			r := s.send(t, test.method, test.path, "", headers...)
			code, _, _ := r.errorOf(t)
			if r.status != test.status || code != test.code {
				t.Errorf("%d %s, want %d %s", r.status, code, test.status, test.code)
			}
			if r.header.Get("x-ms-failure-cause") != "gateway" || strings.Contains(r.body, `"details"`) {
				t.Errorf("not an error of Resource Manager: %v %s", r.header, r.body)
			}
			if (r.status == 401) != (r.header.Get("WWW-Authenticate") != "") {
				t.Error("WWW-Authenticate belongs only to 401")
			}
		})
	}
	if r := newTest(Options{AccessToken: "test"}).send(t, "GET", "users"+v24, ""); r.status != 200 {
		t.Errorf("the right token: %d", r.status)
	}
}

func TestGzipWhenAskedFor(t *testing.T) {
	s := newTest(Options{})
	plain := s.send(t, "GET", "users"+v24, "")
	packed := s.send(t, "GET", "users"+v24, "", "Accept-Encoding: gzip, deflate")
	h := packed.header
	if h.Get("Content-Encoding") != "gzip" || h.Get("Vary") != "Accept-Encoding" || h.Get("Content-Length") != "" {
		t.Fatalf("headers %v", h)
	}
	z, err := gzip.NewReader(bytes.NewReader([]byte(packed.body)))
	if err != nil {
		t.Fatal(err)
	}
	if text, err := io.ReadAll(z); err != nil || string(text) != plain.body {
		t.Errorf("the compressed list differs: %v", err)
	}
	put := s.send(t, "PUT", "users/new"+v24, `{"properties":{"email":"a@b.c","firstName":"A","lastName":"B"}}`, "Accept-Encoding: gzip")
	if put.status != 201 || put.header.Get("Content-Encoding") != "" {
		t.Errorf("PUT %d is compressed", put.status)
	}
}

func TestBudget(t *testing.T) {
	clock := noon()
	s := New(Options{Now: func() time.Time { return clock }, Throttle: &Throttle{
		Reads: Bucket{Size: 3, PerSecond: 0.5}, Writes: Bucket{Size: 1, PerSecond: 1},
	}})
	get := func() reply { return s.send(t, "GET", "users/1"+v24, "") }
	for _, left := range []string{"2", "1", "0"} {
		if r := get(); r.status != 200 || r.header.Get("x-ms-ratelimit-remaining-subscription-reads") != left {
			t.Errorf("%d with %v left, want %s", r.status, r.header, left)
		}
	}
	r := get()
	code, message, _ := r.errorOf(t)
	if r.status != 429 || r.header.Get("Retry-After") != "2" || code != "SubscriptionRequestsThrottled" || !strings.Contains(message, "'read' requests") {
		t.Errorf("%d Retry-After %s %s", r.status, r.header.Get("Retry-After"), r.body)
	}
	clock = clock.Add(2 * time.Second)
	if r := get(); r.status != 200 {
		t.Errorf("after Retry-After: %d", r.status)
	}
	sso := func() int { return s.send(t, "POST", "users/1/generateSsoUrl"+v24, "").status }
	if first, second := sso(), sso(); first != 200 || second != 429 {
		t.Errorf("an SSO URL must count as a write: %d, %d", first, second)
	}
	if r := s.send(t, "DELETE", "users/missing"+v24, ""); r.header.Get("x-ms-ratelimit-remaining-subscription-deletes") != "199" {
		t.Errorf("deletes: %v", r.header)
	}
	if n := len(s.Journal()); s.Journal()[n-2].Applied {
		t.Error("the journal says a throttled write was applied")
	}
}

func TestBudgetOff(t *testing.T) {
	s := newTest(Options{Throttle: &Throttle{Off: true}})
	for range 300 {
		if r := s.send(t, http.MethodGet, "users/1"+v24, ""); r.status != 200 {
			t.Fatal(r.status)
		}
	}
}

func TestJournalKeepsNoSecrets(t *testing.T) {
	s := newTest(Options{})
	s.send(t, "PATCH", "users/mateo-garcia"+v24, `{"properties":{"password": "can\"ary","note":"kept"}}`, `If-Match: "x"`)
	s.send(t, "PATCH", "users/mateo-garcia"+v24, `{"properties":{"Password":"canary`)
	s.send(t, "GET", "users/legacy%2Fo%27brien%20%26%20co"+v24, "", "If-Match: ")
	j := s.Journal()
	for _, e := range j {
		if strings.Contains(e.Body, "ary") || strings.Contains(e.Body, "Bearer") {
			t.Errorf("entry %d contains the password: %s", e.N, e.Body)
		}
	}
	if e := j[0]; e.Body != `{"properties":{"password": "REDACTED","note":"kept"}}` || e.IfMatch != `"x"` || !e.HasIfMatch || e.Status != 412 || e.Operation != UserPatch {
		t.Errorf("%+v", e)
	}
	if e := j[1]; e.HasIfMatch || e.Status != 400 {
		t.Errorf("%+v", e)
	}
	if e := j[2]; e.N != 3 || !e.HasIfMatch || !strings.HasSuffix(e.Path, "/legacy%2Fo%27brien%20%26%20co") || e.Query != "api-version=2024-05-01" {
		t.Errorf("%+v", e)
	}
}
