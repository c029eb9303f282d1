package cli

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"apimtui/api/simulator"
)

// twoServices serves a service with users, and one without, as the contexts from
// and to of a configuration file, whose path it returns.
func twoServices(t *testing.T, o simulator.Options, wrap func(http.Handler) http.Handler, to string) (from, target *simulator.Service, config string) {
	t.Helper()
	from, target = simulator.New(o), simulator.New(simulator.Options{Users: 1, Seed: 2})
	text := "current: from\ncontexts:\n"
	for _, c := range []struct {
		name, more string
		handler    http.Handler
	}{{"from", "readOnly: true", wrap(from)}, {"to", to, target}} {
		server := httptest.NewServer(c.handler)
		server.Config.SetKeepAlivesEnabled(false) // no connection outlives a command
		t.Cleanup(server.Close)
		text += fmt.Sprintf("  %s: {subscription: 00000000-0000-0000-0000-000000000000, resourceGroup: rg1, service: apimService1, auth: token, cloud: custom, endpoint: %q, audience: \"https://localhost\", authority: \"https://localhost\", %s}\n",
			c.name, server.URL, c.more)
	}
	config = filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return from, target, config
}

func unwrapped(h http.Handler) http.Handler { return h }

func TestCopyToAnotherContext(t *testing.T) {
	_, target, config := twoServices(t, simulator.Options{Users: 20, Seed: 1}, unwrapped, "production: true")
	writes := func() (n int) {
		for _, e := range target.Journal() {
			if e.Method != http.MethodGet {
				n++
			}
		}
		return n
	}
	for _, c := range []struct {
		name, command, typed string
		code                 int
		says                 []string
		writes               int
	}{
		{"plan", "copy mateo-garcia --to to --with groups --dry-run", "", 0, []string{"create", "and group Partners", "plan: 1 create. Not sent (--dry-run)."}, 0},
		{"read-only", "copy mateo-garcia --to to --read-only", "1\n", 2, []string{"Read-only (--read-only)"}, 0},
		{"the same service", "copy --all --to from", "1\n", 2, []string{"The context from is the service that the users are in; nothing was sent."}, 0},
		{"unknown context", "copy --all --to gone", "1\n", 2, []string{"gone"}, 0},
		{"unknown user", "copy nobody --to to", "1\n", 3, []string{"nothing was sent"}, 0},
		{"no user", "copy --to to", "1\n", 2, []string{"Name the users to copy"}, 0},
		{"no target", "copy --all", "1\n", 2, []string{"with --to"}, 0},
		{"yes is not the number", "copy mateo-garcia hiroshi-tanaka --to to --with groups", "y\n", 1,
			[]string{"PRODUCTION to: apimService1", "Copy 2 users on apimService1 (context to)? 3 writes. No mail is sent. This is PRODUCTION: type the number of writes to do it: ", "Not done"}, 0},
		{"typed", "copy 1 mateo-garcia hiroshi-tanaka --to to --with groups -o csv", "3\n", 1,
			[]string{"Left out user 1", "not all of it: identity Aad:", "1 saved, but not all of it, 2 saved, on apimService1 (context to)."}, 4},
		{"again", "copy mateo-garcia hiroshi-tanaka --to to --with groups", "", 0, []string{"2 unchanged, on apimService1 (context to)."}, 4},
		{"no one", "copy 1 --to to --yes -o json", "", 0, []string{"There is no one to bring, and nothing was sent.", "[]\n"}, 4},
		{"to a demo", "copy --all --to to --demo", "1\n", 2, []string{"The demo has no other service"}, 4},
		{"import, no", "import " + userFile(t) + " --context to", "n\n", 1,
			[]string{"line 2: create ada ada@example.com\n", "Import 1 user on apimService1 (context to)? 1 write. No mail is sent. This is PRODUCTION"}, 4},
		{"import, mails", "import " + userFile(t) + " --context to --send-mails -o csv", "1\n", 0,
			[]string{"1 write. 1 invitation is mailed. This is", "ada,create,saved,"}, 5},
	} {
		args := append([]string{"--config", config, "users"}, strings.Fields(c.command)...)
		r := carryOut(t, answering(c.typed, "HOME="+t.TempDir(), "APIMTUI_ACCESS_TOKEN=x"), args...)
		if r.code != c.code || writes() != c.writes {
			t.Errorf("%s: exit code %d, want %d; %d writes, want %d\n%s%s", c.name, r.code, c.code, writes(), c.writes, r.out, r.err)
		}
		for _, want := range c.says {
			if !strings.Contains(r.out+r.err, want) {
				t.Errorf("%s: not %q in\n%s%s", c.name, want, r.out, r.err)
			}
		}
	}
	if n := len(target.Mails()); n != 1 {
		t.Errorf("%d mails", n)
	}
}

func userFile(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "users.csv")
	if err := os.WriteFile(path, []byte("name,email,firstName,lastName\nada,ada@example.com,Ada,Byron\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestNoSecretIsExportedOrCopied copies from a service that puts keys into its
// lists, as old api-versions did, and a password into a user.
func TestNoSecretIsExportedOrCopied(t *testing.T) {
	const canary = "canary-5bf1a7c0e8d3"
	leaky := func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			answer := httptest.NewRecorder()
			r.Header.Set("Accept-Encoding", "identity")
			h.ServeHTTP(answer, r)
			body := answer.Body.String()
			for _, property := range []string{"scope", "firstName"} {
				body = strings.ReplaceAll(body, `"`+property+`":`, `"primaryKey": "`+canary+`", "secondaryKey": "`+canary+`", "password": "`+canary+`", "`+property+`":`)
			}
			w.WriteHeader(answer.Code)
			_, _ = w.Write([]byte(body))
		})
	}
	_, target, config := twoServices(t, simulator.Options{Users: 20, Seed: 1}, leaky, "readOnly: false")
	for _, command := range []string{
		"export -o jsonl", "export --with groups,subscriptions -o csv", "export --with groups,subscriptions -o json", "export --with groups,subscriptions -o jsonl",
		"copy --all --to to --with groups,subscriptions --dry-run -o json", "copy --all --to to --with groups,subscriptions --yes -o json",
	} {
		args := append([]string{"--config", config, "users"}, strings.Fields(command)...)
		r := carryOut(t, func(s *stdio, _ *run) { s.env = []string{"APIMTUI_ACCESS_TOKEN=x", "HOME=" + t.TempDir()} }, args...)
		if !strings.Contains(r.out, "mateo-garcia") || strings.Contains(r.out+r.err, canary) {
			t.Errorf("%s: exit code %d\n%s%s", command, r.code, r.out, r.err)
		}
	}
	sent := 0
	for _, e := range target.Journal() {
		if e.Method != http.MethodGet {
			sent++
		}
		if body := strings.ToLower(e.Body); strings.Contains(body, `password"`) || strings.Contains(body, `key"`) {
			t.Errorf("sent %s %s %s", e.Method, e.Path, e.Body)
		}
	}
	if sent < 20 {
		t.Errorf("%d writes", sent)
	}
}
