package cli

import (
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"apimtui/api/simulator"
)

// At a terminal, the services that were found are numbered, and two answers add
// a context.
func TestContextAddAsks(t *testing.T) {
	server := httptest.NewUnstartedServer(simulator.New(simulator.Options{AccessToken: simulatorToken, Account: simulator.DemoAccount()}))
	server.Config.SetKeepAlivesEnabled(false) // no connection outlives a command
	server.Start()
	defer server.Close()
	for _, c := range []struct {
		name, typed string
		args        []string
		code        int
		says, file  string
	}{
		{"chosen", "x\n99\n1\ny\n", nil, 0, "is added, and is the current context", "production: true"},
		{"not in production", "1\n\n", nil, 0, "is added", "service: "},
		{"production by flag", "1\n", []string{"--production"}, 0, "production", "production: true"},
		{"nothing", "\n", nil, 1, "Not done", ""},
		{"end of input", "", nil, 1, "Not done", ""},
		{"end between", "1\n", nil, 0, "is added", "service: "},
	} {
		t.Run(c.name, func(t *testing.T) {
			home := t.TempDir()
			args := append([]string{"context", "add", "dev", "--endpoint", server.URL}, c.args...)
			r := carryOut(t, answering(c.typed, "HOME="+home, "APIMTUI_ACCESS_TOKEN="+simulatorToken), args...)
			text, _ := os.ReadFile(filepath.Join(home, ".config/apimtui/config.yaml"))
			if r.code != c.code || !strings.Contains(r.out+r.err, c.says) {
				t.Errorf("exit code %d, want %d and %q\n%s%s", r.code, c.code, c.says, r.out, r.err)
			}
			if (len(text) > 0) != (c.file != "") || !strings.Contains(string(text), c.file) {
				t.Errorf("the file is\n%s", text)
			}
			for _, want := range []string{"SERVICE", "The service contoso-hooks cannot be opened: the Consumption tier has no users.", "Number of the service (1 to "} {
				if !strings.Contains(r.err, want) {
					t.Errorf("%q is not shown in\n%s", want, r.err)
				}
			}
		})
	}
}

// Only at a terminal.
func TestContextRemoveAsks(t *testing.T) {
	for typed, code := range map[string]int{"y\n": 0, "n\n": 1, "": 1} {
		home := t.TempDir()
		add := carryOut(t, answering("", "HOME="+home), "context", "add", "dev", "--production",
			"--subscription", "00000000-0000-0000-0000-000000000000", "-g", "rg1", "-n", "s")
		r := carryOut(t, answering(typed, "HOME="+home), "context", "remove", "dev")
		if add.code != 0 || r.code != code || !strings.Contains(r.err, "Remove the context dev (s, production) from ") || !strings.Contains(r.err, "none is current then. [y/N] ") {
			t.Errorf("%q: exit code %d, want %d\n%s%s%s", typed, r.code, code, add.err, r.out, r.err)
		}
	}
}
