package tui

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"apimtui/api"
	"apimtui/api/simulator"
	"apimtui/tui/tuitest"
)

func openSubscriptions(d *tuitest.Driver) {
	at(d, "jonas.lindqvist@fabrikam.com")
	d.Press("u")
	d.Advance(time.Second)
	d.MustSee("Product subscriptions of", "STATE", "OPENS")
}

func TestSubscriptionsAreSuspendedAndActivated(t *testing.T) {
	t.Parallel()
	for _, size := range sizes {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			w := &world{size: size}
			w.show(t, func(d *tuitest.Driver) {
				openSubscriptions(d)
				d.Golden(fmt.Sprintf("%dx%d", size[0], size[1]))
				d.Press("b")
				d.Advance(time.Second)
				d.MustSee("Suspend the product subscription", "It is active now.")
				d.Press("n", "b")
				d.Advance(time.Second)
				d.Press("y")
				d.Advance(3 * time.Second)
				d.MustSee("is suspended", "suspended")
				d.Press("b")
				d.Advance(time.Second)
				d.MustSee("Activate the product subscription")
				d.Press("y")
				d.Advance(3 * time.Second)
				d.MustSee("is active")
			})
		})
	}
}

func TestSubscriptionIsShownAndCopied(t *testing.T) {
	t.Parallel()
	clip := &fakeClipboard{}
	w := &world{options: Options{Clipboard: clip}}
	w.show(t, func(d *tuitest.Driver) {
		openSubscriptions(d)
		d.Press("enter")
		d.MustSee("JSON of Payments", `"state": "active"`, `"expirationDate": null`)
		d.MustNotSee("primaryKey")
		d.Press("esc", "y")
		d.MustSee("Copy, Payments", "id ", "owner's user id", "subscriptions show")
		d.Press("enter")
		d.Settle()
		if len(clip.holds) != 24 {
			t.Errorf("the clipboard holds %q", clip.holds)
		}
	})
}

// Someone else changed it between the question and the answer.
func TestSubscriptionConflict(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		openSubscriptions(d)
		d.Press("b")
		d.Advance(time.Second)
		subs := w.client.Subscriptions
		all, err := w.client.Users.Subscriptions(context.Background(), api.UserID(w.id(t, "jonas.lindqvist@fabrikam.com")))
		if err != nil {
			t.Fatal(err)
		}
		v, err := subs.Get(context.Background(), all[0].ID.Exact())
		if err != nil {
			t.Fatal(err)
		}
		to := v.Subscription.Edit()
		to.DisplayName = "theirs"
		if done := subs.Update(v, to).Do(context.Background(), nil); !done.Outcome.Done() {
			t.Fatal(done.Err)
		}
		d.Press("y")
		d.Advance(time.Minute)
		d.MustNotSee("saved: ")
		d.MustSee("Conflict", "only they changed it", "only you changed it")
		d.Press("esc")
		d.MustSee("theirs", "● active")
	})
}

func openServiceSubscriptions(d *tuitest.Driver) {
	command(d, "subscriptions")
	d.WaitFor("STATE", time.Minute)
	d.Settle()
}

// editFirst opens the form of Jonas' first product subscription.
func editFirst(t *testing.T, w *world, d *tuitest.Driver) (id string) {
	t.Helper()
	openSubscriptions(d)
	all, err := w.client.Users.Subscriptions(context.Background(), api.UserID(w.id(t, "jonas.lindqvist@fabrikam.com")))
	if err != nil {
		t.Fatal(err)
	}
	d.Press("e")
	d.WaitFor("Edit the product subscription", time.Minute)
	d.Settle()
	return all[0].ID.Exact()
}

func (w *world) subscription(t *testing.T, id string) api.SubscriptionVersion {
	t.Helper()
	v, err := w.client.Subscriptions.Get(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// disputeSubscription saves a name over another administrator's.
func disputeSubscription(t *testing.T, w *world, d *tuitest.Driver) (id string) {
	t.Helper()
	id = editFirst(t, w, d)
	v := w.subscription(t, id)
	to := v.Subscription.Edit()
	to.DisplayName, to.StateComment, to.State = "theirs", "of theirs", "suspended"
	if done := w.client.Subscriptions.Update(v, to).Do(context.Background(), nil); !done.Outcome.Done() {
		t.Fatal(done.Err)
	}
	retype(d, "mine")
	d.Press("ctrl+s")
	return id
}

func TestSubscriptionChangeMeetsAnother(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		id := disputeSubscription(t, w, d)
		d.WaitFor("Conflict", time.Minute)
		d.Advance(2 * time.Second)
		d.Press("m")
		d.MustSee("both changed it")
		d.Press("m")
		d.WaitFor("saved: name of the product subscription", time.Minute)
		now := w.subscription(t, id).Subscription
		if now.DisplayName != "mine" || now.StateComment != "of theirs" || now.State.Exact() != "suspended" {
			t.Errorf("the service has %+v", now)
		}
		d.MustSee("mine", "suspended", "of theirs")
	})
}

