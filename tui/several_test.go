package tui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"apimtui/api/simulator"
	"apimtui/tui/tuitest"
)

// marking marks users by their place in the list.
func marking(d *tuitest.Driver, rows ...int) {
	d.Settle()
	for _, row := range rows {
		d.Press("home")
		for range row {
			d.Press("down")
		}
		d.Press("space")
	}
}

func patched(w *world) (n int) {
	for _, e := range w.sim.Journal() {
		if e.Operation == simulator.UserPatch {
			n++
		}
	}
	return n
}

func TestMarkedUsersAreBlocked(t *testing.T) {
	for _, size := range sizes {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			w := &world{size: size}
			w.show(t, func(d *tuitest.Driver) {
				marking(d, 0, 1, 2, 5)
				d.MustSee("4 marked", "✓ active  Amelia Hart")
				d.Press("b")
				d.MustSee("Block 2 users", "Amelia Hart", "Jonas Lindqvist", "Left out: ", "built-in", "blocked")
				d.Golden(fmt.Sprintf("%dx%d-question", size[0], size[1]))
				d.Advance(time.Second)
				d.Press("y")
				d.Advance(2 * time.Second)
				d.MustSee("Block: done for 2 of 2 users.", "■ blocked Amelia Hart", "2 marked")
				if patched(w) != 2 {
					t.Errorf("%d writes", patched(w))
				}
			})
		})
	}
}

// With blocked ones among them, the other way is one key away.
func TestMarkedUsersAreActivated(t *testing.T) {
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		marking(d, 1, 5)
		d.Press("b")
		d.MustSee("Block 1 user")
		d.Press("b")
		d.MustSee("Activate 1 user")
		d.Advance(time.Second)
		d.Press("y")
		d.Advance(2 * time.Second)
		d.MustSee("Activate: done for 1 of 1 user.", "● active  Chloé Lefèvre")
	})
}

func TestMarksStayUnderAFilter(t *testing.T) {
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		marking(d, 1, 2)
		d.Press("/")
		d.Type("amelia")
		d.Press("enter")
		d.MustSee("2 marked")
		d.Press("b")
		d.MustSee("Block 2 users", "1 is of the marked hidden by the filter")
		d.Press("n", "esc", "*")
		d.MustSee("60 marked")
		d.Press("*")
		d.MustNotSee("marked")
		d.Press("space", "e")
		d.MustSee("Disabled: several users are marked")
	})
}

// In production, and for more than ten deletions, the number is typed.
func TestNumberIsTyped(t *testing.T) {
	for name, w := range map[string]*world{"production": {options: Options{Production: true}}, "many": {}} {
		t.Run(name, func(t *testing.T) {
			w.show(t, func(d *tuitest.Driver) {
				n := 2
				if name == "many" {
					n = 12
				}
				for i := range n {
					marking(d, i+6)
				}
				d.Press("D")
				d.MustSee(fmt.Sprintf("Delete %d users", n), "cannot be undone")
				d.Advance(time.Second)
				d.Press("y")
				d.MustSee("Type the number of users")
				d.Advance(time.Second)
				d.Type("3")
				d.Press("enter")
				d.MustSee("That is not the number.")
				d.Press("backspace")
				d.Type(fmt.Sprint(n))
				d.Press("enter")
				d.Advance(time.Minute)
				d.MustSee(fmt.Sprintf("Delete: done for %d of %d users.", n, n), fmt.Sprintf("Users %d", 60-n))
			})
		})
	}
}

// What cannot be done is told for each, and the marks stay on it.
func TestSomeOfTheMarkedFail(t *testing.T) {
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		marking(d, 1, 2, 3)
		d.Press("b")
		d.Advance(time.Second)
		w.sim.InjectFault(simulator.Fault{Operation: simulator.UserPatch, Status: 400, Code: "ValidationError", Message: "not today"})
		d.Press("y")
		d.Advance(3 * time.Second)
		d.MustSee("2 of 3 done", "not applied", "not today")
		d.Advance(time.Second)
		d.Press("r")
		d.Advance(3 * time.Second)
		d.MustSee("Block: done for 3 of 3 users.")
		d.MustNotSee("marked")
	})
}

