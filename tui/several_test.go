package tui

import (
	"context"
	"fmt"
	"net/http"
	"path"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"apimtui/api"
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

func patched(w *world) int { return sentOf(w, simulator.UserPatch) }

func sentOf(w *world, op simulator.Operation) (n int) {
	for _, e := range w.sim.Journal() {
		if e.Operation == op {
			n++
		}
	}
	return n
}

func TestMarkedUsersAreBlocked(t *testing.T) {
	t.Parallel()
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
	t.Parallel()
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
	t.Parallel()
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
		d.Press("space", "down", "space", "e")
		d.MustSee("Disabled: several users are marked")
	})
}

// The only marked user is the one that an action for one is about.
func TestOneMarkedUser(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		marking(d, 1)
		d.Press("G", "e")
		d.MustSee("Edit Amelia Hart")
	})
}

// In production, and for more than ten deletions, the number is typed.
func TestNumberIsTyped(t *testing.T) {
	t.Parallel()
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
				d.Press("z")
				d.MustSee("the last change (delete) has no undo.")
			})
		})
	}
}

// Also after it was turned to the other way and back.
func TestNumberIsTypedAfterATurn(t *testing.T) {
	t.Parallel()
	w := &world{options: Options{Production: true}}
	w.show(t, func(d *tuitest.Driver) {
		marking(d, 1, 5)
		for _, verb := range []string{"Block", "Activate", "Block"} {
			d.Press("b")
			d.MustSee(verb + " 1 user")
		}
		d.Advance(time.Second)
		d.Press("y")
		d.MustSee("Type the number of users")
		if patched(w) != 0 {
			t.Error("it was written")
		}
	})
}

// What cannot be done is told for each, and the marks stay on it.
func TestSomeOfTheMarkedFail(t *testing.T) {
	t.Parallel()
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
	t.Parallel()
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
		d.MustSee("Block: done for 2 of 2 users.")
		if u, _ := w.sim.User(id); u.State != "blocked" || u.LastName != "Theirs" {
			t.Errorf("the service has %+v", u)
		}
	})
}

// Esc stops after those in flight.
func TestMarkedAreStopped(t *testing.T) {
	t.Parallel()
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
	t.Parallel()
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
	t.Parallel()
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

func (w *world) groupsOf(t *testing.T, email string) (names []string) {
	t.Helper()
	all, err := w.client.Groups.Of(context.Background(), api.UserID(w.id(t, email)))
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range all.Items {
		if g.Custom() {
			names = append(names, g.DisplayName.Exact())
		}
	}
	return names
}

func (w *world) open(t *testing.T, email string) (n int) {
	t.Helper()
	all, err := w.client.Users.Subscriptions(context.Background(), api.UserID(w.id(t, email)))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		if s.Opens() {
			n++
		}
	}
	return n
}

const jonas = "jonas.lindqvist@fabrikam.com"

// A leaver is blocked, its product subscriptions are suspended, and it leaves its
// custom groups: one question lists all of it, and one row tells of each.
func TestOffboard(t *testing.T) {
	t.Parallel()
	for _, size := range sizes {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			w := &world{size: size}
			w.show(t, func(d *tuitest.Driver) {
				at(d, jonas)
				open, groups := w.open(t, jonas), w.groupsOf(t, jonas)
				if open == 0 || len(groups) == 0 {
					t.Fatal("there is nothing to do")
				}
				command(d, "offboard")
				d.WaitFor("Offboard:", time.Minute)
				d.Advance(time.Second)
				d.MustSee("block Jonas Lindqvist", fmt.Sprintf("%d steps", 1+open+len(groups)))
				d.Golden("question")
				d.Press("y")
				d.WaitFor(fmt.Sprintf("Offboard: done for %d of", 1+open+len(groups)), time.Minute)
				if u := w.user(t, jonas); u.State != "blocked" || w.open(t, jonas) != 0 || len(w.groupsOf(t, jonas)) != 0 {
					t.Errorf("the service has %s, %d, %v", u.State, w.open(t, jonas), w.groupsOf(t, jonas))
				}
				d.MustSee("■ blocked Jonas Lindqvist")
				d.Press("z")
				d.MustSee("the last change (offboard) has no undo.")
				command(d, "offboard")
				d.WaitFor("nothing is left to do", time.Minute)
			})
		})
	}
}

