package tui

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"apimtui/api/simulator"
	"apimtui/tui/tuitest"
)

// Waiting for a write can be ended once the screen offers it; what became of the
// write is said all the same.
func TestEscEndsTheWaitingNotTheWrite(t *testing.T) {
	t.Parallel()
	for applied, want := range map[bool]string{false: "not applied", true: "confirmed after a lost answer: Amelia Hart is blocked"} {
		w := &world{}
		w.show(t, func(d *tuitest.Driver) {
			at(d, amelia)
			d.Press("b")
			d.Settle()
			w.sim.InjectFault(simulator.Fault{Operation: simulator.UserPatch, Hang: true, Apply: applied})
			d.Press("y")
			d.Advance(time.Second)
			d.Press("esc") // not offered yet: an esc typed ahead ends nothing
			d.Advance(2 * time.Second)
			d.MustSee("Saving", "esc cancels")
			d.Press("esc")
			if !applied {
				d.MustSee("Looking it up…", "You stopped waiting for the answer. Reading the user")
				d.MustNotSee("esc cancels")
				d.Advance(3 * time.Second) // the service may be at work on it still
			}
			d.MustSee(want)
		})
	}
}

// Esc takes no write back, and says so. Once the service took it, there is nothing left
// to stop.
func TestWaitingSaysWhatEscDoes(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		at(d, amelia)
		d.Press("b")
		d.Settle()
		for _, op := range []simulator.Operation{simulator.UserPatch, simulator.UserGet} {
			w.sim.InjectFault(simulator.Fault{Operation: op, AnswerDelay: 4 * time.Second})
		}
		d.Press("y")
		d.Advance(3200 * time.Millisecond)
		d.MustSee("3 s, esc cancels the wait  Saving…")
		d.Advance(2 * time.Second)
		d.MustSee("5 s  Saved, reading the user…")
		d.MustNotSee("esc ", "Saving")
		d.Press("esc")
		d.MustSee("Saved, reading the user…")
		d.MustNotSee("You stopped")
		d.WaitFor("saved: Amelia Hart is blocked", time.Minute)
	})
}

// A password cannot be read back: what no one can know is not claimed, and what
// no one can undo is not offered.
func TestPasswordOfUnknownOutcome(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		editAmelia(d)
		d.Press("tab", "tab", "tab")
		d.Type("a new password")
		w.sim.InjectFault(simulator.Fault{Operation: simulator.UserPatch, CutAfter: true})
		d.Press("ctrl+s")
		d.MustSee("outcome unknown", "and a password")
		d.MustNotSee("check again")
		d.Advance(time.Second)
		d.Press("esc")
		d.MustSee("outcome unknown", "••••") // the draft is still there
	})
}

func TestPasswordCannotBeUndone(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		editAmelia(d)
		d.Press("tab", "tab", "tab")
		d.Type("a new password")
		d.Press("ctrl+s")
		d.MustSee("saved: password of Amelia Hart")
		d.Press("z")
		d.MustSee("the old password cannot be brought back")
		if n := w.applied(t); n != 1 {
			t.Errorf("%d writes", n)
		}
	})
}

// Reading the user tells nothing about a mail, so it is not offered.
func TestLostMailOffersNoCheck(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		at(d, amelia)
		w.sim.InjectFault(simulator.Fault{Operation: simulator.UserPasswordMail, CutAfter: true})
		d.Press("p")
		d.Settle()
		d.Press("y")
		d.MustSee("outcome unknown", "may have been sent")
		d.MustNotSee("check again", "A mail may have been sent")
	})
}

