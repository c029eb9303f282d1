package tui

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"apimtui/api/simulator"
	"apimtui/tui/tuitest"
)

// An esc and the key after it may come as one key with Alt, as tmux sends them:
// they mean what they mean one by one.
func TestEscAndTheKeyAfterIt(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		d.Settle()
		d.Press("down", "enter")
		d.MustSee("Overview", "Amelia Hart")
		d.Press("alt+j") // back to the list, and one row down
		d.MustSee("▌● active  Jonas Lindqvist")
		d.Press("enter")
		d.MustSee("Overview")
		d.Press("alt+D")
		d.MustSee("Delete user", "Jonas Lindqvist")
		d.Settle()
		d.Press("alt+esc") // closes the box; on the list the second does nothing
		d.MustSee("60/60")
		d.Press("e")
		d.MustSee("Edit Jonas")
		d.Type("x")
		d.Press("alt+y") // leave, and yes
		d.MustSee("60/60")
	})
}

// What edits a line with Alt is still for the line.
func TestAltEditsALine(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		editAmelia(d)
		retype(d, "one two")
		d.Press("alt+backspace")
		d.MustSee("Edit Amelia Hart", "E-mail        one")
		d.MustNotSee("two")
	})
}

// Also in a box with a line of text.
func TestAltEditsALineInABox(t *testing.T) {
	t.Parallel()
	w := &world{options: Options{Production: true}}
	w.show(t, func(d *tuitest.Driver) {
		at(d, amelia)
		d.Press("D")
		d.Settle()
		d.Press("y")
		d.Type("some words")
		d.Press("alt+b", "alt+backspace")
		d.MustSee("Type the user id", "› words")
	})
}

// A question whose reason is over goes by itself.
func TestQuitQuestionEndsWithTheWrite(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		at(d, amelia)
		d.Press("b")
		d.Settle()
		w.sim.InjectFault(simulator.Fault{Operation: simulator.UserPatch, Delay: 3 * time.Second})
		d.Press("y")
		d.Advance(time.Second)
		d.Press("ctrl+c")
		d.MustSee("A write is in flight")
		d.Advance(5 * time.Second)
		d.MustNotSee("A write is in flight")
		d.MustSee("saved: Amelia Hart is blocked")
	})
}

// The next key is meant for the user under the cursor, also after a change of mine
// of another user.
func TestUndoLeavesTheCursor(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		d.Settle()
		d.Press("down", "b", "y")
		d.MustSee("saved: Amelia Hart is blocked")
		d.Press("down", "z")
		d.MustSee("saved: undone, Amelia Hart is active again", "▌● active  Jonas Lindqvist")
	})
}

// Why there is nothing to undo is what happened.
func TestWhyNothingIsUndone(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		d.Settle()
		d.Press("n", "tab")
		d.Type("ada@example.com")
		d.Press("tab", "A", "tab", "B", "ctrl+s")
		d.WaitFor("saved: A B is created", time.Minute)
		d.Press("z")
		d.MustSee("a creation is not undone; D deletes the user")
		d.Press("D")
		d.Settle()
		d.Press("y")
		d.WaitFor("saved: A B is deleted", time.Minute)
		d.Press("z")
		d.MustSee("a deletion cannot be undone")
	})
}

// A change that was confirmed after a lost answer is undone like any other.
func TestConfirmedIsUndone(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		at(d, amelia)
		d.Press("b")
		d.Settle()
		w.sim.InjectFault(simulator.Fault{Operation: simulator.UserPatch, CutAfter: true})
		d.Press("y")
		d.MustSee("confirmed after a lost answer: Amelia Hart is blocked")
		d.Press("z")
		d.MustSee("saved: undone, Amelia Hart is active again")
	})
}

// Who cannot be blocked or invited is not asked about.
func TestClosedAndNameless(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		at(d, amelia)
		w.sim.Edit(w.id(t, amelia), func(u *simulator.User) { u.State = "deleted" })
		d.Press("r")
		d.Settle()
		d.Press("b")
		d.MustSee("this account is closed (state deleted)")
		d.Press("esc", "g", "i")
		d.MustSee("invites only users with a first and a last name")
	})
}

// What comes long after a lost answer is not ruled out, and can be looked for.
func TestNotAppliedAsOfNow(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		at(d, amelia)
		d.Press("b")
		d.Settle()
		w.sim.InjectFault(simulator.Fault{Operation: simulator.UserPatch, Late: 5 * time.Second})
		d.Press("y")
		d.Advance(4 * time.Second)
		d.MustSee("not applied", "look again before you", "check again")
		d.MustNotSee("Nothing was changed", "try again")
		d.Advance(10 * time.Second)
		d.Press("c")
		d.MustSee("confirmed after a lost answer: Amelia Hart is blocked")
	})
}

// What goes with the user can be read also while the id is typed.
func TestTypedDeletionScrolls(t *testing.T) {
	t.Parallel()
	w := &world{size: [2]int{60, 14}, options: Options{Production: true}}
	w.show(t, func(d *tuitest.Driver) {
		at(d, amelia)
		w.sim.Edit(w.id(t, amelia), func(u *simulator.User) { u.LastName, u.FirstName = "Changed", "Also" })
		d.Press("D")
		d.Advance(2 * time.Second)
		d.Press("y")
		d.MustSee("Type the user id", "down or pgdown")
		d.Press("pgdown", "pgdown")
		d.MustSee("No product subscriptions.")
		d.Type("x")
		d.MustSee("› x")
	})
}

