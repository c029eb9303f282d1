package tui

import (
	"strings"
	"testing"
	"time"

	"apimtui/api/simulator"
	"apimtui/tui/tuitest"
)

// What was written on the pages of the service shows on the page of a user below, for
// two more requests.
func TestUserPageBelowIsReadAgain(t *testing.T) {
	t.Parallel()
	w := &world{size: [2]int{120, 40}}
	w.show(t, func(d *tuitest.Driver) {
		at(d, jonas)
		d.Press("enter")
		d.WaitFor("Beta testers", time.Minute)
		d.Settle()
		command(d, "groups")
		d.WaitFor("TYPE", time.Minute)
		d.Settle()
		d.Press("/")
		d.Type("beta")
		d.Press("enter", "e")
		d.WaitFor("Edit group", time.Minute)
		d.Settle()
		retype(d, "Gamma testers")
		before := sentOf(w, simulator.UserGet)
		d.Press("ctrl+s")
		d.WaitFor("saved: group Beta testers is changed", time.Minute)
		d.Press("esc", "esc")
		d.MustSee("Registered", "Gamma testers")
		d.MustNotSee("Beta testers ")
		if n := sentOf(w, simulator.UserGet) - before; n != 0 {
			t.Errorf("the user was read %d times", n)
		}
		command(d, "subscriptions")
		d.WaitFor("OWNER", time.Minute)
		d.Settle()
		d.Press("/")
		d.Type(w.id(t, jonas))
		d.Press("enter", "b")
		d.WaitFor("Suspend the product subscription", time.Minute)
		d.Advance(time.Second)
		d.Press("y")
		d.WaitFor("is suspended", time.Minute)
		d.Press("esc", "esc")
		d.MustSee("Registered")
		if !strings.Contains(d.Screen(), "■ suspended") {
			t.Errorf("the page is stale:\n%s", d.Screen())
		}
	})
}
