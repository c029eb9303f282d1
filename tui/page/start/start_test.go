package start

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"apimtui/tui/keys"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

func TestChoiceIsAskedFor(t *testing.T) {
	out := &ui.Outbox{}
	p := New(1, out, []Choice{{Label: "One", Meaning: "the first way, in words that do not fit into one line of sixty cells", Intent: 1}, {Label: "Two", Meaning: "the second", Intent: 2}})
	p.Resize(60, 12)
	screen := ansi.Strip(p.View(ui.Frame{Width: 60, Height: 12, Theme: theme.New(theme.Mono)}))
	for _, want := range []string{"No service is chosen yet.", "▌One", "cells", " Two"} {
		if !strings.Contains(screen, want) {
			t.Errorf("no %q in\n%s", want, screen)
		}
	}
	for _, l := range strings.Split(screen, "\n") {
		if ansi.StringWidth(l) > 60 {
			t.Errorf("%q is wider than the page", l)
		}
	}
	p.Do(keys.Down)
	p.Do(keys.Down)
	p.Do(keys.Open)
	if asked := out.Take(); len(asked) != 1 || asked[0] != 2 {
		t.Errorf("asked for %v", asked)
	}
	if p.Why(keys.Back) == "" || p.Why(keys.Open) != "" {
		t.Error("there is nothing to go back to, and a choice can be made")
	}
}
