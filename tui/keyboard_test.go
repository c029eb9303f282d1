package tui

import (
	"testing"

	"apimtui/tui/tuitest"
)

// A key with Alt that the terminal names is no letter, and no esc before it.
func TestAltThatIsNamedIsNoLetter(t *testing.T) {
	t.Parallel()
	for name, alt := range map[string]string{"xterm": "\x1b[27;3;113~", "kitty": "\x1b[113;3u"} {
		t.Run(name, func(t *testing.T) {
			w := &world{}
			w.show(t, func(d *tuitest.Driver) {
				d.Burst(alt)
				d.MustSee("Users 60/60")
				d.Press("/")
				d.Type("amelia")
				d.Burst(alt)
				d.MustSee("/amelia")
				d.Press("enter", "e")
				d.Burst(alt)
				d.MustSee("Edit Amelia Hart")
			})
		})
	}
}

func TestKeysWithLocksAndShift(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		d.Press("/")
		d.Type("ameliaX")
		d.Burst("\x1b[127;2u") // shift+backspace
		d.MustSee("/amelia", "Users 1 of 60")
		d.Press("enter", "e")
		d.Type("new.")
		d.Burst("\x1b[27;5;83~") // ctrl+s with Caps Lock
		d.MustSee("saved: ")
		d.Burst("\x1b[1089::99;69u") // ctrl and the C key on a Cyrillic layout, with Caps Lock
		if _, err, ended := d.Done(); !ended || err != nil {
			t.Errorf("ended %v: %v", ended, err)
		}
	})
}