// Taking theirs writes nothing.
func TestSubscriptionChangeIsGivenUp(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		id := disputeSubscription(t, w, d)
		d.WaitFor("Conflict", time.Minute)
		d.Advance(2 * time.Second)
		before := w.applied(t)
		d.Press("r", "n", "r", "y")
		d.MustSee("Nothing was written", "theirs")
		d.MustNotSee("Edit the")
		if w.applied(t) != before || w.subscription(t, id).Subscription.DisplayName != "theirs" {
			t.Error("it was written")
		}
	})
}

// All of the service, by what they open and who owns them.
func TestServiceSubscriptions(t *testing.T) {
	t.Parallel()
	for _, size := range sizes {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			w := &world{size: size}
			w.show(t, func(d *tuitest.Driver) {
				openServiceSubscriptions(d)
				d.Golden("all")
				d.Press("/")
				d.Type(w.id(t, "jonas.lindqvist@fabrikam.com"))
				d.Press("enter")
				d.MustSee("Product s", "3 of 72  /6317", "owner")
				d.Press("esc", "n")
				d.WaitFor("APPROVAL", time.Minute)
				d.Settle()
				d.Golden("scopes")
				d.Press("end")
				d.MustSee("Keys for all APIs bypass the policies of products.")
			})
		})
	}
}

// The list is sorted by any column, both ways, and the cursor stays on its row; owners
// are called by the names that the list of users shows.
func TestServiceSubscriptionsAreSorted(t *testing.T) {
	t.Parallel()
	w := &world{size: [2]int{120, 40}}
	w.show(t, func(d *tuitest.Driver) {
		openServiceSubscriptions(d)
		d.Advance(time.Second)
		owner, sent := w.id(t, jonas), len(w.sim.Journal())
		d.Press("O")
		d.MustSee("Disabled: the order as read has no other direction.")
		first := func() string { return strings.Fields(strings.Split(d.Screen(), "\n")[4])[1] }
		d.Press("o")
		d.MustSee("STATE ▴", "by state", "active")
		d.Press("home", "O", "home")
		d.MustSee("STATE ▾", "by state, reversed")
		if got := first(); got == "●" {
			t.Errorf("reversed, it begins with %s:\n%s", got, d.Screen())
		}
		d.Press("O", "home", "o")
		d.MustSee("OPENS ▴", "▌")
		d.Press("o", "o", "o", "o", "o")
		d.MustSee("OWNER ▴", "by owner", "Jonas")
		d.Press("home")
		d.MustSee("Admin")
		d.Press("/")
		d.Type("lindqvist")
		d.Press("enter")
		mustSay(t, d, "owner Jonas Lindqvist ("+owner+")")
		d.MustNotSee("Administrator")
		d.Press("esc", "o")
		d.MustNotSee("▴", "by owner")
		if now := len(w.sim.Journal()); now != sent {
			t.Errorf("sorting sent %v", w.sim.Journal()[sent:])
		}
	})
}

// One is made for a user: what it opens, its name and its owner are those that were
// chosen, and it is active.
func TestSubscriptionIsMade(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		openServiceSubscriptions(d)
		d.Press("n")
		d.WaitFor("APPROVAL", time.Minute)
		d.Settle()
		d.Press("end", "enter")
		d.MustSee("New product subscription: All APIs", "bypass the policies", "It is made")
		retype(d, "Whole")
		d.Press("ctrl+s")
		d.MustSee("An owner is needed")
		d.Type("unknown@example.com")
		d.Press("ctrl+s")
		d.WaitFor("No user has this id", time.Minute)
		retype(d, amelia)
		d.Press("ctrl+s")
		d.WaitFor("saved: the product subscription of Amelia Hart to All APIs, Whole is created", time.Minute)
		d.MustNotSee("APPROVAL")
		all, err := w.client.Users.Subscriptions(context.Background(), api.UserID(w.id(t, amelia)))
		found := false
		for _, s := range all {
			found = found || s.DisplayName == "Whole" && s.State.Exact() == "active" && s.Scoped().Kind == api.ScopeAllAPIs
		}
		if err != nil || !found {
			t.Errorf("the service has %+v, %v", all, err)
		}
	})
}

