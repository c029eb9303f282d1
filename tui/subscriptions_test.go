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

// Someone else changed it between the question and the answer.
func TestSubscriptionConflict(t *testing.T) {
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
		d.MustSee("conflict")
		d.Press("esc")
		d.MustSee("theirs", "● active")
	})
}

func TestSubscriptionIsDeleted(t *testing.T) {
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
	w := &world{options: Options{ReadOnly: true}}
	w.show(t, func(d *tuitest.Driver) {
		openSubscriptions(d)
		for _, key := range []string{"b", "x", "D", "K"} {
			d.Press(key)
			d.MustSee("Disabled: read-only context.")
		}
	})
}

func TestUserWithoutSubscriptions(t *testing.T) {
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
