package tui

import (
	"testing"
	"time"

	"apimtui/api/simulator"
	"apimtui/tui/tuitest"
)

// What this console wrote is known at once, on every page, and is never told as
// someone else's.
func TestOwnChangesAreKnownAtOnce(t *testing.T) {
	t.Parallel()
	w := &world{simulated: simulator.Options{Latency: 700 * time.Millisecond}, options: Options{Query: amelia}}
	w.show(t, func(d *tuitest.Driver) {
		d.WaitFor("active, may sign in", time.Minute)
		d.Press("b")
		d.Advance(2 * time.Second)
		d.Press("y")
		d.WaitFor("saved: Amelia Hart is blocked", time.Minute)
		d.MustNotSee("active, may sign in")
		d.Press("b") // before the page has read the user again
		d.MustSee("Activate", "may sign in to the developer portal and call APIs")
		d.Advance(2 * time.Second)
		d.MustNotSee("Someone else changed")
		d.Press("y")
		d.WaitFor("saved: Amelia Hart is active", time.Minute)
	})
}

// A page that cannot read the user again shows what was written.
func TestOwnChangesStayWhereNothingCanBeRead(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		at(d, amelia)
		d.Press("enter")
		d.WaitFor("active, may sign in", time.Minute)
		d.Press("b")
		d.Settle()
		w.sim.InjectFault(simulator.Fault{Operation: simulator.UserGet, Status: 403, Calls: 2, Times: -1})
		d.Press("y")
		d.MustSee("saved: Amelia Hart is blocked", "■ blocked")
		d.MustNotSee("active, may sign in")
	})
}

// In production an undo asks first.
func TestUndoAsksInProduction(t *testing.T) {
	t.Parallel()
	w := &world{options: Options{Production: true}}
	w.show(t, func(d *tuitest.Driver) {
		at(d, amelia)
		d.Press("b", "y")
		d.MustSee("saved: Amelia Hart is blocked")
		d.Press("z")
		d.MustSee("Undo", "state goes back from blocked to active")
		if u := w.user(t, amelia); u.State != "blocked" {
			t.Fatal("undone without a question")
		}
		d.Press("n")
		if u := w.user(t, amelia); u.State != "blocked" {
			t.Fatal("undone by a no")
		}
		d.Press("z", "y")
		d.MustSee("saved: undone, Amelia Hart is active again")
	})
}

// Where a write cannot be remembered, the question before it says so.
func TestForgetfulConsoleSaysSoBeforeAWrite(t *testing.T) {
	t.Parallel()
	w := &world{options: Options{Forgets: "A write that is cut off will not be told of at the next start: there is no home directory."}}
	w.show(t, func(d *tuitest.Driver) {
		at(d, amelia)
		d.Press("b")
		d.MustSee("will not be told of at the next start: there is no")
	})
}