// What is said of a write is what the service has, whatever it answers; what was typed
// stays until it is there.
func TestSubscriptionWritesUnderFaults(t *testing.T) {
	t.Parallel()
	onlyInFull(t)
	faults := map[string]struct {
		fault   simulator.Fault
		want    string
		applied bool
	}{
		"lost, applied":    {simulator.Fault{CutAfter: true}, "confirmed after a lost answer", true},
		"lost":             {simulator.Fault{CutBefore: true}, "not applied", false},
		"refused, applied": {simulator.Fault{Status: 404, Apply: true}, "saved", true},
		"refused":          {simulator.Fault{Status: 409, Code: "ScopeLocked", Message: "locked"}, "not applied", false},
	}
	for name, c := range faults {
		t.Run("change, "+name, func(t *testing.T) {
			w := &world{}
			w.show(t, func(d *tuitest.Driver) {
				id := editFirst(t, w, d)
				retype(d, "mine")
				c.fault.Operation = simulator.Operation(api.OpSubscriptionUpdate)
				w.sim.InjectFault(c.fault)
				d.Press("ctrl+s")
				d.WaitFor(c.want+": name of the product subscription", time.Minute)
				if is := w.subscription(t, id).Subscription.DisplayName == "mine"; is != c.applied {
					t.Errorf("written: %v", is)
				}
				if !c.applied {
					d.Advance(time.Second)
					d.Press("esc")
					d.MustSee("Edit the product subscription", "mine")
				}
			})
		})
		t.Run("creation, "+name, func(t *testing.T) {
			w := &world{}
			w.show(t, func(d *tuitest.Driver) {
				openSubscriptions(d)
				d.Press("n")
				d.WaitFor("APPROVAL", time.Minute)
				d.Settle()
				d.Press("end", "enter")
				retype(d, "Whole")
				c.fault.Operation = simulator.Operation(api.OpSubscriptionPut)
				w.sim.InjectFault(c.fault)
				d.Press("ctrl+s")
				d.WaitFor(c.want+": ", time.Minute)
				d.MustSee("Whole")
				all, err := w.client.Users.Subscriptions(context.Background(), api.UserID(w.id(t, "jonas.lindqvist@fabrikam.com")))
				is := false
				for _, s := range all {
					is = is || s.DisplayName == "Whole"
				}
				if err != nil || is != c.applied {
					t.Errorf("made: %v, %v", is, err)
				}
			})
		})
	}
}

// One is moved to another owner, and rejected with a comment.
func TestSubscriptionIsMovedAndRejected(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		id := editFirst(t, w, d)
		d.Golden("edit")
		d.Press("tab", "tab", "right", "right", "right", "tab")
		d.Type("ticket 4711")
		d.Press("ctrl+s")
		d.WaitFor("saved: state, comment of the product subscription", time.Minute)
		if s := w.subscription(t, id).Subscription; s.State.Exact() != "rejected" || s.StateComment != "ticket 4711" {
			t.Errorf("the service has %+v", s)
		}
		d.MustSee("rejected", "Comment: ticket 4711")
		d.Press("e")
		d.WaitFor("Edit the product subscription", time.Minute)
		d.Settle()
		d.Press("tab")
		retype(d, amelia)
		d.Press("ctrl+s")
		d.WaitFor("saved: owner of the product subscription", time.Minute)
		if s := w.subscription(t, id).Subscription; string(s.OwnerID()) != w.id(t, amelia) {
			t.Errorf("the service has %+v", s)
		}
		d.MustNotSee("rejected")
	})
}