// A conflict waits until the others are done, and is answered by itself.
func TestConflictAmongTheMarked(t *testing.T) {
	w := &world{}
	w.simulated.Latency = time.Second
	w.show(t, func(d *tuitest.Driver) {
		d.WaitFor("Amelia Hart", time.Minute)
		marking(d, 1, 2)
		d.Press("b")
		d.Advance(time.Second)
		d.Press("y")
		d.Advance(1300 * time.Millisecond) // read, and not written yet
		id := ""
		for _, e := range w.sim.Journal() {
			if e.Operation == simulator.UserGet {
				id = e.Path[strings.LastIndex(e.Path, "/")+1:]
				break
			}
		}
		w.sim.Edit(id, func(u *simulator.User) { u.LastName = "Theirs" })
		d.Advance(10 * time.Second)
		d.MustSee("1 of 2 done", "conflict", "Someone else changed")
		d.Advance(time.Second)
		if !strings.Contains(d.Screen(), "▌conflict") {
			d.Press("down")
		}
		d.MustSee("enter answer")
		d.Press("enter")
		d.Advance(3 * time.Second)
		d.MustSee("Theirs", "can neither sign in")
		d.Press("y")
		d.Advance(5 * time.Second)
		d.MustSee("Theirs is blocked")
	})
}

// Esc stops after those in flight.
func TestMarkedAreStopped(t *testing.T) {
	w := &world{}
	w.simulated.Latency = time.Second
	w.show(t, func(d *tuitest.Driver) {
		d.WaitFor("Amelia Hart", time.Minute)
		for i := range 8 {
			marking(d, i+6)
		}
		d.Press("b")
		d.Advance(time.Second)
		d.Press("y")
		d.Advance(1500 * time.Millisecond)
		d.Press("esc")
		d.Advance(5 * time.Second)
		d.MustSee("You stopped it", "not tried")
		if n := patched(w); n == 0 || n > 4 {
			t.Errorf("%d writes", n)
		}
		d.Golden("stopped")
	})
}

// A user who is another by now than the list shows is not written to unseen.
func TestMarkedUserIsAnotherByNow(t *testing.T) {
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		marking(d, 1, 2)
		w.sim.Edit(w.id(t, amelia), func(u *simulator.User) { u.LastName = "Theirs" })
		d.Press("b")
		d.Advance(time.Second)
		d.Press("y")
		d.Advance(3 * time.Second)
		d.MustSee("1 of 2 done", "conflict", "Nothing was sent. Someone else changed last name since")
		if patched(w) != 1 {
			t.Errorf("%d writes", patched(w))
		}
		d.Advance(time.Second)
		d.Press("r")
		d.Advance(3 * time.Second)
		d.MustSee("Block: done for 2 of 2 users.", "Amelia Theirs")
	})
}

// After a mail that may have been sent, the next question about its user says so,
// and the row is not tried again.
func TestMarkedMailMayHaveGone(t *testing.T) {
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		marking(d, 6, 7)
		d.Press("p")
		d.MustSee("Password mail to 2 users")
		d.MustNotSee("may have been sent")
		d.Advance(time.Second)
		w.sim.InjectFault(simulator.Fault{Operation: simulator.UserPasswordMail, CutAfter: true})
		d.Press("y")
		d.Advance(5 * time.Second)
		d.MustSee("1 of 2 done", "outcome unknown: 1")
		d.MustNotSee("try the rest")
		d.Advance(time.Second)
		d.Press("esc", "p")
		d.MustSee("Password mail to 1 user", "A mail may have been sent to")
		if n := len(w.sim.Mails()); n != 2 {
			t.Errorf("%d mails", n)
		}
	})
}