// With new keys, the question lists both of each product subscription, and they are
// replaced once; without, they stay.
func TestOffboardWithNewKeys(t *testing.T) {
	t.Parallel()
	for _, size := range sizes {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			w := &world{size: size}
			w.show(t, func(d *tuitest.Driver) {
				at(d, jonas)
				subs, err := w.client.Users.Subscriptions(context.Background(), api.UserID(w.id(t, jonas)))
				if err != nil || len(subs) == 0 {
					t.Fatal(err)
				}
				steps := 1 + w.open(t, jonas) + len(w.groupsOf(t, jonas))
				command(d, "offboard")
				d.WaitFor(fmt.Sprintf("Offboard: %d steps", steps), time.Minute)
				d.MustNotSee("new primary key")
				for _, n := range []int{steps + 2*len(subs), steps, steps + 2*len(subs)} {
					d.Advance(time.Second)
					d.Press("k")
					d.WaitFor(fmt.Sprintf("Offboard: %d steps", n), time.Minute)
				}
				d.Advance(time.Second)
				d.Golden("keys")
				d.Press("y")
				d.WaitFor(fmt.Sprintf("Offboard: done for %d of", steps+2*len(subs)), time.Minute)
				if p, s := sentOf(w, simulator.SubscriptionPrimary), sentOf(w, simulator.SubscriptionSecondary); p != len(subs) || s != len(subs) {
					t.Errorf("%d and %d keys of %d product subscriptions were replaced", p, s, len(subs))
				}
			})
		})
	}
}

// What a step did is told by the service's state; a step that failed can be tried
// again, and the others are not.
func TestOffboardUnderFaults(t *testing.T) {
	t.Parallel()
	onlyInFull(t)
	for name, fault := range map[string]simulator.Fault{
		"lost, applied": {CutAfter: true}, "refused, applied": {Status: 404, Apply: true},
		"lost": {CutBefore: true}, "refused": {Status: 400, Code: "ValidationError", Message: "not today"},
	} {
		t.Run(name, func(t *testing.T) {
			w := &world{}
			w.show(t, func(d *tuitest.Driver) {
				at(d, jonas)
				command(d, "offboard")
				d.WaitFor("Offboard:", time.Minute)
				d.Advance(time.Second)
				fault.Operation = simulator.Operation(api.OpSubscriptionUpdate)
				w.sim.InjectFault(fault)
				d.Press("y")
				d.Advance(time.Minute)
				applied := fault.CutAfter || fault.Apply
				if applied {
					d.MustSee("Offboard: done for")
				} else {
					d.MustSee("not applied", "r try the rest")
					if w.open(t, jonas) != 1 {
						t.Errorf("%d are open", w.open(t, jonas))
					}
					d.Press("r")
					d.Advance(time.Minute)
				}
				d.MustSee("Offboard: done for")
				if w.open(t, jonas) != 0 || w.user(t, jonas).State != "blocked" {
					t.Error("something is left")
				}
			})
		})
	}
}

func TestMarkedUsersAreMovedAndSuspended(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		marking(d, 1, 2)
		d.Press("m")
		d.WaitFor("Groups for 2 marked users", time.Minute)
		d.Settle()
		d.Press("/")
		d.Type("beta")
		d.Press("enter", "x")
		d.MustSee("Take out of Beta testers: 2 users")
		d.Advance(time.Second)
		d.Press("y")
		d.WaitFor("done for 2 of 2 users", time.Minute)
		d.Press("a")
		d.Advance(time.Second)
		d.Press("y")
		d.WaitFor("done for 2 of 2 users", time.Minute)
		for _, email := range []string{amelia, jonas} {
			if all := w.groupsOf(t, email); !strings.Contains(fmt.Sprint(all), "Beta testers") {
				t.Errorf("%s is in %v", email, all)
			}
		}
		d.Press("esc", "esc")
		d.MustSee("60/60")
		marking(d, 1, 2)
		n := w.open(t, amelia) + w.open(t, jonas)
		d.Press("u")
		d.WaitFor(fmt.Sprintf("Suspend: %d steps", n), time.Minute)
		d.Advance(time.Second)
		d.Press("y")
		d.WaitFor(fmt.Sprintf("Suspend: done for %d of %d steps", n, n), time.Minute)
		if w.open(t, amelia)+w.open(t, jonas) != 0 || w.user(t, jonas).State != "active" {
			t.Error("they are not suspended, or more was done")
		}
	})
}

// What was done to several is undone for those who are still as it left them.
func TestChangeOfSeveralIsUndone(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		marking(d, 1, 2)
		d.Press("b")
		d.Advance(time.Second)
		d.Press("y")
		d.WaitFor("Block: done for 2 of 2 users.", time.Minute)
		w.sim.Edit(w.id(t, amelia), func(u *simulator.User) { u.LastName = "Theirs" })
		d.Press("z")
		d.WaitFor("Undo: 1 step", time.Minute)
		d.MustSee("Left out: Amelia Hart: changed since.", "Jonas Lindqvist: state goes back from blocked to active")
		d.Advance(time.Second)
		d.Press("y")
		d.WaitFor("Undo: done for 1 of 1 step.", time.Minute)
		if w.user(t, amelia).State != "blocked" || w.user(t, jonas).State != "active" {
			t.Errorf("the service has %+v, %+v", w.user(t, amelia).State, w.user(t, jonas).State)
		}
	})
}

