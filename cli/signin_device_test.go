//go:build linux

package cli

import (
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"apimtui/api/simulator"
)

// entra is a stand-in for Microsoft Entra ID, where Ada signs in by a code.
type entra struct {
	*httptest.Server
	codes   atomic.Int32
	pending atomic.Bool
}

func unsigned(claims map[string]any) string {
	raw, _ := json.Marshal(claims)
	return "e30." + base64.RawURLEncoding.EncodeToString(raw) + ".c2ln"
}

func (e *entra) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	status := 200
	var answer map[string]any
	switch at := e.URL + "/contoso.com"; {
	case strings.HasSuffix(r.URL.Path, "/openid-configuration"):
		answer = map[string]any{"issuer": at, "authorization_endpoint": at + "/authorize", "token_endpoint": at + "/token"}
	case strings.HasSuffix(r.URL.Path, "/devicecode"):
		e.codes.Add(1)
		answer = map[string]any{"user_code": "ABCD-1234", "device_code": "d", "verification_uri": e.URL + "/device", "expires_in": 900, "interval": 1}
	case e.pending.Load():
		status, answer = 400, map[string]any{"error": "authorization_pending"}
	default:
		answer = map[string]any{"token_type": "Bearer", "expires_in": 3600, "scope": r.FormValue("scope"), "refresh_token": "refresh-canary",
			"access_token": unsigned(map[string]any{"upn": "ada@contoso.com", "tid": "t-1", "canary": canary}),
			"id_token":     unsigned(map[string]any{"iss": at, "aud": "app", "tid": "t-1", "oid": "o", "preferred_username": "ada@contoso.com"}),
			"client_info":  base64.RawURLEncoding.EncodeToString([]byte(`{"uid":"o","utid":"t-1"}`))}
	}
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(answer)
}

// cloudOfOurOwn serves a cloud on loopback: a service, and an authority with a
// certificate of its own. It returns the environment and the flags to use them.
func cloudOfOurOwn(t *testing.T) (e *entra, home string, env, flags []string) {
	t.Helper()
	e, home = &entra{}, t.TempDir()
	e.Server = httptest.NewTLSServer(e)
	t.Cleanup(e.Server.Close)
	service := httptest.NewTLSServer(simulator.New(simulator.Options{}))
	t.Cleanup(service.Close)
	root := filepath.Join(home, "root.pem") // both have the same certificate
	if err := os.WriteFile(root, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: service.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	env = []string{"SSL_CERT_FILE=" + root, "APIMTUI_CLOUD=custom", "APIMTUI_AUTHORITY=" + e.URL, "APIMTUI_TENANT=contoso.com",
		"XDG_CACHE_HOME=" + filepath.Join(home, "cache"), "XDG_STATE_HOME=" + filepath.Join(home, "state")}
	return e, home, env, append(at(service.URL, "device"), "--audience", service.URL)
}

// TestDeviceSignIn signs in at a terminal, by a code. Where the system encrypts
// the tokens, the next run asks for none.
func TestDeviceSignIn(t *testing.T) {
	t.Parallel()
	e, home, env, flags := cloudOfOurOwn(t)
	s := openProgram(t, wide, env, append([]string{"users", "show", "1"}, flags...)...)
	s.WaitFor("To sign in, open "+e.URL+"/device and enter ABCD-1234 within 15 minutes.", patience)
	s.WaitFor("Product subscriptions", patience)
	mustEnd(t, s, 0)
	kept := !strings.Contains(string(s.Output()), "ends with the program")
	t.Logf("kept across runs: %v", kept)

	s = openProgram(t, wide, env, append([]string{"users", "show", "1"}, flags...)...)
	s.WaitFor("Product subscriptions", patience)
	mustEnd(t, s, 0)
	if asked := e.codes.Load(); kept != (asked == 1) {
		t.Errorf("asked for %d codes", asked)
	}
	err := filepath.WalkDir(home, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && strings.Contains(contents(t, path), "canary") {
			t.Errorf("%s has a token in plain text", path)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestDeviceSignInIsLeft(t *testing.T) {
	t.Parallel()
	e, _, env, flags := cloudOfOurOwn(t)
	e.pending.Store(true)
	s := openProgram(t, wide, env, append([]string{"users", "list"}, flags...)...)
	s.WaitFor("enter ABCD-1234", patience)
	s.Press("ctrl+c")
	mustEnd(t, s, 130)
}
