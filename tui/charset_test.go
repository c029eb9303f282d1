package tui

import (
	"strings"
	"testing"
	"time"

	"apimtui/tui/tuitest"
)

// mustBeASCII fails for anything on the screen that is not ASCII.
func mustBeASCII(t *testing.T, d *tuitest.Driver) {
	t.Helper()
	d.Settle()
	if screen := d.Screen(); strings.ContainsFunc(screen, func(r rune) bool { return r > '~' }) {
		t.Errorf("not all of it is ASCII:\n%s", screen)
	}
}

func TestConsoleInASCII(t *testing.T) {
	t.Parallel()
	w := &world{size: [2]int{120, 40}}
	w.change = func(g *guarded) { g.model.(*root).look.charset = charsetOf([]string{"LANG=C"}) }
	w.show(t, func(d *tuitest.Driver) {
		d.MustSee("* active  Mateo Garc?a")
		for _, keys := range []string{"G", "g", "? esc", ": esc", "down enter", "v", "esc", "e", "tab tab", "esc", "b", "esc", "D", "esc", "s", "v", "esc", "t enter", "esc"} {
			d.Press(strings.Fields(keys)...)
			mustBeASCII(t, d)
		}
		d.Press("s")
		d.MustSee("masked")
		d.Press("Q")
		d.MustSee("Disabled: the terminal shows ASCII alone")
	})
}

// The terminal's own answer counts more than what the environment says of it.
func TestTerminalTellsItsCharset(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.change = func(g *guarded) { g.model.(*root).look.charset = charsetOf([]string{"LANG=C.UTF-8", "STY=1"}) }
	w.show(t, func(d *tuitest.Driver) {
		d.MustNotSee("active") // nothing is drawn that may be drawn wrong
		d.Send(takes{utf8: false})
		d.MustSee("* active  Amelia Hart")
		mustBeASCII(t, d)
		d.Send(takes{utf8: true})
		d.MustSee("● active  Amelia Hart")
	})
	w.show(t, func(d *tuitest.Driver) {
		d.MustNotSee("active")
		d.Advance(300 * time.Millisecond)
		d.MustSee("● active  Amelia Hart")
	})
}