// interfering has another administrator change each user right before it is written, once.
type interfering struct {
	http.RoundTripper
	change func(id string)
	seen   *sync.Map
}

func (m interfering) RoundTrip(r *http.Request) (*http.Response, error) {
	id := path.Base(r.URL.Path)
	if _, again := m.seen.LoadOrStore(r.Method+id, true); r.Method == http.MethodPatch && !again {
		m.change(id)
	}
	return m.RoundTripper.RoundTrip(r)
}

// Conflicts are answered one after another, and the rows show what came of it.
func TestConflictsOfSeveralAreAnswered(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.wrap = func(rt http.RoundTripper) http.RoundTripper {
		return interfering{rt, func(id string) { w.sim.Edit(id, func(u *simulator.User) { u.LastName = "Theirs" }) }, &sync.Map{}}
	}
	w.show(t, func(d *tuitest.Driver) {
		marking(d, 1, 2)
		d.Press("b")
		d.Advance(time.Second)
		d.Press("y")
		d.Advance(10 * time.Second)
		d.MustSee("0 of 2 done", "conflict")
		for i, want := range []string{"1 of 2 done", "Block: done for 2 of 2 users."} {
			d.Advance(time.Second)
			if i > 0 {
				d.Press("down")
			}
			d.Press("enter")
			d.WaitFor("can neither sign in", time.Minute)
			d.Advance(2 * time.Second)
			d.Press("y")
			d.Advance(10 * time.Second)
			d.MustSee(want)
		}
		if w.user(t, amelia).State != "blocked" || w.user(t, jonas).State != "blocked" {
			t.Error("not all are blocked")
		}
	})
}

// A small rest of Azure's budget is told before many writes.
func TestLowBudgetIsTold(t *testing.T) {
	t.Parallel()
	var left atomic.Int32
	left.Store(200)
	w := &world{options: Options{WritesLeft: func() int { return int(left.Load()) }}}
	w.show(t, func(d *tuitest.Driver) {
		marking(d, 1, 2)
		d.Press("b")
		d.MustNotSee("budget")
		d.Press("n")
		left.Store(12)
		d.Press("b")
		d.MustSee("12 writes are left")
	})
}

// A view is a list of users: marks and actions work on it.
func TestViews(t *testing.T) {
	t.Parallel()
	for _, size := range sizes {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			w := &world{size: size}
			w.show(t, func(d *tuitest.Driver) {
				command(d, "view")
				d.MustSee("Views", "pending", "blocked-with-subscriptions", "no-groups", "duplicates", "old-subscriptions")
				d.Golden("views")
				d.Press("enter")
				d.WaitFor("View: pend", time.Minute)
				d.Settle()
				d.MustSee("◌ pending")
				d.MustNotSee("● active")
				d.Golden("pending")
				d.Press("*", "b")
				d.WaitFor("Block ", time.Minute)
			})
		})
	}
}

// A view of what the service does not show whole says so.
func TestViewOfHiddenOnes(t *testing.T) {
	t.Parallel()
	w := &world{size: [2]int{120, 40}, wrap: func(next http.RoundTripper) http.RoundTripper { return generous{next} }}
	w.show(t, func(d *tuitest.Driver) {
		command(d, "view")
		d.Press("down", "down", "enter")
		d.WaitFor("View: no-groups", time.Minute)
		d.WaitFor("than it shows to you", time.Minute)
	})
}

// A view that cannot be read claims nothing.
func TestViewIsNotRead(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		command(d, "view")
		w.sim.InjectFault(simulator.Fault{Operation: simulator.Operation(api.OpGroupUserList), Times: -1, Status: 400, Code: "Broken", Message: "not today"})
		d.Press("down", "down", "enter")
		d.WaitFor("not today", time.Minute)
		d.MustNotSee("● active")
	})
}

// What esc does is said until it was pressed, also after a row told of its progress.
func TestRestCanBeCancelledWhileARowWaits(t *testing.T) {
	t.Parallel()
	w := &world{simulated: simulator.Options{Latency: 150 * time.Millisecond}} // both are sent at once
	w.show(t, func(d *tuitest.Driver) {
		marking(d, 6, 7)
		w.sim.InjectFault(simulator.Fault{Operation: simulator.UserPatch, Status: 429, RetryAfter: 20, Times: 2})
		d.Press("b")
		d.Advance(time.Second)
		d.Press("y")
		d.Advance(5 * time.Second)
		d.MustSee("esc cancels the rest  0 of 2 done", "Azure throttles; it goes on in 1")
		d.Press("esc")
		d.Settle()
		d.MustNotSee("esc cancels")
		d.Advance(time.Second)
		d.MustNotSee("esc cancels")
		d.Advance(time.Minute)
		d.MustSee("You stopped it.")
		d.MustNotSee("The others", "the others") // both were tried
	})
}
