package api_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"apimtui/api"
)

func TestEndpointsForAToken(t *testing.T) {
	for raw, ok := range map[string]bool{
		"https://management.azure.com":        true,
		"https://management.azure.com/":       true,
		"https://management.azure.com:8443/x": true,
		"http://127.0.0.1:8080":               true,
		"http://127.9.9.9":                    true,
		"http://[::1]:8080":                   true,
		"http://LocalHost:8080":               true,
		"http://management.azure.com":         false,
		"http://localhost.evil":               false,
		"http://127.0.0.1.evil":               false,
		"http://10.0.0.1":                     false,
		"http://0.0.0.0":                      false,
		"ftp://127.0.0.1":                     false,
		"management.azure.com":                false,
		"https://":                            false,
		"https://:443":                        false,
		"https://ops:hunter2@127.0.0.1":       false,
		"https://host?x=1":                    false,
		"https://host#x":                      false,
		"":                                    false,
		"::":                                  false,
	} {
		_, err := api.New(api.Options{Scope: scope(), Endpoint: raw, Credential: credential{}})
		if (err == nil) != ok {
			t.Errorf("%q: %v", raw, err)
		}
		if err != nil && strings.Contains(err.Error(), "hunter2") {
			t.Errorf("the error repeats a password: %v", err)
		}
	}
}

// evilLinks returns nextLinks that must not be followed. OTHER is a second
// server, OWN the service's own host and port.
func evilLinks() map[string]string {
	return map[string]string{
		"another host":        "http://OTHER" + base + "/users?$skip=2",
		"no scheme":           "//OTHER" + base + "/users?$skip=2",
		"backslashes":         `\\\\OTHER` + base + "/users",
		"another scheme":      "https://OWN" + base + "/users?$skip=2",
		"userinfo":            "http://OWN@OTHER" + base + "/users",
		"userinfo, own host":  "http://user:pass@OWN" + base + "/users",
		"host as a prefix":    "http://OWN.evil.invalid" + base + "/users",
		"another port":        "http://127.0.0.1:1" + base + "/users",
		"outside the service": "http://OWN/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg1",
		"a longer name":       "http://OWN" + base + "2/users",
		"dot segments":        "http://OWN" + base + "/users/../../other/users",
		"escaped dots":        "http://OWN" + base + "/%2e%2E/other/users",
		"escaped slash":       "http://OWN" + base + "/..%2fother/users",
		"relative and up":     "../../../evil",
		"no URL":              "http://[::1",
		"not http":            "javascript:alert(1)",
		"file":                "file:///etc/passwd",
	}
}

func TestNextLinkElsewhereIsNotFollowed(t *testing.T) {
	var stray atomic.Int32
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { stray.Add(1) }))
	defer other.Close()
	for name, link := range evilLinks() {
		t.Run(name, func(t *testing.T) {
			var own atomic.Int32
			var body string
			service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				own.Add(1)
				_, _ = w.Write([]byte(body))
			}))
			defer service.Close()
			at := func(s *httptest.Server) string { return strings.TrimPrefix(s.URL, "http://") }
			body = page("", strings.NewReplacer("OTHER", at(other), "OWN", at(service)).Replace(link), "1", "2")
			c := newClient(t, transport(t), func(o *api.Options) { o.Endpoint = service.URL })

			var roster api.Roster
			rest := c.Users.Load(t.Context(), api.LoadOptions{}, roster.Put)
			if !errors.Is(rest.Err, api.KindRefused) || rest.Complete() || roster.Len() != 2 {
				t.Errorf("rest %+v, %d users", rest, roster.Len())
			}
			if _, known := rest.Missing(); known {
				t.Error("the load claims to know how many users are missing")
			}
			wantSafe(t, api.Explain(rest.Err).Line().String())
			if _, err := c.Groups.Of(t.Context(), "1"); !errors.Is(err, api.KindRefused) {
				t.Errorf("groups: %v", err)
			}
			if n := own.Load(); n != 2 {
				t.Errorf("the service got %d requests, want 2: a page of users and one of groups", n)
			}
		})
	}
	if n := stray.Load(); n != 0 {
		t.Errorf("%d requests reached another server", n)
	}
}

// transport returns a separate network, so that no idle connection outlives the
// test.
func transport(t testing.TB) *http.Transport {
	rt := http.DefaultTransport.(*http.Transport).Clone()
	t.Cleanup(rt.CloseIdleConnections)
	return rt
}

