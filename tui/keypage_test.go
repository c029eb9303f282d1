package tui

import (
	"os"
	"testing"

	"apimtui/tui/keys"
)

// keyPage is the page of all keys.
const keyPage = "KEYS.md"

// TestKeyPage holds that the page of keys promises just what the key table keeps.
func TestKeyPage(t *testing.T) {
	want := "# Keys\n\nMade from tui/keys, tui/action and tui/page: `APIMTUI_UPDATE_GOLDEN=1 go test ./tui`\nwrites it anew. In the console `?` shows the keys of the page, and a disabled key says\nwhy.\n\n" +
		keys.NewMap(bindings()...).Markdown()
	if os.Getenv("APIMTUI_UPDATE_GOLDEN") != "" {
		if err := os.WriteFile(keyPage, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	raw, err := os.ReadFile(keyPage)
	if err != nil {
		t.Fatal(err)
	}
	if string(raw) != want {
		t.Fatal("tui/KEYS.md does not have the keys of the table: APIMTUI_UPDATE_GOLDEN=1 go test ./tui")
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