// In production a key is replaced only once the name is typed.
func TestKeyIsReplacedInProduction(t *testing.T) {
	t.Parallel()
	w := &world{options: Options{Production: true}}
	w.show(t, func(d *tuitest.Driver) {
		openSubscriptions(d)
		d.Press("K")
		d.Advance(time.Second)
		d.Press("G")
		d.Advance(time.Second)
		d.Press("y")
		d.MustSee("Production. Type ")
		d.Advance(time.Second)
		d.Type("x")
		d.Press("enter")
		d.MustSee("That is not it.")
		d.MustNotSee("is a new one")
		all, err := w.client.Users.Subscriptions(context.Background(), api.UserID(w.id(t, "jonas.lindqvist@fabrikam.com")))
		if err != nil {
			t.Fatal(err)
		}
		name := all[0].DisplayName
		if name == "" {
			name = all[0].ID
		}
		d.Press("backspace")
		d.Type(name.Exact())
		d.Press("enter")
		d.WaitFor("is a new one", time.Minute)
	})
}

func TestSubscriptionIsDeleted(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		openSubscriptions(d)
		before := strings.Count(d.Screen(), "active ")
		d.Press("D")
		d.Advance(time.Second)
		d.MustSee("Delete the product subscription", "It cannot be undone.")
		d.Press("y")
		d.Advance(3 * time.Second)
		d.MustSee("is deleted")
		if after := strings.Count(d.Screen(), "active "); after >= before {
			t.Errorf("%d of %d are still there", after, before)
		}
	})
}

// Keys are masked, copied without being drawn, and replaced only after a question.
func TestSubscriptionKeys(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		openSubscriptions(d)
		d.Press("K")
		d.Advance(time.Second)
		d.MustSee("─ Keys ─", "Opens", "primary", "masked")
		d.Golden("keys")
		d.Press("y")
		first := w.clip.value()
		if len(first) < 16 {
			t.Fatalf("copied %q", first)
		}
		d.MustNotSee(first)
		d.Press("v")
		d.MustSee(first)
		d.Press("2", "y")
		second := w.clip.value()
		if second == first {
			t.Error("both keys are the same")
		}
		d.MustNotSee(first)
		d.Press("f", "y")
		if got := w.clip.value(); got != "Ocp-Apim-Subscription-Key: "+second {
			t.Errorf("copied %q", got)
		}
		d.Press("f", "y")
		if got := w.clip.value(); !strings.HasPrefix(got, "curl -H 'Ocp-Apim-Subscription-Key: "+second+"' 'https://") {
			t.Errorf("copied %q", got)
		}
		d.Press("f", "G")
		d.Advance(time.Second)
		d.MustSee("secondary key", "Replace it?")
		d.Press("y")
		d.Advance(5 * time.Second)
		d.MustSee("is a new one")
		d.Press("y")
		if got := w.clip.value(); got == second || got == "" {
			t.Errorf("copied %q after the key was replaced", got)
		}
		d.Press("q")
		d.MustNotSee("─ Keys ─")
	})
}

func TestSubscriptionsInAReadOnlyContext(t *testing.T) {
	t.Parallel()
	w := &world{options: Options{ReadOnly: true}}
	w.show(t, func(d *tuitest.Driver) {
		openSubscriptions(d)
		for _, key := range []string{"b", "x", "D", "K", "n", "e"} {
			d.Press(key)
			d.MustSee("Disabled: read-only context.")
		}
	})
}

func TestUserWithoutSubscriptions(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		at(d, "jonas.lindqvist@fabrikam.com")
		w.sim.InjectFault(simulator.Fault{Operation: simulator.UserSubscriptionList, Status: 403, Code: "AuthorizationFailed", Message: "no right to see them"})
		d.Press("u")
		d.Advance(time.Second)
		d.MustSee("could not be read", "no right to see them")
		d.Press("b")
		d.MustSee("Disabled: no product subscription is chosen.")
		d.Press("r")
		d.Advance(time.Second)
		d.MustSee("active")
	})
}

// A question about a product subscription names its owner as the row does.
func TestQuestionNamesTheOwner(t *testing.T) {
	t.Parallel()
	w := &world{size: [2]int{120, 40}}
	w.show(t, func(d *tuitest.Driver) {
		openServiceSubscriptions(d)
		d.Press("/")
		d.Type("lindqvist unlimited")
		d.Press("enter", "b")
		d.Settle()
		mustSay(t, d, "Suspend the product subscription of Jonas Lindqvist (user "+w.id(t, jonas)+") to Unlimited")
		d.Press("esc", "K")
		d.Settle()
		d.MustSee("Jonas Lindqvist")
	})
}
