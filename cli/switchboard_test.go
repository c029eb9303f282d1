package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"apimtui/tui"
	"apimtui/tui/ui"
)

// consoleWith runs a console with a configuration file, "" for none.
func consoleWith(t *testing.T, text string, during func(path string, o tui.Options), args ...string) {
	t.Helper()
	home := t.TempDir()
	path := filepath.Join(home, ".config", "apimtui", "config.yaml")
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if text != "" {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	r := carryOut(t, func(s *stdio, r *run) {
		atTerminal("HOME="+home, "APIMTUI_ACCESS_TOKEN=x")(s, r)
		r.during = func(o tui.Options) { during(path, o) }
	}, args...)
	if r.shown == nil {
		t.Fatalf("exit code %d: %s", r.code, r.err)
	}
}

// A context is the open one when the console shows it, not when it is made ready:
// the operator may still answer that the draft is worth more.
func TestContextIsOpenWhenItIsShown(t *testing.T) {
	const one = "    subscription: 00000000-0000-0000-0000-000000000000\n    resourceGroup: rg1\n    service: apim\n    endpoint: http://127.0.0.1:1\n"
	consoleWith(t, "current: one\ncontexts:\n  one:\n"+one+"  two:\n"+one, func(_ string, o tui.Options) {
		here := func() string {
			rows, err := o.Contexts.List()
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range rows {
				if r.Here {
					return r.Name
				}
			}
			return ""
		}
		next, err := o.Contexts.Open(t.Context(), ui.Target{Context: "two"})
		if err != nil {
			t.Fatal(err)
		}
		if here() != "one" || o.Contexts.Previous() != "" {
			t.Errorf("made ready: here is %q, before it was %q", here(), o.Contexts.Previous())
		}
		next.Entered()
		if here() != "two" || o.Contexts.Previous() != "one" {
			t.Errorf("shown: here is %q, before it was %q", here(), o.Contexts.Previous())
		}
		for old, name := range map[string]string{"one": "first", "two": "second"} {
			fields, err := o.Contexts.Fields(old, nil)
			if err != nil {
				t.Fatal(err)
			}
			values := map[string]string{}
			for _, f := range fields {
				values[f.Key] = f.Value
			}
			values["name"] = name
			if err := o.Contexts.Save(old, values); err != nil {
				t.Fatal(err)
			}
		}
		if here() != "second" || o.Contexts.Previous() != "first" {
			t.Errorf("renamed: here is %q, before it was %q", here(), o.Contexts.Previous())
		}
	})
}

// The form for a service that is typed begins with how the program was told to sign
// in, so that what is kept opens the same service as what was typed.
func TestTypedServiceIsKeptWithItsSignIn(t *testing.T) {
	consoleWith(t, "", func(path string, o tui.Options) {
		fields, err := o.Contexts.Fields("", nil)
		if err != nil {
			t.Fatal(err)
		}
		values := map[string]string{}
		for _, f := range fields {
			values[f.Key] = f.Value
			if len(f.Label) > 13 {
				t.Errorf("the label %q leaves no space before its value", f.Label)
			}
		}
		for key, want := range map[string]string{"endpoint": "http://127.0.0.1:1", "auth": "token", "apiVersion": "2022-08-01", "name": ""} {
			if values[key] != want {
				t.Errorf("%s begins as %q, want %q", key, values[key], want)
			}
		}
		values["name"], values["subscription"], values["resourceGroup"], values["service"] = "mine", "00000000-0000-0000-0000-000000000000", "rg1", "apim"
		if wrong := o.Contexts.Check("", values); len(wrong) > 0 {
			t.Errorf("refused: %v", wrong)
		}
		if err := o.Contexts.Save("", values); err != nil {
			t.Fatal(err)
		}
		kept, err := os.ReadFile(path)
		if err != nil || !strings.Contains(string(kept), "endpoint: http://127.0.0.1:1\n") {
			t.Errorf("kept %v\n%s", err, kept)
		}
	}, "--endpoint", "http://127.0.0.1:1", "--api-version", "2022-08-01")
}
