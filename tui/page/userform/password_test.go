package userform_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"apimtui/api"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/tuitest"
	"apimtui/tui/ui"
)

// reveal types a password into the form for editing, and shows it.
func reveal(d *tuitest.Driver) {
	d.Press("tab", "tab", "tab")
	d.Type("canary-1")
	d.MustNotSee("canary")
	d.Press("ctrl+g")
	d.MustSee("canary-1")
}

func TestARevealedPasswordIsMaskedInTime(t *testing.T) {
	show(t, [2]int{}, edit(nil), func(d *tuitest.Driver, h *host) {
		for range 2 {
			reveal(d)
			d.Advance(component.MaskAfter - 3*time.Second)
			d.MustSee("canary-1")
			d.Type("x") // does not keep it in clear
			d.Advance(4 * time.Second)
			d.MustNotSee("canary")
			d.MustSee("•••••••••", "1 change: password")
			d.ResetOutput()
			d.Advance(5 * time.Minute)
			if out := d.Output(); len(out) > 0 {
				t.Errorf("an idle form wrote %q", out)
			}
			d.Press("ctrl+u", "shift+tab", "shift+tab", "shift+tab")
		}
	})
}

// TestHidingStartsTheTimeAnew holds that the time of an earlier look does not
// cut a later one short.
func TestHidingStartsTheTimeAnew(t *testing.T) {
	show(t, [2]int{}, edit(nil), func(d *tuitest.Driver, h *host) {
		reveal(d)
		d.Advance(15 * time.Second)
		d.Press("ctrl+g")
		d.MustNotSee("canary")
		d.Press("ctrl+g")
		d.Advance(15 * time.Second)
		d.MustSee("canary-1")
		d.Advance(6 * time.Second)
		d.MustNotSee("canary")
	})
}

func TestAPasswordIsMaskedWhenTheFormIsLeft(t *testing.T) {
	for _, key := range []string{"tab", "shift+tab", "enter", "esc", "ctrl+s", "ctrl+t"} {
		t.Run(key, func(t *testing.T) {
			show(t, [2]int{}, edit(nil), func(d *tuitest.Driver, h *host) {
				reveal(d)
				d.Press(key)
				d.MustNotSee("canary")
			})
		})
	}
}

// TestThePasswordIsWipedBehindAWrite holds that neither the form nor what it
// asked for keeps a password, and that a write under way keeps its own.
func TestThePasswordIsWipedBehindAWrite(t *testing.T) {
	ends := map[string]func(h *host, d *tuitest.Driver){
		"not applied": func(h *host, d *tuitest.Driver) {
			d.Send(answer(api.Written{Result: api.Result{Outcome: api.NotApplied, Err: errors.New("no")}}))
			d.MustSee("not applied", "1 change: password")
		},
		"saved":   func(h *host, _ *tuitest.Driver) { h.page.Changed(api.Version{User: amelia()}); h.page.Close() },
		"deleted": func(h *host, _ *tuitest.Driver) { h.page.Gone(amelia().ID); h.page.Close() },
	}
	for name, end := range ends {
		t.Run(name, func(t *testing.T) {
			show(t, [2]int{}, edit(nil), func(d *tuitest.Driver, h *host) {
				reveal(d)
				d.Press("ctrl+s")
				s, _ := h.saved(t)
				if s.Password.Reveal() != "canary-1" {
					t.Fatal("the write has no password")
				}
				end(h, d)
				if !s.Password.Empty() {
					t.Error("the password is still there")
				}
			})
		})
	}
	show(t, [2]int{}, edit(nil), func(d *tuitest.Driver, h *host) {
		reveal(d)
		d.Press("ctrl+s")
		h.page.Close()
		if h.page.Dirty() {
			t.Error("the closed form still holds the password")
		}
		if s, _ := h.saved(t); s.Password.Reveal() != "canary-1" {
			t.Error("closing the form took the password from a write under way")
		}
	})
}

func TestHelpIsAKeyThatIsNoText(t *testing.T) {
	for _, key := range []string{"ctrl+t", "f1"} {
		for tabs := range 8 { // from every field, and the buttons
			show(t, [2]int{}, edit(nil), func(d *tuitest.Driver, h *host) {
				for range tabs {
					d.Press("tab")
				}
				d.Press(key)
				if len(h.asked) != 1 || h.asked[0] != (ui.Perform{Action: keys.Help}) {
					t.Errorf("%s after %d tabs asked for %v", key, tabs, h.asked)
				}
				d.MustSee("nothing changed yet")
			})
		}
	}
}

func TestTheSmallestTerminalNamesTheKeysThatMatter(t *testing.T) {
	show(t, [2]int{60, 14}, edit(nil), func(d *tuitest.Driver, h *host) {
		d.MustSee("ctrl+s save", "esc cancel", "tab next", "ctrl+t help")
		if strings.Contains(d.Screen(), "shift+tab previous") {
			t.Error("there is room for more than was thought")
		}
	})
}
