package tui

import (
	"errors"
	"testing"
	"time"

	"apimtui/api/simulator"
	"apimtui/tui/tuitest"
)

const (
	amelia = "amelia.hart@contoso.com"
	chloe  = "chloe.lefevre@adatum.com"
)

// at puts the cursor on a user found by e-mail.
func at(d *tuitest.Driver, email string) {
	d.Settle()
	d.Press("esc", "/")
	d.Paste(email)
	d.Press("enter")
}

// writes lists the journal's writes as "PATCH 200 if-match".
func (w *world) writes(t *testing.T) []simulator.Entry {
	t.Helper()
	var out []simulator.Entry
	for _, e := range w.sim.Journal() {
		if e.Method == "GET" || e.Method == "HEAD" {
			continue
		}
		if e.Method != "PUT" && (!e.HasIfMatch || e.IfMatch == "*" || e.IfMatch == "") {
			t.Errorf("%s %s was sent with If-Match %q", e.Method, e.Path, e.IfMatch)
		}
		out = append(out, e)
	}
	return out
}

func (w *world) applied(t *testing.T) int {
	n := 0
	for _, e := range w.writes(t) {
		if e.Applied {
			n++
		}
	}
	return n
}

func (w *world) user(t *testing.T, email string) simulator.User {
	t.Helper()
	u, ok := w.sim.User(w.id(t, email))
	if !ok {
		t.Fatalf("%s is gone", email)
	}
	return u
}

func TestBlockInFourKeysBeyondTheQuery(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		d.Settle()
		d.Press("/")
		d.Type(amelia)
		d.Press("enter", "b", "y")
		d.MustSee("saved: Amelia Hart is blocked", "■ blocked Amelia Hart")
		if u := w.user(t, amelia); u.State != "blocked" {
			t.Errorf("the service has %s", u.State)
		}
		d.Press("z")
		d.MustSee("saved: undone, Amelia Hart is active again", "● active  Amelia Hart")
		if n := w.applied(t); n != 2 {
			t.Errorf("%d writes were applied, want 2", n)
		}
		d.Press("z")
		d.MustSee("saved: undone, Amelia Hart is blocked again")
	})
}

func TestBlockAsksFirst(t *testing.T) {
	t.Parallel()
	for _, size := range sizes {
		w := &world{size: size}
		w.show(t, func(d *tuitest.Driver) {
			at(d, amelia)
			d.Press("b")
			d.Golden("block")
			d.Press("n")
			d.MustNotSee("can neither sign in to the")
			at(d, chloe)
			d.Press("b")
			d.Golden("activate")
			d.Press("esc")
			if len(w.writes(t)) != 0 {
				t.Error("something was written without a yes")
			}
		})
	}
}

func TestUndoIsOffOnceSomeoneElseChanged(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		at(d, amelia)
		d.Press("b", "y")
		d.MustSee("saved")
		w.sim.Edit(w.id(t, amelia), func(u *simulator.User) { u.LastName = "Other" })
		d.Press("z")
		d.MustSee("conflict", "Someone else changed the user since it was read")
		d.Advance(time.Second)
		d.Press("esc")
		if u := w.user(t, amelia); u.State != "blocked" || u.LastName != "Other" {
			t.Errorf("undo wrote over a change: %+v", u)
		}
	})
}

func TestBlockMeetsASecondWriter(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		at(d, amelia)
		d.Press("b")
		d.Settle()
		w.sim.Edit(w.id(t, amelia), func(u *simulator.User) { u.LastName = "Meanwhile" })
		d.Press("y")
		d.MustSee("Conflict", "last name", "only they changed it", "Meanwhile", "only you changed it")
		if w.user(t, amelia).State != "active" {
			t.Error("it was written before a key")
		}
		d.Press("m") // too soon: swallowed
		d.MustSee("Conflict")
		d.Advance(2 * time.Second)
		d.Press("m")
		d.MustSee("saved: ")
		if u := w.user(t, amelia); u.State != "blocked" || u.LastName != "Meanwhile" {
			t.Errorf("the service has %+v", u)
		}
	})
}

func TestLostAnswerIsConfirmedByReading(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		fault simulator.Fault
		want  string
		state string
	}{
		{"cut after", simulator.Fault{CutAfter: true}, "confirmed after a lost answer", "blocked"},
		{"cut before", simulator.Fault{CutBefore: true}, "not applied", "active"},
		{"cut body", simulator.Fault{CutBody: true}, "confirmed after a lost answer", "blocked"},
		{"500 applied", simulator.Fault{Status: 500, Apply: true}, "confirmed after a lost answer", "blocked"},
		{"503 not applied", simulator.Fault{Status: 503}, "not applied", "active"},
		{"403", simulator.Fault{Status: 403}, "Not permitted (403 Forbidden)", "active"},
		{"401", simulator.Fault{Status: 401}, "Sign in again", "active"},
		{"throttled", simulator.Fault{Status: 429, RetryAfter: 5}, "saved", "blocked"},
		{"hang", simulator.Fault{Hang: true}, "not applied", "active"},
		{"no connection", simulator.Fault{Refuse: true}, "saved", "blocked"},
		{"garbage applied", simulator.Fault{Garbage: true, Apply: true}, "confirmed after a lost answer", "blocked"},
		{"garbage not applied", simulator.Fault{Garbage: true}, "not applied", "active"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.fault.Operation = simulator.UserPatch
			w := &world{}
			w.show(t, func(d *tuitest.Driver) {
				at(d, amelia)
				w.sim.InjectFault(tt.fault)
				d.Press("b", "y")
				d.WaitFor(tt.want, 2*time.Minute)
				if u := w.user(t, amelia); u.State != tt.state {
					t.Errorf("the service has %s, want %s", u.State, tt.state)
				}
				if n := w.applied(t); n > 1 {
					t.Errorf("applied %d times", n)
				}
			})
		})
	}
}

