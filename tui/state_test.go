package tui

import (
	"strings"
	"testing"

	"apimtui/api/simulator"
	"apimtui/tui/tuitest"
)

// A state in capitals is the same state: it is drawn, sorted, filtered and
// explained as one.
func TestStateInCapitals(t *testing.T) {
	t.Parallel()
	w := &world{size: [2]int{120, 70}}
	w.show(t, func(d *tuitest.Driver) {
		d.Settle()
		w.sim.Edit("mateo-garcia", func(u *simulator.User) { u.State = "Blocked" })
		d.Press("r", "/")
		d.Type("blocked mateo")
		d.MustSee("Users 1 of 60", "▌■ Blocked Mateo García")
		d.Press("enter", "enter")
		d.MustSee("■ Blocked, can neither sign in nor call APIs")
		d.Press("s")
		d.MustSee("The user is blocked")
		d.Press("esc", "q", "esc", "o", "o", "o", "home")
		d.MustSee("STATE ▴")
		last := ""
		for line := range strings.Lines(d.Screen()) {
			for _, state := range []string{"active", "blocked", "pending"} {
				if !strings.Contains(strings.ToLower(line), " "+state+" ") {
					continue
				}
				if state < last {
					t.Errorf("%s stands below %s:\n%s", state, last, d.Screen())
				}
				last = state
			}
		}
		if !strings.Contains(d.Screen(), "■ Blocked") {
			t.Errorf("the blocked users are not on the screen:\n%s", d.Screen())
		}
	})
}
