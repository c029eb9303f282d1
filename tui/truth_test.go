package tui

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"apimtui/api/simulator"
	"apimtui/tui/tuitest"
)

// lossy lets a write through, does something, and loses the answer, once.
type lossy struct {
	http.RoundTripper
	after *func()
}

func (l lossy) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := l.RoundTripper.RoundTrip(r)
	if after := *l.after; err == nil && r.Method == http.MethodPatch && after != nil {
		*l.after = nil
		_ = resp.Body.Close()
		after()
		return nil, io.EOF
	}
	return resp, err
}

// A write whose answer was lost may stand beside what someone else wrote since:
// nothing says then that nothing was written.
func TestConflictAfterALostAnswer(t *testing.T) {
	t.Parallel()
	var after func()
	w := &world{wrap: func(rt http.RoundTripper) http.RoundTripper { return lossy{rt, &after} }}
	w.show(t, func(d *tuitest.Driver) {
		editAmelia(d)
		id := w.id(t, amelia)
		retype(d, "mine@example.com")
		d.Press("tab")
		retype(d, "Mine")
		after = func() { w.sim.Edit(id, func(u *simulator.User) { u.FirstName = "Theirs" }) }
		d.Press("ctrl+s")
		d.MustSee("Conflict", "part of what is there may be yours")
		d.MustNotSee("Nothing was written")
		d.Advance(2 * time.Second)
		d.Press("r")
		d.MustSee("nothing more is written")
		d.Press("n", "esc")
		d.MustSee("part of what is there may")
		d.MustNotSee("Your change is not there")
		d.Press("ctrl+s")
		d.MustSee("Conflict", "part of what is there may be yours")
		d.MustNotSee("Nothing was written")
		d.Advance(2 * time.Second)
		d.Press("r", "y")
		d.MustSee("Nothing more was written")
		if u, _ := w.sim.User(id); u.Email != "mine@example.com" || u.FirstName != "Theirs" {
			t.Errorf("the service has %+v", u)
		}
	})
}

// An undo is for the very version that the change made, also where another
// change cannot be seen.
func TestUndoIsOffAfterAChangeNobodySees(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		at(d, amelia)
		d.Press("b", "y")
		d.MustSee("saved")
		w.sim.Edit(w.id(t, amelia), func(*simulator.User) {}) // a password, say
		d.Press("z")
		d.MustSee("conflict", "Someone else changed the user since it was read. Your change is not there.")
		if u := w.user(t, amelia); u.State != "blocked" {
			t.Errorf("undone over a change: %+v", u)
		}
	})
}

// Of a long note, what differs is seen at every size.
func TestConflictShowsWhatDiffersInALongNote(t *testing.T) {
	t.Parallel()
	lines := make([]string, 12)
	for i := range lines {
		lines[i] = fmt.Sprintf("line %d", i+1)
	}
	note := strings.Join(lines, "\n")
	for _, size := range sizes {
		w := &world{size: size}
		w.show(t, func(d *tuitest.Driver) {
			id := w.id(t, amelia)
			w.sim.Edit(id, func(u *simulator.User) { u.Note = &note })
			at(d, amelia)
			d.Press("e")
			d.Settle()
			for range 5 {
				d.Press("tab")
			}
			d.Press("ctrl+end")
			d.Type(" of mine")
			theirs := strings.Replace(note, "line 11", "line of theirs", 1)
			w.sim.Edit(id, func(u *simulator.User) { u.Note = &theirs })
			d.Press("ctrl+s")
			d.MustSee("Conflict")
			d.Advance(2 * time.Second)
			d.Press("m")
			d.Golden("long-note")
			d.MustSee("10 lines that all have", "line of theirs", "line 11")
			d.Press("pgdown")
			d.MustSee("line 12 of mine")
		})
	}
}

// With a password to set, a refusal after which nothing can be seen leaves open
// whether it was set. Saving again sets it over the version that was read then.
func TestPasswordRefusedWithoutAReason(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		editAmelia(d)
		retype(d, "mine@example.com")
		d.Press("tab", "tab", "tab")
		d.Type("a new password")
		w.sim.Edit(w.id(t, amelia), func(*simulator.User) {})
		d.Press("ctrl+s")
		d.MustSee("outcome unknown", "a password cannot be read back")
		d.Advance(time.Second)
		d.Press("esc")
		d.MustSee("your draft is still here", "Look at the user before you save again")
		d.Press("ctrl+s")
		d.MustSee("saved: e-mail, password of Amelia Hart")
	})
}