// Programs escape differently, and the service adds default ports.
func TestNextLinkOfTheServiceIsFollowed(t *testing.T) {
	const path = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/%s/providers/Microsoft.ApiManagement/service/apimService1/users?$skip=1"
	for name, link := range map[string]string{
		"port 443":         "https://management.azure.com:443" + strings.Replace(path, "%s", "my%20group%20(1)", 1),
		"upper-case host":  "https://MANAGEMENT.azure.com" + strings.Replace(path, "%s", "my%20group%20%281%29", 1),
		"other case":       "https://management.azure.com" + strings.ToLower(strings.Replace(path, "%s", "my%20group%20(1)", 1)),
		"relative to host": strings.Replace(path, "%s", "my%20group%20(1)", 1),
	} {
		t.Run(name, func(t *testing.T) {
			w := &wire{answer: func(r *http.Request) (*http.Response, error) {
				if r.URL.Query().Has("$skip") {
					return reply(r, 200, page("", "", "b")), nil
				}
				return reply(r, 200, page("", link, "a")), nil
			}}
			c := newClient(t, w, func(o *api.Options) { o.Scope.ResourceGroup = "my group (1)" })
			var roster api.Roster
			if rest := c.Users.Load(t.Context(), api.LoadOptions{}, roster.Put); !rest.Complete() || roster.Len() != 2 {
				t.Errorf("%d users, %v", roster.Len(), rest.Err)
			}
		})
	}
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	var stray atomic.Int32
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { stray.Add(1) }))
	defer other.Close()
	for _, status := range []int{301, 302, 303, 307, 308} {
		service := httptest.NewServer(http.RedirectHandler(other.URL+base+"/users/1", status))
		c := newClient(t, transport(t), func(o *api.Options) { o.Endpoint = service.URL })
		_, _, err := c.Users.Get(t.Context(), "1")
		if !errors.Is(err, api.KindRefused) {
			t.Errorf("%d: %v", status, err)
		}
		_, err = c.Users.Head(t.Context(), "1")
		if !errors.Is(err, api.KindRefused) {
			t.Errorf("HEAD %d: %v", status, err)
		}
		service.Close()
	}
	if n := stray.Load(); n != 0 {
		t.Errorf("%d redirects were followed", n)
	}
}

func TestCircularLinksEnd(t *testing.T) {
	next := map[string]string{"": "?$skip=1", "1": "?$skip=2", "2": "?$skip=1"}
	w := &wire{}
	w.answer = func(r *http.Request) (*http.Response, error) {
		skip := r.URL.Query().Get("$skip")
		return reply(r, 200, page("", endpoint+r.URL.Path+next[skip], "u"+skip)), nil
	}
	c := newClient(t, w)
	var roster api.Roster
	rest := c.Users.Load(t.Context(), api.LoadOptions{}, roster.Put)
	if !errors.Is(rest.Err, api.KindMalformed) || roster.Len() != 3 || len(w.requests()) != 3 {
		t.Errorf("%d users after %d requests, %v", roster.Len(), len(w.requests()), rest.Err)
	}
	if _, err := c.Groups.Of(t.Context(), "1"); !errors.Is(err, api.KindMalformed) {
		t.Errorf("groups: %v", err)
	}
}

func TestPagesWithoutEndAreBounded(t *testing.T) {
	t.Parallel()
	w := &wire{}
	w.answer = func(r *http.Request) (*http.Response, error) {
		return reply(r, 200, page("", endpoint+r.URL.Path+"?n=x"+r.URL.Query().Get("n"), "u")), nil
	}
	rest := newClient(t, w).Users.Load(t.Context(), api.LoadOptions{}, func(api.Batch) {})
	if n := len(w.requests()); !errors.Is(rest.Err, api.KindMalformed) || n > 2001 {
		t.Errorf("%d requests, %v", n, rest.Err)
	}
}

// A nextLink must stay in the same collection.
func TestNextLinkOfAnotherCollection(t *testing.T) {
	for collection, c := range map[string]struct {
		read func(*api.Users) error
		own  []string
	}{
		"/users": {func(u *api.Users) error {
			return u.Load(t.Context(), api.LoadOptions{}, func(api.Batch) {}).Err
		}, []string{"/users", "/USERS/"}},
		"/users/a/groups": {func(u *api.Users) error { _, err := u.ListGroups(t.Context(), "a"); return err },
			[]string{"/users/a/groups", "/Users/A/groups", "/users/%61/groups"}},
		"/users/a/subscriptions": {func(u *api.Users) error { _, err := u.ListSubscriptions(t.Context(), "a"); return err },
			[]string{"/users/a/subscriptions"}},
		"/users/a/identities": {func(u *api.Users) error { _, err := u.ListIdentities(t.Context(), "a"); return err },
			[]string{"/users/a/identities"}},
	} {
		for _, path := range []string{"/users", "/USERS/", "/users/a", "/users/a/groups", "/Users/A/groups", "/users/%61/groups", "/users/b/groups", "/users/a%2Fgroups",
			"/users/a/groups/x", "/users/a/subscriptions", "/users/b/subscriptions", "/users/a/identities", "/users/b/identities", "/groups", "/subscriptions"} {
			w := &wire{answer: func(r *http.Request) (*http.Response, error) {
				if r.URL.Query().Has("n") {
					return reply(r, 200, `{"value":[]}`), nil
				}
				return reply(r, 200, `{"value":[],"nextLink":"`+endpoint+base+path+`?n=2"}`), nil
			}}
			err := c.read(newClient(t, w).Users)
			if own := slices.Contains(c.own, path); own != (err == nil) || !own && !errors.Is(err, api.KindRefused) || !own && len(w.requests()) != 1 {
				t.Errorf("%s leads to %s: %d requests, %v", collection, path, len(w.requests()), err)
			}
		}
	}
}