// A merge in which theirs was chosen in a field does not claim that field as
// saved.
func TestMergeClaimsWhatItSaved(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		editAmelia(d)
		retype(d, "mine@example.com")
		d.Press("tab")
		retype(d, "Mine")
		id := w.id(t, amelia)
		w.sim.Edit(id, func(u *simulator.User) { u.Email, u.FirstName = "theirs@example.com", "Theirs" })
		d.Press("ctrl+s")
		d.MustSee("Conflict")
		d.Advance(2 * time.Second)
		d.Press("m", "t", "m")
		d.MustSee("saved: first name of")
		d.MustNotSee("saved: e-mail")
		if u, _ := w.sim.User(id); u.Email != "theirs@example.com" || u.FirstName != "Mine" {
			t.Errorf("the service has %+v", u)
		}
	})
}

// Merging shows what would be written, field by field, wherever there is a table.
func TestMergeShowsWhatWouldBeWritten(t *testing.T) {
	t.Parallel()
	for _, width := range []int{100, 120, 160} {
		w := &world{size: [2]int{width, 40}}
		w.show(t, func(d *tuitest.Driver) {
			editAmelia(d)
			retype(d, "mine@example.com")
			d.Press("tab")
			retype(d, "Mine")
			w.sim.Edit(w.id(t, amelia), func(u *simulator.User) { u.Email, u.FirstName, u.LastName = "theirs@example.com", "Theirs", "Young" })
			d.Press("ctrl+s")
			d.MustSee("to be written")
			d.Advance(2 * time.Second)
			d.Press("m", "t")
			d.Settle()
			for _, row := range []string{"e-mail .* mine@example.com  +theirs@example.com", "first name .* Mine +not chosen yet", "last name .* Hart +Young"} {
				if !regexp.MustCompile(row).MatchString(d.Screen()) {
					t.Errorf("%d columns: no row %q:\n%s", width, row, d.Screen())
				}
			}
		})
	}
}

// Where there is nothing to say yes to, nothing is explained, and the box is closed.
func TestNothingToConfirmIsClosed(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		at(d, amelia)
		w.sim.Edit(w.id(t, amelia), func(u *simulator.User) { u.State = "blocked" })
		d.Press("b")
		d.Settle()
		d.MustSee("blocked already", "│ esc close ")
		d.MustNotSee("n no", "A blocked user can", "It can be undone")
		d.Advance(time.Second)
		d.Press("esc")
		d.MustNotSee("blocked already")
	})
	w = &world{}
	w.show(t, func(d *tuitest.Driver) {
		at(d, jonas)
		for range 2 {
			command(d, "offboard")
			d.WaitFor("Offboard:", time.Minute)
			d.Advance(time.Second)
			d.Press("y")
			d.Settle()
		}
		d.MustSee("Offboard: 0 steps", "esc close")
		d.MustNotSee("n no")
		lines := strings.Split(d.Screen(), "\n")
		title := slices.IndexFunc(lines, func(l string) bool { return strings.Contains(l, "Offboard: 0 steps") })
		if !strings.Contains(lines[title+1], "│ Left out: Jonas") {
			t.Errorf("the box begins with %q", lines[title+1])
		}
	})
}

// A write that was not applied says nothing new about the user: a row that was
// reloaded since stays as it is.
func TestRefusedUndoLeavesTheNewerRow(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		at(d, amelia)
		d.Press("b", "y")
		d.MustSee("saved: Amelia Hart is blocked")
		w.sim.Edit(w.id(t, amelia), func(u *simulator.User) { u.LastName = "Newer" })
		d.Press("r")
		d.MustSee("Amelia Newer")
		w.sim.InjectFault(simulator.Fault{Operation: simulator.UserPatch, Status: 403})
		d.Press("z")
		d.MustSee("not applied", "Not permitted (403 Forbidden)")
		d.Advance(time.Second)
		d.Press("esc")
		d.Settle()
		for line := range strings.Lines(d.Screen()) {
			if strings.Contains(line, amelia) && strings.Contains(line, "blocked") && !strings.Contains(line, "Amelia Newer") {
				t.Errorf("the row went back to an older version:\n%s", d.Screen())
			}
		}
	})
}
