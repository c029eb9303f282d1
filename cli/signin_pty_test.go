//go:build linux || darwin

package cli

import (
	"encoding/pem"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"apimtui/api/simulator"
)

// stubAz replaces the Azure CLI by a script. It returns the folder that the
// script can write to as $STUB, and the environment to use.
func stubAz(t *testing.T, script string) (dir string, env []string) {
	t.Helper()
	dir = t.TempDir()
	text := "#!/bin/sh\nSTUB='" + dir + "'\n" + script + "\n"
	if err := os.WriteFile(filepath.Join(dir, "az"), []byte(text), 0o700); err != nil {
		t.Fatal(err)
	}
	return dir, []string{"PATH=" + dir + ":" + os.Getenv("PATH")}
}

// nowhere returns flags for a service that must not be reached before the
// sign-in.
func nowhere() []string { return at("https://127.0.0.1:1", "cli") }

// TestTokensDoNotLeak signs in through a stub of the Azure CLI, uses the
// console, and searches for the tokens everywhere.
func TestTokensDoNotLeak(t *testing.T) {
	t.Parallel()
	onlyInFull(t)
	if runtime.GOOS != "linux" {
		t.Skip("only Linux takes a certificate authority from the environment")
	}
	const given = "given-to-the-program-7f3a"
	dir, env := stubAz(t, `{ cat /proc/$$/environ; echo; env; } >"$STUB/environ"
tr '\0' ' ' </proc/$$/cmdline >"$STUB/argv"
tr '\0' ' ' </proc/$PPID/cmdline >>"$STUB/argv"
echo '{"accessToken":"`+canary+`","expiresOn":"2099-01-01 00:00:00.000000","expires_on":4070908800,"tokenType":"Bearer"}'`)
	service := simulator.New(simulator.Options{AccessToken: canary})
	server := httptest.NewTLSServer(service)
	defer server.Close()
	root := filepath.Join(dir, "root.pem")
	block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	if err := os.WriteFile(root, block, 0o600); err != nil {
		t.Fatal(err)
	}
	log := filepath.Join(dir, "log")
	env = append(env, "SSL_CERT_FILE="+root, "APIMTUI_ACCESS_TOKEN="+given, "AZURE_SDK_GO_LOGGING=all", "XDG_STATE_HOME="+dir)

	s := openProgram(t, wide, env, append(at(server.URL, "cli"), "--log-file", log)...)
	s.WaitFor("Users 60/60", patience)
	s.Press("j", "enter")
	s.WaitFor("Product subscriptions ", patience)
	s.WaitFor(`", read `, patience) // else the fault would meet the first reading
	service.InjectFault(simulator.Fault{Operation: simulator.UserGet, Status: 400, Message: "Bearer " + canary + " is not what I wanted"})
	s.Type("r")
	s.WaitFor("[redacted]", patience)
	s.Press("b")
	s.Answer("y", "y yes  n no", patience)
	s.WaitFor("saved", patience)
	s.Press("L")
	s.WaitFor("PATCH   users/", patience)
	s.Press("L", "ctrl+c")
	mustEnd(t, s, 0)

	if n := len(service.Journal()); n < 5 {
		t.Errorf("%d requests reached the service", n)
	}
	for name, text := range map[string]string{
		"the terminal":          string(s.Output()),
		"the log":               contents(t, log),
		"the audit log":         contents(t, filepath.Join(dir, "apimtui", "audit.jsonl")),
		"the environment of az": contents(t, filepath.Join(dir, "environ")),
		"an argument list":      contents(t, filepath.Join(dir, "argv")),
	} {
		for _, secret := range []string{canary, given} {
			if i := strings.Index(text, secret); i >= 0 {
				t.Errorf("%s has a token: …%q…", name, text[max(0, i-80):i+len(secret)])
			}
		}
		if text == "" {
			t.Errorf("%s was not seen at all", name)
		}
	}
}

func contents(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestHungSignInCanBeLeft cancels waiting for az, tries again, and quits.
func TestHungSignInCanBeLeft(t *testing.T) {
	t.Parallel()
	onlyInFull(t)
	_, env := stubAz(t, `exec sleep 1000`)
	s := openProgram(t, usual, env, nowhere()...)
	for range 2 {
		s.WaitFor("s, esc cancels", patience)
		s.Press("esc")
		s.WaitGone("esc cancels", patience)
		s.Type("r")
	}
	s.WaitFor("s, esc cancels", patience)
	s.Press("q")
	mustEnd(t, s, 0)
}

// TestHungSignInIsReported waits until the program gives up.
func TestHungSignInIsReported(t *testing.T) {
	onlyInFull(t)
	t.Parallel()
	_, env := stubAz(t, `exec sleep 1000`)
	s := openProgram(t, usual, env, nowhere()...)
	s.WaitFor("Sign-in gave no token within 30 seconds", 30*time.Second+patience)
	s.WaitFor("az login", patience)
	s.Press("q")
	mustEnd(t, s, 0)
}

func TestFailedSignInIsSafeToRead(t *testing.T) {
	t.Parallel()
	_, env := stubAz(t, `printf 'ERROR: \033]0;owned\007\033[2J\033]52;c;cm0=\007\302\2332J\2332J Please run: az login --tenant contoso.com\r\n' >&2
exit 1`)
	s := openProgram(t, usual, env, nowhere()...)
	s.WaitFor("Not signed in", patience)
	s.WaitFor("Run `az login --tenant contoso.com`, then try again.", patience)
	s.Press("q")
	mustEnd(t, s, 0)
	// The console itself only sends this query for the background colour.
	out := strings.ReplaceAll(string(s.Output()), "\x1b]11;?\a", "")
	for _, bad := range []string{"\x1b]", "\a", "\u009b"} {
		if strings.Contains(out, bad) {
			t.Errorf("%q of az reached the terminal: %q", bad, out)
		}
	}
	if !utf8.ValidString(out) {
		t.Errorf("bytes that are not text reached the terminal: %q", out)
	}
}

func TestMissingLoginIsReported(t *testing.T) {
	t.Parallel()
	_, env := stubAz(t, `echo "ERROR: Please run 'az login' to setup account." >&2; exit 1`)
	s := openProgram(t, usual, env, nowhere()...)
	s.WaitFor("Not signed in", patience)
	s.WaitFor("`az login`", patience)
	s.Press("q")
	mustEnd(t, s, 0)
}