// What is asked for stays in sight however much goes with the user.
func TestDeleteChoicesAreInSight(t *testing.T) {
	t.Parallel()
	w := &world{size: [2]int{60, 14}}
	w.show(t, func(d *tuitest.Driver) {
		at(d, chloe)
		note := "changed\nmeanwhile"
		w.sim.Edit(w.id(t, chloe), func(u *simulator.User) { u.LastName, u.Note = "Changed", &note })
		d.Press("D")
		d.Advance(2 * time.Second)
		d.MustSee("not asked to be deleted", "none", "Someone else changed the user")
		d.Press("s", "n")
		d.MustSee("deleted too", "sent")
	})
}

// What goes with a user and cannot be read stops nothing, and is said; without
// the user itself nothing is deleted, and it can be read again.
func TestDeleteWithoutKnowingAll(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		at(d, chloe)
		w.sim.InjectFault(simulator.Fault{Operation: simulator.UserGet, Times: 4, Status: 500})
		w.sim.InjectFault(simulator.Fault{Operation: simulator.UserGroups, Status: 403})
		d.Press("D")
		d.WaitFor("The user could not be read, and nothing is sent before that.", time.Minute)
		d.Press("y")
		if n := len(w.writes(t)); n != 0 {
			t.Fatalf("%d writes", n)
		}
		d.Press("r")
		d.WaitFor("The user's groups could not be read", time.Minute)
		d.MustSee("product subscription")
		d.Press("n", "y")
		d.WaitFor("saved: Chloé Lefèvre is deleted; a mail was accepted by the service", time.Minute)
	})
}

// Who is gone is said to be, by whatever found it out, and leaves the list.
func TestGoneBeforeTheQuestion(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"b", "D", "e", "p"} {
		w := &world{}
		w.show(t, func(d *tuitest.Driver) {
			at(d, kwame)
			w.sim.Remove(w.id(t, kwame))
			d.Press(key)
			d.Advance(time.Second)
			if key == "p" {
				d.MustSee("No mail was sent")
			}
			d.MustSee("deleted meanwhile", "no longer exists")
			d.Press("esc", "esc", "esc")
			d.MustSee("59/59")
			d.MustNotSee(kwame)
		})
	}
}

// What a question found out is on the row beside it.
func TestWhatAQuestionReadIsShown(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		at(d, amelia)
		w.sim.Edit(w.id(t, amelia), func(u *simulator.User) { u.State = "blocked" })
		d.Press("b")
		d.Advance(2 * time.Second)
		d.Press("n")
		d.MustSee("■ blocked Amelia Hart")
	})
}

// To do it again is what must not be done before someone looked.
func TestUnknownDoesNotAdviseToTryAgain(t *testing.T) {
	t.Parallel()
	for key, op := range map[string]simulator.Operation{"b": simulator.UserPatch, "p": simulator.UserPasswordMail, "i": simulator.UserPut} {
		for _, f := range []simulator.Fault{{CutAfter: true}, {Status: 503}} {
			w := &world{}
			w.show(t, func(d *tuitest.Driver) {
				at(d, kwame)
				d.Press(key)
				d.Settle()
				f.Operation = op
				w.sim.InjectFault(f)
				w.sim.InjectFault(simulator.Fault{Operation: simulator.UserGet, Calls: 1 + strings.Count("i", key), Times: -1, Status: 503})
				d.Press("y")
				d.WaitFor("outcome unknown", time.Minute)
				d.MustNotSee("ry again")
			})
		}
	}
}

// A mail is spoken of whatever became of the deletion it goes with.
func TestDeletionsMailIsSpokenOf(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		at(d, chloe)
		d.Press("D", "n")
		d.Settle()
		w.sim.InjectFault(simulator.Fault{Operation: simulator.UserDelete, CutAfter: true})
		d.Press("y")
		d.WaitFor("confirmed after a lost answer: Chloé Lefèvre is deleted", time.Minute)
		mustSay(t, d, "a mail may have been sent")
	})
}

