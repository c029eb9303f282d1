package keys

import (
	"slices"
	"strings"
	"testing"

	"apimtui/tui/tuitest/vterm"
)

// A terminal without enhanced keyboard reports sends every key that is bound,
// and none of them twice in a scope.
func TestKeysCanBePressed(t *testing.T) {
	seen := map[string]Action{}
	for _, b := range Table() {
		if len(b.Keys) == 0 || b.Label == "" || b.Help == "" {
			t.Errorf("%s, %s is not whole", b.Scope, b.Action)
		}
		for _, k := range b.Keys {
			if _, err := vterm.Encode(k); err != nil {
				t.Errorf("%s, %s: %v", b.Scope, b.Action, err)
			}
			if other, twice := seen[string(b.Scope)+k]; twice {
				t.Errorf("%s: %s is %s and %s", b.Scope, k, other, b.Action)
			}
			seen[string(b.Scope)+k] = b.Action
		}
	}
}

func TestFirstScopeHasTheKey(t *testing.T) {
	m := NewMap(Binding{User, "own", []string{"F", "q"}, "own", "an own action", 1, false})
	for _, c := range []struct {
		key    string
		scopes []Scope
		want   Action
	}{
		{"q", []Scope{Everywhere}, Leave}, {"q", []Scope{User, Everywhere}, "own"}, {"q", []Scope{Everywhere, User}, Leave},
		{"F", []Scope{User}, "own"}, {"F", []Scope{Lists, Everywhere}, None}, {"q", nil, None}, {"y", []Scope{DeleteBox}, Yes},
	} {
		if got := m.Action(c.key, c.scopes...); got != c.want {
			t.Errorf("%s in %s is %q, want %q", c.key, c.scopes, got, c.want)
		}
	}
	if NewMap().Action("F", User) != None {
		t.Error("one map's actions are in another")
	}
}

// The status line has the most useful first, and none that is kept out of it.
func TestHints(t *testing.T) {
	hints := NewMap().Hints(QuestionBox, DeleteBox)
	if !slices.IsSortedFunc(hints, func(a, b Binding) int { return a.Rank - b.Rank }) {
		t.Errorf("in the order %v", hints)
	}
	for _, b := range hints {
		if b.Rank == 0 || b.Scope != QuestionBox && b.Scope != DeleteBox {
			t.Errorf("%s, %s is in the status line", b.Scope, b.Action)
		}
	}
	if len(hints) != 7 {
		t.Errorf("%d hints", len(hints))
	}
}

func TestNames(t *testing.T) {
	m := NewMap()
	if got := m.Name(QuestionBox, Cancel) + m.Name(QuestionBox, Sort); got != "n" {
		t.Errorf("named %q", got)
	}
	if got := m.In(QuestionBox)[1].Names(); got != "n/esc/q" {
		t.Errorf("named %q", got)
	}
}

func TestMarkdownHasEveryKey(t *testing.T) {
	text := NewMap().Markdown()
	for _, b := range Table() {
		row := "| " + string(b.Scope) + " | `" + strings.Join(b.Keys, "` `") + "` | " + b.Help + " |\n"
		if strings.Count(text, row) != 1 {
			t.Errorf("not once in it: %s", row)
		}
	}
}

func TestMoves(t *testing.T) {
	m := NewMap(append(Moves("x", "line", true, false), Moves("y", "row", false, true)...)...)
	for key, want := range map[string][2]Action{"up": {Up, Up}, "k": {Up, None}, "j": {Down, None}, "pgup": {PageUp, PageUp}, "pgdown": {PageDown, PageDown}, "g": {None, Home}, "end": {None, End}} {
		if got := [2]Action{m.Action(key, "x"), m.Action(key, "y")}; got != want {
			t.Errorf("%s is %q, want %q", key, got, want)
		}
	}
}
