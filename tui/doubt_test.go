package tui

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"apimtui/api/simulator"
	"apimtui/tui/tuitest"
)

// doubtful has a write to Amelia end without a known outcome: its answer is lost, and
// she cannot be read after that. reads are those between the yes and the write.
func doubtful(w *world, d *tuitest.Driver, operation simulator.Operation, reads int, ask, confirm, leave []string) {
	d.Press(ask...)
	d.Settle()
	w.sim.InjectFault(simulator.Fault{Operation: operation, CutAfter: true})
	w.sim.InjectFault(simulator.Fault{Operation: simulator.UserGet, Status: 503, Calls: reads + 1, Times: -1})
	d.Press(confirm...)
	d.WaitFor("outcome unknown", 10*time.Minute)
	d.Advance(2 * time.Second)
	d.Press(leave...)
	d.Settle()
}

// A state that a write may have changed is not shown as a fact until it is read again.
func TestStateIsUnknownAfterAnUnknownOutcome(t *testing.T) {
	t.Parallel()
	for name, x := range map[string]struct {
		operation           simulator.Operation
		reads               int
		ask, confirm, leave []string
	}{
		"block":   {simulator.UserPatch, 0, []string{"b"}, []string{"y"}, []string{"esc"}},
		"delete":  {simulator.UserDelete, 0, []string{"D"}, []string{"y"}, []string{"esc"}},
		"form":    {simulator.UserPatch, 0, []string{"e", "x"}, []string{"ctrl+s"}, []string{"esc", "esc", "y"}},
		"several": {simulator.UserPatch, 1, []string{"space", "b"}, []string{"y"}, []string{"esc", "space"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := &world{size: [2]int{140, 40}}
			w.show(t, func(d *tuitest.Driver) {
				at(d, amelia)
				d.Advance(time.Second)
				doubtful(w, d, x.operation, x.reads, x.ask, x.confirm, x.leave)
				d.MustSee("? unknown Amelia Hart", "? unknown: a write of 10:0")
				d.MustNotSee("active")
				d.Press("enter")
				d.Settle()
				mustSay(t, d, "? unknown: a write of 10:0")
				d.WaitFor("The user could not be read", time.Minute)
				d.MustNotSee("● active")
				w.sim.ClearFaults()
				d.Press("r")
				d.Settle()
				if name == "delete" {
					d.MustSee("The user no longer exists")
					return
				}
				state := "● active"
				if name != "form" {
					state = "■ blocked"
				}
				d.MustSee(state)
				d.MustNotSee("? unknown")
				d.Press("esc")
				d.MustSee(fmt.Sprintf("%-9s Amelia Hart", state))
				d.MustNotSee("? unknown")
			})
		})
	}
}

// Reading the list again tells the state, and so does the next question, or the preview
// when it is read again.
func TestDoubtEndsWithAReading(t *testing.T) {
	t.Parallel()
	onlyInFull(t)
	for _, keys := range [][]string{{"r"}, {"b"}, {"tab", "r"}} {
		w := &world{size: [2]int{140, 40}}
		w.show(t, func(d *tuitest.Driver) {
			at(d, amelia)
			doubtful(w, d, simulator.UserPatch, 0, []string{"b"}, []string{"y"}, []string{"esc"})
			d.MustSee("? unknown Amelia Hart")
			d.Press("b")
			d.Settle()
			mustSay(t, d, "The outcome of a write of 10:0")
			d.WaitFor("could not be read", time.Minute)
			d.Advance(time.Second)
			d.Press("esc")
			w.sim.ClearFaults()
			d.Press(keys...)
			d.Settle()
			d.Advance(2 * time.Second)
			d.MustNotSee("The outcome of a write")
			d.Press("esc")
			d.Settle()
			d.MustSee("blocked")
			d.MustNotSee("? unknown")
		})
	}
}

// Who leaves while an outcome is unknown is told so, and the exit code says it too.
func TestLeavingWithAnUnknownOutcome(t *testing.T) {
	t.Parallel()
	for _, read := range []bool{false, true} {
		w := &world{}
		w.show(t, func(d *tuitest.Driver) {
			at(d, amelia)
			doubtful(w, d, simulator.UserPatch, 0, []string{"b"}, []string{"y"}, []string{"esc"})
			if read {
				w.sim.ClearFaults()
				d.Press("r")
				d.Settle()
			}
			d.Press("ctrl+c")
			model, _, ended := d.Done()
			var left *LeftError
			if told := errors.As(model.(*guarded).reason, &left); !ended || told == read {
				t.Errorf("read %v: ended %v for %v", read, ended, model.(*guarded).reason)
			}
		})
	}
}