func TestUnknownIsCheckedAgain(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		at(d, amelia)
		d.Press("b")
		d.Settle()
		w.sim.InjectFault(simulator.Fault{Operation: simulator.UserPatch, CutAfter: true})
		w.sim.InjectFault(simulator.Fault{Operation: simulator.UserGet, Times: -1, Status: 503})
		d.Press("y")
		d.WaitFor("outcome unknown", time.Minute)
		d.Golden("unknown")
		w.sim.ClearFaults()
		d.Advance(2 * time.Second)
		d.Press("c")
		d.MustSee("confirmed after a lost answer: Amelia Hart is blocked")
	})
}

func TestBuiltInUserAndReadOnly(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		d.Settle()
		d.Press("b")
		d.MustSee("built-in administrator, which can be neither blocked")
		d.Press("D")
		d.MustSee("built-in administrator")
	})
	w = &world{options: Options{ReadOnly: true}}
	w.show(t, func(d *tuitest.Driver) {
		d.Settle()
		for _, k := range []string{"n", "e", "b", "D", "z"} {
			d.Press("down", k)
			d.MustSee("read-only context")
		}
		d.Press("?", "pgdown")
		d.MustSee("read-only context")
	})
}

func TestQuittingWithAWriteInFlightAsks(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		at(d, amelia)
		d.Press("b")
		d.Settle()
		w.sim.InjectFault(simulator.Fault{Operation: simulator.UserPatch, Delay: 10 * time.Second})
		d.Press("y", "ctrl+c")
		d.MustSee("A write is in flight")
		d.Press("n")
		d.Advance(15 * time.Second)
		d.MustSee("saved: Amelia Hart is blocked")
	})
}

func TestQuittingAllTheSameIsUnknown(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		at(d, amelia)
		d.Press("b")
		d.Settle()
		w.sim.InjectFault(simulator.Fault{Operation: simulator.UserPatch, Delay: 10 * time.Second})
		d.Press("y", "ctrl+c", "y")
		model, _, ended := d.Done()
		var left *LeftError
		if !ended || !errors.As(model.(*guarded).reason, &left) {
			t.Errorf("ended %v for %v", ended, model.(*guarded).reason)
		}
	})
}

func TestReloadKeepsTheRows(t *testing.T) {
	t.Parallel()
	w := &world{simulated: simulator.Options{Users: 1000, Latency: 300 * time.Millisecond}}
	w.show(t, func(d *tuitest.Driver) {
		d.WaitFor("Users 1,000/1,000", time.Minute)
		d.Press("G", "r")
		d.Advance(400 * time.Millisecond)
		d.MustSee("Users 1,000/1,000")
		d.WaitFor("Users 1,000/1,000", time.Minute)
		d.Advance(10 * time.Second)
		w.sim.InjectFault(simulator.Fault{Operation: "*", Times: -1, Refuse: true})
		d.Press("r")
		d.WaitFor("The reload failed, and these are the rows of before.", time.Minute)
		d.MustSee("Users 1,000/1,000")
		d.MustNotSee("Incomplete")
		w.sim.ClearFaults()
		w.sim.Remove(w.id(t, amelia))
		d.Press("r")
		d.WaitFor("Users 999/999", time.Minute)
	})
}

// TestBlockShowsWhatChangedSinceItWasShown has the list be old: what is written
// is what was shown, and a yes to something else does not count.
func TestBlockShowsWhatChangedSinceItWasShown(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"b", "D"} {
		w := &world{}
		w.show(t, func(d *tuitest.Driver) {
			at(d, amelia)
			note := "do NOT block, VIP"
			w.sim.Edit(w.id(t, amelia), func(u *simulator.User) { u.Note = &note })
			d.Press(key, "y")
			d.MustSee("Someone else changed the user since it was shown", "do NOT block, VIP", "now there")
			if key == "b" && len(w.writes(t)) != 0 {
				t.Fatal("it was written over")
			}
			d.Advance(time.Second)
			d.Press("esc")
			if n := len(w.writes(t)); n != 0 {
				t.Errorf("%s: %d writes", key, n)
			}
		})
	}
}

func TestSlowWriteCanBeGivenUp(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		at(d, amelia)
		d.Press("b")
		d.Settle()
		w.sim.InjectFault(simulator.Fault{Operation: simulator.UserPatch, Hang: true})
		d.Press("y")
		d.Advance(5 * time.Second)
		d.MustSee("s, esc cancels", "Saving")
		d.Press("esc")
		d.WaitFor("not applied", 10*time.Second)
	})
}
