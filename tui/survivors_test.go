package tui

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"apimtui/api"
	"apimtui/api/simulator"
	"apimtui/tui/tuitest"
)

// The next yes after a conflict is to the version that the conflict showed.
func TestYesAfterAConflictIsToWhatItShowed(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		at(d, chloe)
		id := w.id(t, chloe)
		d.Press("D")
		d.Settle()
		for _, name := range []string{"Second", "Third"} {
			w.sim.Edit(id, func(u *simulator.User) { u.LastName = name })
			d.Press("y")
			d.MustSee("Conflict", "Nothing was deleted", name)
			d.Advance(2 * time.Second)
		}
		u, _ := w.sim.User(id)
		d.Press("y")
		d.WaitFor("saved: Chloé Third is deleted", time.Minute)
		if all := w.writes(t); all[len(all)-1].IfMatch != u.ETag() {
			t.Errorf("deleted %s, want %s", all[len(all)-1].IfMatch, u.ETag())
		}
	})
}

// owner is a user with product subscriptions.
func (w *world) owner(t *testing.T) (email string, subscriptions []api.Subscription) {
	t.Helper()
	for _, email := range []string{kwame, amelia, chloe, "lena.fischer@fabrikam.com", "jonas.lindqvist@fabrikam.com", "priya.nair@northwindtraders.com"} {
		subs, err := w.client.Users.Subscriptions(context.Background(), api.UserID(w.id(t, email)))
		if err != nil {
			t.Fatal(err)
		}
		if len(subs) > 1 {
			return email, subs
		}
	}
	t.Fatal("no user has product subscriptions")
	return "", nil
}

// What goes with a user who is deleted is read and shown, or that it could not be.
func TestDeleteShowsWhatGoesWithTheUser(t *testing.T) {
	t.Parallel()
	w := &world{size: [2]int{120, 40}}
	w.show(t, func(d *tuitest.Driver) {
		email, subs := w.owner(t)
		at(d, email)
		w.sim.InjectFault(simulator.Fault{Operation: simulator.UserGroups, Status: 403})
		w.sim.InjectFault(simulator.Fault{Operation: simulator.UserSubscriptionList, Status: 403})
		d.Press("D")
		d.MustSee("The user's groups could not be read; r reads again.", "The user's product subscriptions could not be read; r reads again.")
		d.MustNotSee("No product subscriptions", "In no group")
		d.Press("r")
		d.MustSee("In Developers", fmt.Sprintf("%d product subscriptions:", len(subs)))
		for _, s := range subs {
			name := s.DisplayName
			if name == "" {
				name = s.ID
			}
			d.MustSee(s.State.String()+" "+name.String(), s.ScopeName().String())
		}
		d.MustNotSee("could not be read")
	})
}

// A part of the user page that failed says so, at first and on a reload, and the
// other parts stay.
func TestEveryPartThatFailedSaysSo(t *testing.T) {
	t.Parallel()
	for op, words := range map[simulator.Operation]string{
		simulator.UserGet:              "The user could not be read.",
		simulator.UserGroups:           "The groups could not be read.",
		simulator.UserSubscriptionList: "The product subscriptions could not be read.",
		simulator.UserIdentities:       "The identities could not be read.",
	} {
		t.Run(words, func(t *testing.T) {
			w := &world{size: [2]int{120, 40}, simulated: simulator.Options{Latency: 10 * time.Millisecond}}
			w.show(t, func(d *tuitest.Driver) {
				at(d, amelia)
				d.Advance(time.Second)
				denied := simulator.Fault{Operation: op, Times: -1, Status: 403}
				w.sim.InjectFault(denied)
				d.Press("enter")
				d.WaitFor(words, time.Minute)
				d.Advance(time.Second)
				d.MustSee("Not permitted (403 Forbidden): Forbidden.", "Overview", "Groups", "Product subscriptions", "Identities", "Amelia Hart")
				d.MustNotSee("loading")
				if n := strings.Count(d.Screen(), "could not be read"); n != 1 {
					t.Errorf("%d parts failed:\n%s", n, d.Screen())
				}
				w.sim.ClearFaults()
				d.Press("r")
				d.Advance(time.Second)
				d.MustNotSee("could not be read", "read before")
				w.sim.InjectFault(denied)
				d.Press("r")
				d.Advance(time.Second)
				d.MustSee(words, "What follows was read before.")
			})
		})
	}
}

