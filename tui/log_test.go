package tui

import (
	"strings"
	"testing"
	"time"

	"apimtui/api/simulator"
	"apimtui/tui/tuitest"
)

// The log has every request of the session, newest last, and says how a write
// ended. What was typed or filtered by is not in it.
func TestLogOfTheSession(t *testing.T) {
	t.Parallel()
	for _, size := range sizes {
		w := &world{size: size}
		w.show(t, func(d *tuitest.Driver) {
			id := w.id(t, amelia)
			at(d, amelia)
			d.Press("b")
			d.Settle()
			w.sim.InjectFault(simulator.Fault{Operation: simulator.UserPatch, CutAfter: true})
			d.Press("y")
			d.WaitFor("confirmed after a lost answer", time.Minute)
			d.Press("L")
			d.MustSee("Requests of this session", "PATCH   users/"+id, "no answer, 0 ms: confirmed after a lost answer", "request ", "200, 0 ms")
			d.MustNotSee(amelia[:8] + "@") // of the look-up by e-mail
			d.Press("g")
			if size[1] == 14 {
				d.MustSee("more line")
			}
			d.Press("?")
			d.MustSee("Keys, ")
			d.Press("esc", "L")
			d.MustNotSee("Requests of this session")
		})
	}
}

// A request under way is in it, and the log opens over other boxes.
func TestLogOverAQuestion(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		at(d, amelia)
		w.sim.InjectFault(simulator.Fault{Operation: simulator.UserGet, Delay: 20 * time.Second})
		d.Press("b")
		d.Advance(time.Second)
		d.Press("L")
		d.MustSee("Requests of this session", "waiting for the answer")
		d.Advance(time.Minute)
		d.Press("down")
		d.Settle()
		if s := d.Screen(); !strings.Contains(s, ", 20000 ms") {
			t.Errorf("its time is not told:\n%s", s)
		}
		d.Press("q")
		d.MustSee("can neither sign in")
	})
}

// Where text is typed, L is text.
func TestLogIsTextWhereTextIsTyped(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		d.Press("/", "L")
		d.MustSee("/L")
		d.MustNotSee("Requests of this session")
	})
}
