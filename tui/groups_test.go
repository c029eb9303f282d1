package tui

import (
	"testing"
	"time"

	"apimtui/api/simulator"
	"apimtui/tui/tuitest"
)

// openGroups opens the groups of Amelia.
func openGroups(d *tuitest.Driver) {
	at(d, amelia)
	d.Press("m")
	d.WaitFor("Groups of Amelia Hart", time.Minute)
	d.Settle()
}

func TestGroups(t *testing.T) {
	t.Parallel()
	for _, size := range sizes {
		w := &world{size: size}
		w.show(t, func(d *tuitest.Driver) {
			openGroups(d)
			d.Golden("groups")
			d.Press("space")
			d.MustSee("Disabled: Administrators is a built-in group")
			for range 4 {
				d.Press("down")
			}
			d.Press("space")
			d.Golden("groups-changed")
			d.MustSee("1 change: ")
			d.Press("ctrl+s")
			d.WaitFor("saved: Amelia Hart is ", time.Minute)
			d.MustNotSee("1 change")
			if n := w.applied(t); n != 1 {
				t.Errorf("%d writes", n)
			}
		})
	}
}

// Leaving with changes asks.
func TestGroupsAreNotGivenUpUnasked(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		openGroups(d)
		d.Press("G", "space", "esc")
		d.MustSee("Give up 1 change?")
		d.Press("n")
		d.MustSee("1 change: ")
		d.Press("esc", "y")
		d.MustSee("1 of 60")
		if n := w.applied(t); n != 0 {
			t.Errorf("%d writes", n)
		}
	})
}

// A row that is refused claims nothing of the others, and its reasons stand below it.
func TestRefusedRowSpeaksForItself(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		openGroups(d)
		d.Press("G", "space", "up", "space")
		w.sim.InjectFault(simulator.Fault{Operation: "GroupUser_Create", Status: 409, Code: "ScopeLocked", Message: "locked"})
		d.Press("ctrl+s")
		d.WaitFor("not applied: ", time.Minute)
		d.MustSee("saved: ", "│   This was not changed.", "│   A lock forbids this")
		d.MustNotSee("Nothing was changed")
	})
}

// Each row says what became of it, and a lost answer is looked up.
func TestGroupsUnderFaults(t *testing.T) {
	t.Parallel()
	onlyInFull(t)
	for name, c := range map[string]struct {
		fault simulator.Fault
		want  string
	}{
		"lost, applied":    {simulator.Fault{CutAfter: true}, "confirmed after a lost answer: Amelia Hart"},
		"lost":             {simulator.Fault{CutBefore: true}, "not applied: Amelia Hart"},
		"refused, applied": {simulator.Fault{Status: 404, Apply: true}, "saved: Amelia Hart"},
		"refused":          {simulator.Fault{Status: 409, Code: "ScopeLocked", Message: "locked"}, "not applied: Amelia Hart"},
	} {
		t.Run(name, func(t *testing.T) {
			w := &world{}
			w.show(t, func(d *tuitest.Driver) {
				openGroups(d)
				d.Press("G", "space")
				for _, op := range []simulator.Operation{"GroupUser_Create", "GroupUser_Delete"} {
					f := c.fault
					f.Operation = op
					w.sim.InjectFault(f)
				}
				d.Press("ctrl+s")
				d.WaitFor(c.want, time.Minute)
			})
		})
	}
}
