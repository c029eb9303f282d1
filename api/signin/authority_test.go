package signin_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
)

// guard is a transport for tests that dials nothing but loopback. Other
// addresses fail the test, except those that stand-ins take the place of.
func guard(t *testing.T, roots *x509.CertPool, standIns map[string]string) *http.Client {
	t.Helper()
	dial := func(ctx context.Context, network, address string) (net.Conn, error) {
		if there, ok := standIns[address]; ok {
			address = there
		}
		host, _, _ := net.SplitHostPort(address)
		if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
			t.Errorf("a test dialed %s", address)
			return nil, fmt.Errorf("%s is not here", address)
		}
		return (&net.Dialer{}).DialContext(ctx, network, address)
	}
	transport := &http.Transport{DialContext: dial, TLSClientConfig: &tls.Config{RootCAs: roots}}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

// authority is a stand-in for Microsoft Entra ID with its own certificate.
type authority struct {
	*httptest.Server
	transport *http.Client

	mu sync.Mutex
	// forms are the token requests so far.
	forms []url.Values
	// answers replace the tokens of the next requests: an error code, and its
	// description after a space.
	answers []string
	// page and code are what a code is entered at, and the code.
	page, code string
}

const ada = "ada@contoso.com"

func newAuthority(t *testing.T) *authority {
	t.Helper()
	a := &authority{page: "https://microsoft.com/devicelogin", code: "ABCD-1234"}
	a.Server = httptest.NewTLSServer(a)
	t.Cleanup(a.Server.Close)
	roots := x509.NewCertPool()
	roots.AddCert(a.Certificate())
	a.transport = guard(t, roots, nil)
	return a
}

func (a *authority) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a.mu.Lock()
	defer a.mu.Unlock()
	tenant, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	base := a.URL + "/" + tenant
	switch {
	case strings.HasSuffix(r.URL.Path, "/openid-configuration"):
		send(w, 200, map[string]any{"issuer": base + "/v2.0", "authorization_endpoint": base + "/oauth2/v2.0/authorize", "token_endpoint": base + "/oauth2/v2.0/token"})
	case strings.HasSuffix(r.URL.Path, "/devicecode"):
		send(w, 200, map[string]any{"user_code": a.code, "device_code": "d", "verification_uri": a.page, "expires_in": 600, "interval": 1, "message": "go"})
	case strings.HasSuffix(r.URL.Path, "/token"):
		_ = r.ParseForm()
		a.forms = append(a.forms, r.PostForm)
		a.token(w, r.PostForm, tenant)
	default:
		http.NotFound(w, r)
	}
}

// token answers a token request. People also get an account and a refresh
// token.
func (a *authority) token(w http.ResponseWriter, form url.Values, tenant string) {
	if len(a.answers) > 0 {
		next := a.answers[0]
		a.answers = a.answers[1:]
		if code, description, _ := strings.Cut(next, " "); code != "" {
			send(w, 400, map[string]any{"error": code, "error_description": description})
			return
		}
	}
	answer := map[string]any{"token_type": "Bearer", "expires_in": 3600, "scope": form.Get("scope"),
		"access_token": jwt(map[string]any{"tid": tenant, "upn": ada, "n": len(a.forms)})}
	if form.Get("grant_type") != "client_credentials" {
		answer["refresh_token"] = "refresh"
		answer["id_token"] = jwt(map[string]any{"iss": a.URL + "/" + tenant + "/v2.0", "aud": "app", "tid": tenant, "oid": "o", "sub": "s", "preferred_username": ada})
		answer["client_info"] = base64.RawURLEncoding.EncodeToString([]byte(`{"uid":"o","utid":"home"}`))
	}
	send(w, 200, answer)
}

// grants returns the grant types of the token requests so far, without the
// repeated ones of waiting for a person.
func (a *authority) grants() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	var all []string
	for _, f := range a.forms {
		grant := f.Get("grant_type")
		grant = grant[strings.LastIndex(grant, ":")+1:]
		if len(all) == 0 || all[len(all)-1] != grant {
			all = append(all, grant)
		}
	}
	return strings.Join(all, " ")
}

func (a *authority) last() url.Values {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.forms[len(a.forms)-1]
}

func send(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

func jwt(claims map[string]any) string {
	raw, _ := json.Marshal(claims)
	return "e30." + base64.RawURLEncoding.EncodeToString(raw) + ".c2ln"
}

// The guard itself must notice what it is for.
func TestGuardNotices(t *testing.T) {
	for _, address := range []string{"https://login.microsoftonline.com", "http://169.254.169.254/metadata"} {
		var inner testing.T
		if _, err := guard(&inner, nil, nil).Get(address); err == nil || !inner.Failed() {
			t.Errorf("%s was dialed: %v", address, err)
		}
	}
}