// Below the least size the one line is read at any width.
func TestTooSmallIsSaidWhole(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{40, 10}, {30, 8}, {20, 5}} {
		w := &world{size: size}
		w.show(t, func(d *tuitest.Driver) {
			d.Settle()
			said := strings.Join(strings.Fields(d.Screen()), " ")
			if !strings.HasPrefix(said, "Needs 60x14, is ") || !strings.HasSuffix(said, "ctrl+c quits.") {
				t.Errorf("%v: %q", size, said)
			}
		})
	}
}

// stateless is a service that takes changes of a state, and does not make them.
type stateless struct{ http.RoundTripper }

func (s stateless) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method == http.MethodPatch {
		r = r.Clone(r.Context())
		r.Body = io.NopCloser(strings.NewReader(`{"properties":{}}`))
	}
	return s.RoundTripper.RoundTrip(r)
}

// What the service took and did not do is not claimed.
func TestIgnoredIsSaid(t *testing.T) {
	t.Parallel()
	w := &world{wrap: func(rt http.RoundTripper) http.RoundTripper { return stateless{rt} }}
	w.show(t, func(d *tuitest.Driver) {
		at(d, amelia)
		d.Press("b")
		d.Settle()
		d.Press("y")
		mustSay(t, d, "The service took the write, but not all of it: state is not as it was sent.")
		d.MustNotSee("is blocked")
		d.MustSee("● active  Amelia Hart")
	})
}

// Keys typed ahead of a secret are carried out once it is there, and leave no
// sentence behind that is not true any more.
func TestSecretsTypedAhead(t *testing.T) {
	t.Parallel()
	for keys, want := range map[string]string{"s y": "https://", "t enter y": "&", "t enter f f f v y": "curl -H"} {
		w := &world{simulated: simulator.Options{Latency: 200 * time.Millisecond}, size: [2]int{120, 40}}
		w.show(t, func(d *tuitest.Driver) {
			d.Advance(3 * time.Second)
			at(d, kwame)
			d.Press(strings.Fields(keys)...)
			d.Advance(3 * time.Second)
			if got := w.clip.value(); !strings.Contains(got, want) {
				t.Errorf("%s copied %q", keys, got)
			}
			d.MustNotSee("Disabled")
		})
	}
}

// What a box's keys do can be read over it.
func TestHelpOverABox(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		editAmelia(d)
		retype(d, "mine@example.com")
		w.sim.Edit(w.id(t, amelia), func(u *simulator.User) { u.Email = "theirs@example.com" })
		d.Press("ctrl+s")
		d.MustSee("Conflict")
		d.Advance(2 * time.Second)
		d.Press("?")
		d.MustSee("save, with mine winning where both changed")
		d.Press("esc", ":")
		d.MustSee("Conflict", "Disabled: a box is open.")
		d.Press("e") // of the form that reads first it would be text
		d.MustSee("Conflict")
	})
}

// An undo that cannot hold any more is not offered again, and says whom it was
// about.
func TestDeadUndoIsDropped(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		at(d, kwame)
		d.Press("b", "y")
		d.MustSee("saved")
		w.sim.Remove(w.id(t, kwame))
		d.Press("z")
		d.MustSee("deleted meanwhile", kwame)
		d.Advance(time.Second)
		d.Press("esc", "z")
		d.MustSee("Disabled: Kwame Mensah was changed or deleted since.")
	})
}

// What is no secret can be selected where it cannot be copied.
func TestMenuWithoutAClipboard(t *testing.T) {
	t.Parallel()
	w := &world{options: Options{Clipboard: &fakeClipboard{drops: true}}}
	w.show(t, func(d *tuitest.Driver) {
		at(d, kwame)
		d.Press("y", "enter")
		d.MustSee("tmux would drop this", kwame)
		d.MustNotSee("Reveal")
	})
}

// From a shell prompt to a token in the clipboard without a pause.
func TestKeysAheadOfTheUserThatIsLookedFor(t *testing.T) {
	t.Parallel()
	w := &world{simulated: simulator.Options{Latency: 200 * time.Millisecond}, options: Options{Query: kwame}}
	w.show(t, func(d *tuitest.Driver) {
		d.Press("t", "enter", "y")
		d.Advance(5 * time.Second)
		d.MustSee("Shared access token", "Expires in")
		if got := w.clip.value(); !strings.Contains(got, "&") {
			t.Errorf("copied %q", got)
		}
	})
	w = &world{simulated: simulator.Options{Latency: 200 * time.Millisecond}, options: Options{Query: "nobody@example.com"}}
	w.show(t, func(d *tuitest.Driver) {
		d.Press("b", "y")
		d.Advance(5 * time.Second)
		d.MustNotSee("Block", "Copy")
		d.Press("r") // and nothing of it comes back
		d.Advance(5 * time.Second)
		d.MustNotSee("Block", "Copy")
	})
}