// Where there is something to wait for, a mark begins to turn soon, and says
// after a while for how long and how to leave.
func TestMarksTurn(t *testing.T) {
	t.Parallel()
	onlyInFull(t)
	mark := regexp.MustCompile("[◐◓◑◒]")
	for name, c := range map[string]struct {
		keys  []string
		leave string
	}{
		"list":        {[]string{"r"}, ", esc cancels"},
		"user":        {[]string{"enter"}, ", esc cancels"},
		"groups":      {[]string{"m"}, ", esc cancels"},
		"SSO URL":     {[]string{"s"}, ", esc cancels"},
		"token":       {[]string{"t", "enter"}, ", esc cancels"},
		"curl target": {[]string{"t", "enter", "f", "f", "f"}, ", esc cancels"},
		"edit":        {[]string{"e"}, ", esc cancels"},
		"mail":        {[]string{"p", "y"}, ", esc cancels"},
	} {
		t.Run(name, func(t *testing.T) {
			w := &world{}
			w.show(t, func(d *tuitest.Driver) {
				at(d, kwame)
				d.Settle()
				w.sim.InjectFault(simulator.Fault{Operation: "*", Times: -1, AnswerDelay: 8 * time.Second})
				for _, k := range c.keys { // keys take time, and no mark is there at once
					d.Press(k)
					d.MustNotSee("◐", "◓", "◑", "◒")
				}
				turned := map[string]bool{}
				for range 5 {
					d.Advance(250 * time.Millisecond)
					turned[mark.FindString(d.Screen())] = true
				}
				if len(turned) < 4 || turned[""] {
					t.Errorf("a mark that turns: %v\n%s", turned, d.Screen())
				}
				d.WaitFor(" 3 s"+c.leave, 3*time.Second)
				d.WaitFor(" 4 s"+c.leave, 1300*time.Millisecond)
				d.Advance(time.Minute)
				d.MustNotSee("◐", "◓", "◑", "◒", "esc cancels")
			})
		})
	}
}

// What is counted in seconds counts every second.
func TestSecondsAreCounted(t *testing.T) {
	t.Parallel()
	patch := simulator.Fault{Operation: simulator.UserPatch, Status: 429, RetryAfter: 20}
	list := simulator.Fault{Operation: simulator.UserList, Calls: 2, Status: 429, RetryAfter: 20}
	for name, c := range map[string]struct {
		enter func(w *world, d *tuitest.Driver)
		words string // with the seconds in it
	}{
		"link": {func(_ *world, d *tuitest.Driver) { d.Press("s") }, `Lives +[━─]+ 4:(\d\d), until`},
		"token": {func(_ *world, d *tuitest.Driver) {
			d.Press("t", "e")
			d.Type("10m")
			d.Press("enter", "enter")
		}, `Lives +[━─]+ 9:(\d\d)`},
		"clipboard": {func(_ *world, d *tuitest.Driver) {
			d.Press("s")
			d.Settle()
			d.Press("y")
		}, `clipboard is cleared in (\d+) s`},
		"throttled write": {func(w *world, d *tuitest.Driver) {
			w.sim.InjectFault(patch)
			d.Press("b", "y")
		}, `more in (\d+) s`},
		"throttled list": {func(w *world, d *tuitest.Driver) {
			w.sim.InjectFault(list)
			d.Press("r")
		}, `going on in (\d+) s`},
	} {
		t.Run(name, func(t *testing.T) {
			w := &world{size: [2]int{120, 40}, simulated: simulator.Options{Users: 300}}
			w.show(t, func(d *tuitest.Driver) {
				at(d, kwame)
				c.enter(w, d)
				d.Advance(1400 * time.Millisecond)
				seconds := func() (n int) {
					m := regexp.MustCompile(c.words).FindStringSubmatch(d.Screen())
					if m == nil {
						t.Fatalf("no %s:\n%s", c.words, d.Screen())
					}
					_, _ = fmt.Sscan(strings.TrimLeft(m[1], "0"), &n)
					return n
				}
				before := seconds()
				for range 4 {
					d.Advance(time.Second)
					if now := seconds(); now != before-1 {
						t.Fatalf("%d after %d:\n%s", now, before, d.Screen())
					}
					before--
				}
			})
		})
	}
}

