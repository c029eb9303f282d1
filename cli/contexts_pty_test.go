//go:build linux

package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"apimtui/api/simulator"
)

// onNothing leaves the flags that do not name a service.
func onNothing(flags []string) []string {
	i := slices.Index(flags, "--subscription")
	return append(slices.Clone(flags[:i]), flags[i+6:]...)
}

// From a bare machine to the users of a service, by one code. The service is kept
// as a context, and the next start opens it.
func TestFirstRunSignsInByACode(t *testing.T) {
	t.Parallel()
	e, home, env, flags := cloudOfOurOwn(t)
	env = append(env, "HOME="+home, "XDG_CONFIG_HOME="+filepath.Join(home, "config"))
	e.pending.Store(true)
	s := openProgram(t, usual, env, onNothing(flags)...)
	s.WaitFor("No service is chosen yet.", patience)
	s.Press("enter")
	s.WaitFor("ABCD-1234", patience)
	s.WaitFor("/device", patience)
	s.Press("esc")
	s.WaitGone("ABCD-1234", patience)
	s.WaitFor("Search again", patience)
	s.Press("enter")
	s.WaitFor("ABCD-1234", patience)
	e.pending.Store(false)
	s.WaitFor("1 service found", patience)
	s.Press("enter")
	s.Answer("y", "Keep apimService1 as a context?", patience)
	s.WaitFor("Kept as context apimService1.", patience)
	s.WaitFor("Amelia Hart", patience)
	s.Press("L")
	s.WaitFor("GET", patience)
	s.Press("esc", "q")
	mustEnd(t, s, 0)
	if codes := e.codes.Load(); codes != 2 {
		t.Errorf("asked for %d codes, want one for each search", codes)
	}

	raw, err := os.ReadFile(filepath.Join(home, "config", "apimtui", "config.yaml"))
	if err != nil || !strings.Contains(string(raw), "auth: device") {
		t.Fatalf("kept %v\n%s", err, raw)
	}
	s = openProgram(t, usual, slices.DeleteFunc(env, func(v string) bool { return strings.HasPrefix(v, "APIMTUI_") }))
	s.WaitFor("apimService1  ", patience)
	s.WaitFor("Amelia Hart", patience)
	s.Press("q")
	mustEnd(t, s, 0)
}

// Contexts are switched, tested, changed and removed while the console runs.
func TestContextsInTheConsole(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	config := filepath.Join(home, "apimtui", "config.yaml")
	if err := os.Mkdir(filepath.Dir(config), 0o700); err != nil {
		t.Fatal(err)
	}
	text := "# mine\ncurrent: one\ncontexts:\n"
	var env []string
	for i, name := range []string{"one", "two"} {
		var flags []string
		_, env, flags = serveHTTP(t, simulator.Options{Users: 60 + i})
		text += fmt.Sprintf("  %s:\n    subscription: 00000000-0000-0000-0000-000000000000\n    resourceGroup: rg1\n    service: apimService1 # of %s\n    endpoint: %s\n", name, name, flags[1])
	}
	text += "    production: true\n"
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	s := openProgram(t, usual, append(env, "XDG_CONFIG_HOME="+home, "XDG_STATE_HOME="+filepath.Join(home, "state")))
	s.WaitFor("Users 60/60", patience)
	s.WaitFor("Signed in: given token. Service apimService1", patience)
	s.Press("c")
	s.WaitFor("one (current)", patience)
	s.Press("down", "t")
	s.WaitFor("Service ok: apimService1", patience)
	s.Press("enter")
	s.WaitFor("Users 61/61", patience)
	s.WaitFor("PROD", patience)
	s.Press("c", "-")
	s.WaitFor("Users 60/60", patience)
	s.WaitGone("PROD", patience)
	s.Press("c")
	s.WaitFor("two", patience)
	s.Press("down", "e")
	s.WaitFor("Edit context two", patience)
	s.Type("x")
	s.Press("ctrl+s")
	s.WaitFor("Saved the context twox.", patience)
	s.Press("D")
	s.WaitFor("The context twox is removed", patience)
	s.Press("n", "home", "D")
	s.Answer("y", "The context one is removed", patience)
	s.WaitFor("Removed the context one.", patience)
	s.Press("q", "q")
	mustEnd(t, s, 0)
	raw, err := os.ReadFile(config)
	if err != nil || !strings.HasPrefix(string(raw), "# mine\ncontexts:\n  twox:\n") || !strings.Contains(string(raw), "service: apimService1 # of two") {
		t.Errorf("left %v\n%s", err, raw)
	}
}

// What an account may see differs. The console says what was found and what was
// not, and always leaves a way on.
func TestFirstRunOnManyAccounts(t *testing.T) {
	t.Parallel()
	onlyInFull(t)
	demo := simulator.DemoAccount
	with := func(change func(*simulator.Account)) simulator.Options {
		account := demo()
		change(&account)
		return simulator.Options{Account: account}
	}
	for name, c := range map[string]struct {
		simulated simulator.Options
		filter    string // typed after the search
		sees      []string
	}{
		"two tenants": {with(func(a *simulator.Account) {
			a.Tenants = append(a.Tenants, simulator.Tenant{ID: "22222222-2222-2222-2222-222222222222", Name: "Fabrikam", Domain: "fabrikam.com"})
		}), "", []string{"4 services found", "Fabrikam"}},
		"being created": {with(func(*simulator.Account) {}), "partners", []string{"contoso-partners", "still being"}},
		"consumption":   {with(func(*simulator.Account) {}), "hooks", []string{"Consumption tier has no users"}},
		"no service": {with(func(a *simulator.Account) {
			a.Hidden = true
			for i := range a.Tenants[0].Subscriptions {
				a.Tenants[0].Subscriptions[i].Services = nil
			}
		}), "", []string{"No API Management service was found.", "Type a service by hand"}},
		"no right": {with(func(a *simulator.Account) { a.Hidden, a.Tenants[0].Subscriptions = true, nil }), "", []string{"Search again", "Type a service by hand", "no right"}},
	} {
		for _, at := range []size{usual, {60, 14}} {
			t.Run(fmt.Sprint(name, at), func(t *testing.T) {
				_, env, flags := serveHTTP(t, c.simulated)
				s := openProgram(t, at, append(env, "XDG_CONFIG_HOME="+t.TempDir(), "XDG_STATE_HOME="+t.TempDir()), onNothing(flags)...)
				s.WaitFor("Find services", patience)
				s.Press("enter")
				s.WaitFor("Search again", patience)
				s.Type(c.filter)
				for _, want := range c.sees {
					s.WaitFor(want, patience)
				}
				if c.filter != "" {
					s.Press("enter") // it opens nothing
					s.WaitFor("Search again", patience)
					s.Press("esc")
				}
				s.Press("esc")
				s.WaitFor("Demonstration", patience)
				s.Press("q")
				mustEnd(t, s, 0)
			})
		}
	}
}
