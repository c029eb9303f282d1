package tui

import (
	"os"
	"strings"
	"testing"

	"apimtui/tui/keys"
)

const (
	readme = "../README.md"
	first  = "<!-- keys: made from tui/keys, tui/action and tui/page; APIMTUI_UPDATE_GOLDEN=1 go test ./tui writes it anew -->\n"
	last   = "<!-- end of keys -->\n"
)

// TestReadmeHasTheKeys holds that the README promises just what the key table
// keeps.
func TestReadmeHasTheKeys(t *testing.T) {
	raw, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(raw), first)
	_, after, ok2 := strings.Cut(rest, last)
	if !ok || !ok2 {
		t.Fatal("the README has no place for the keys")
	}
	want := before + first + "\n" + keys.NewMap(bindings()...).Markdown() + "\n" + last + after
	if want == string(raw) {
		return
	}
	if os.Getenv("APIMTUI_UPDATE_GOLDEN") == "" {
		t.Fatal("the README's keys are not those of the table: APIMTUI_UPDATE_GOLDEN=1 go test ./tui")
	}
	if err := os.WriteFile(readme, []byte(want), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestNoKeyMeansTwoThings holds that a key has one meaning in a scope, and that
// no page's key hides one that works everywhere.
func TestNoKeyMeansTwoThings(t *testing.T) {
	global := map[string]keys.Action{}
	for _, b := range append(keys.Table(), bindings()...) {
		if b.Scope == keys.Everywhere {
			for _, k := range b.Keys {
				global[k] = b.Action
			}
		}
	}
	// These are looked at before any page or box, also while text is typed.
	first := map[string]keys.Action{}
	for _, b := range append(keys.Table(), bindings()...) {
		if b.Scope == keys.SignIn || b.Scope == keys.DemoTyping {
			for _, k := range b.Keys {
				first[k] = b.Action
			}
		}
	}
	seen := map[string]keys.Action{}
	for _, b := range append(keys.Table(), bindings()...) {
		for _, k := range b.Keys {
			id := string(b.Scope) + " " + k
			if a, twice := seen[id]; twice {
				t.Errorf("%s is both %q and %q", id, a, b.Action)
			}
			seen[id] = b.Action
			if a, hidden := first[k]; hidden && a != b.Action {
				t.Errorf("%s %s is hidden by %q", b.Scope, k, a)
			}
			if _, hides := global[k]; hides && (b.Scope == keys.Lists || b.Scope == keys.User) {
				t.Errorf("%s hides %q", id, global[k])
			}
		}
	}
}