// A check again reads: it is not called a write, and its own failure is not that
// of the write.
func TestCheckAgainReads(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		at(d, amelia)
		d.Press("b")
		d.Settle()
		w.sim.InjectFault(simulator.Fault{Operation: simulator.UserPatch, CutAfter: true})
		w.sim.InjectFault(simulator.Fault{Operation: simulator.UserGet, Times: -1, Status: 409, Message: "first reading"})
		d.Press("y")
		d.WaitFor("outcome unknown", time.Minute)
		d.MustSee("No answer: the connection broke", "first reading")
		w.sim.ClearFaults()
		w.sim.InjectFault(simulator.Fault{Operation: simulator.UserGet, Delay: 5 * time.Second, Status: 403, Code: "AuthorizationFailed", Message: "no"})
		d.Advance(2 * time.Second)
		d.Press("c")
		d.Advance(3 * time.Second)
		d.MustSee("Reading", "Reading the user again…")
		d.MustNotSee("Writing", "Saving")
		d.WaitFor("outcome unknown", time.Minute)
		d.MustSee("No answer: the connection broke", "Not permitted (403 AuthorizationFailed): no.", "c check again")
		d.MustNotSee("not applied")
		d.Advance(2 * time.Second)
		d.Press("c")
		d.WaitFor("confirmed after a lost answer: Amelia Hart is blocked", time.Minute)
		if n := w.applied(t); n != 1 {
			t.Errorf("%d writes", n)
		}
	})
}

// The same for each of several rows.
func TestRowsAreCheckedAgain(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		openGroups(d)
		d.Press("G", "space")
		for _, op := range []simulator.Operation{simulator.GroupUserPut, simulator.GroupUserDelete} {
			w.sim.InjectFault(simulator.Fault{Operation: op, CutAfter: true})
		}
		for _, op := range []simulator.Operation{simulator.GroupUserHead, simulator.UserGroups, simulator.GroupUserList} {
			w.sim.InjectFault(simulator.Fault{Operation: op, Times: -1, Status: 403})
		}
		d.Press("ctrl+s")
		d.WaitFor("outcome unknown", time.Minute)
		d.Advance(2 * time.Second)
		w.sim.ClearFaults()
		w.sim.InjectFault(simulator.Fault{Operation: "*", Times: -1, Delay: 3 * time.Second})
		d.Press("c")
		d.Advance(time.Second)
		d.MustSee("─ Reading")
		d.MustNotSee("─ Writing")
		d.WaitFor("confirmed after a lost answer", time.Minute)
		d.Press("esc")
		d.Advance(10 * time.Second)
		d.MustSee("confirmed after a lost answer: Amelia Hart")
		d.MustNotSee("changed", "Outcome")
	})
}

// A mail that may have been sent is told of before the next to the same user,
// until one was sent for certain.
func TestNextMailTellsOfTheLast(t *testing.T) {
	t.Parallel()
	for first, op := range map[string]simulator.Operation{"p": simulator.UserPasswordMail, "i": simulator.UserPut} {
		for _, next := range []string{"p", "i"} {
			t.Run(first+" "+next, func(t *testing.T) {
				w := &world{}
				w.show(t, func(d *tuitest.Driver) {
					const told = "A mail to this user may have been sent at 10:00"
					at(d, kwame)
					d.Press(first)
					d.Settle()
					d.MustNotSee(told)
					w.sim.InjectFault(simulator.Fault{Operation: op, CutAfter: true})
					d.Press("y")
					d.WaitFor("outcome unknown", time.Minute)
					d.Advance(2 * time.Second)
					d.Press("esc", next)
					d.MustSee(told)
					d.Press("n")
					at(d, amelia)
					d.Press(next)
					d.Settle()
					d.MustNotSee(told) // it was another user
					d.Press("n")
					at(d, kwame)
					d.Press(next, "y")
					d.MustSee("accepted by the service")
					d.Press(first)
					d.Settle()
					d.MustNotSee(told)
				})
			})
		}
	}
}

// What was agreed to is sent as it was shown: a key that comes while the user is
// read for it changes nothing.
func TestAgreedMailStaysAsItWasShown(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		at(d, kwame)
		w.sim.InjectFault(simulator.Fault{Operation: simulator.UserGet, Delay: 5 * time.Second})
		d.Press("p", "y", "a")
		d.WaitFor("password mail accepted by the service", time.Minute)
		if m := w.sim.Mails(); len(m) != 1 || m[0].AppType != string(api.AppDeveloperPortal) {
			t.Errorf("mails: %+v", m)
		}
	})
}