// Also when it is found out by checking again.
func TestDeletionsMailIsSpokenOfAfterACheck(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		at(d, chloe)
		d.Press("D", "n")
		d.Settle()
		w.sim.InjectFault(simulator.Fault{Operation: simulator.UserDelete, CutAfter: true})
		w.sim.InjectFault(simulator.Fault{Operation: simulator.UserGet, Times: 4, Status: 503})
		d.Press("y")
		d.WaitFor("outcome unknown", time.Minute)
		d.Advance(3 * time.Second)
		d.Press("c")
		d.WaitFor("confirmed after a lost answer: Chloé Lefèvre is deleted", time.Minute)
		mustSay(t, d, "a mail may have been sent")
	})
}

// What could not be read again is not known any more, and is not deleted.
func TestDeleteAfterAReloadThatFailed(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		at(d, chloe)
		d.Press("D")
		d.Settle()
		w.sim.InjectFault(simulator.Fault{Operation: simulator.UserGet, Status: 403, Times: -1})
		d.Press("r", "y") // typed ahead of the answer
		d.WaitFor("nothing is sent before that", time.Minute)
		d.Press("y")
		d.Advance(time.Minute)
		if n := len(w.writes(t)); n != 0 {
			t.Errorf("%d writes", n)
		}
	})
}

// A user who is gone may have taken my write along.
func TestGoneAfterALostAnswer(t *testing.T) {
	t.Parallel()
	var after func()
	w := &world{wrap: func(rt http.RoundTripper) http.RoundTripper { return lossy{rt, &after} }}
	w.show(t, func(d *tuitest.Driver) {
		editAmelia(d)
		id := w.id(t, amelia)
		retype(d, "mine@example.com")
		after = func() { w.sim.Remove(id) }
		d.Press("ctrl+s")
		d.MustSee("deleted meanwhile", "this was applied before")
		d.MustNotSee("Nothing was written")
	})
}

// A creation whose answer was lost may still come: it is not repeated unseen,
// and checking again does not make certain what is not.
func TestLateCreationIsLookedFor(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		d.Settle()
		w.sim.InjectFault(simulator.Fault{Operation: simulator.UserPut, Late: 20 * time.Second})
		d.Press("n", "tab")
		d.Type("ada@example.com")
		d.Press("tab", "A", "tab", "B", "ctrl+s")
		d.Advance(5 * time.Second)
		for range 2 {
			d.MustSee("not applied", "look again before you", "check again")
			d.Press("c")
			d.Settle()
			d.Advance(time.Second)
		}
		d.Press("esc")
		d.MustSee("not applied; your draft is still here", "Nothing had been changed", "Look for the user before you save")
		d.MustNotSee("nothing was changed", "Saving again is safe")
		if n := len(w.writes(t)); n != 1 {
			t.Errorf("%d writes", n)
		}
	})
}

// What is asked about can be read whole on the smallest screen.
func TestMailQuestionScrolls(t *testing.T) {
	t.Parallel()
	w := &world{size: [2]int{60, 14}}
	w.show(t, func(d *tuitest.Driver) {
		at(d, kwame)
		note := "changed"
		w.sim.Edit(w.id(t, kwame), func(u *simulator.User) { u.FirstName, u.LastName, u.Note = "Other", "Name", &note })
		d.Press("i")
		d.Advance(2 * time.Second)
		d.MustSee("Someone else changed the user", "now there", "down or pgdown")
		d.Press("pgdown", "pgdown")
		d.MustSee("One mail is sent at most")
	})
}

// Who cannot be invited any more is not asked about.
func TestNamelessSinceShown(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		at(d, kwame)
		w.sim.Edit(w.id(t, kwame), func(u *simulator.User) { u.LastName = "" })
		d.Press("i")
		d.Advance(2 * time.Second)
		d.MustSee("invites only users with a first and a last name")
		d.Press("y")
		d.Advance(time.Minute)
		if n := len(w.writes(t)); n != 0 {
			t.Errorf("%d writes", n)
		}
	})
}
