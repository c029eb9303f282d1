package tui

import (
	"context"
	"fmt"
	"testing"
	"time"

	"apimtui/api"
	"apimtui/api/simulator"
	"apimtui/tui/tuitest"
)

// untruth is how a server answers one write untruly, and what may be said then.
type untruth struct {
	fault   simulator.Fault
	blind   bool   // and nothing can be read after that
	want    string // the outcome that is told
	applied bool
}

// untruths are told of every write. Most are not true; what is said has to be.
func untruths(created string) map[string]untruth {
	return map[string]untruth{
		"lost, applied":          {fault: simulator.Fault{CutAfter: true}, want: "confirmed after a lost answer", applied: true},
		"lost":                   {fault: simulator.Fault{CutBefore: true}, want: "not applied"},
		"refused, applied":       {fault: simulator.Fault{Status: 404, Apply: true}, want: "saved", applied: true},
		"failed, applied":        {fault: simulator.Fault{Status: 500, Apply: true}, want: "confirmed after a lost answer", applied: true},
		"refused":                {fault: simulator.Fault{Status: 409, Code: "ScopeLocked", Message: "locked"}, want: "not applied"},
		"success, not applied":   {fault: simulator.Fault{Status: 200, Body: "{}"}, want: "not applied"},
		"another entity":         {fault: simulator.Fault{OtherEntity: true}, want: created, applied: true},
		"lost, applied, blind":   {fault: simulator.Fault{CutAfter: true}, blind: true, want: "outcome unknown", applied: true},
		"lost, blind":            {fault: simulator.Fault{CutBefore: true}, blind: true, want: "outcome unknown"},
		"refused, applied, seen": {fault: simulator.Fault{Status: 412, Apply: true}, want: "saved", applied: true},
	}
}

// tell tells it of the next write. from is the first reading that fails of one that is
// blind.
func (l untruth) tell(w *world, write, read api.Operation, from int) {
	l.fault.Operation = simulator.Operation(write)
	w.sim.InjectFault(l.fault)
	if l.blind {
		w.sim.InjectFault(simulator.Fault{Operation: simulator.Operation(read), Calls: from, Times: -1, Status: 503})
	}
}

func (w *world) hasGroup(t *testing.T, name string) (is bool) {
	t.Helper()
	w.sim.ClearFaults()
	all, err := w.client.Groups.List(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range all {
		is = is || g.DisplayName.Exact() == name
	}
	return is
}

func TestGroupIsMadeUnderLies(t *testing.T) {
	t.Parallel()
	onlyInFull(t)
	for name, l := range untruths("confirmed") {
		t.Run(name, func(t *testing.T) {
			w := &world{}
			w.show(t, func(d *tuitest.Driver) {
				openServiceGroups(d)
				d.Press("n")
				d.MustSee("New group")
				d.Press("tab")
				retype(d, "Resellers")
				l.tell(w, api.OpGroupPut, api.OpGroupGet, 2) // after the look whether the id is free
				d.Press("ctrl+s")
				d.Advance(3 * time.Minute)
				d.MustSee(l.want)
				if is := w.hasGroup(t, "Resellers"); is != l.applied {
					t.Errorf("the service has it: %v", is)
				}
			})
		})
	}
}

func TestGroupIsDeletedUnderLies(t *testing.T) {
	t.Parallel()
	onlyInFull(t)
	for name, l := range untruths("saved") {
		t.Run(name, func(t *testing.T) {
			w := &world{}
			w.show(t, func(d *tuitest.Driver) {
				openServiceGroups(d)
				d.Press("/")
				d.Type("partners")
				d.Press("enter", "D")
				d.WaitFor("Delete the group Partners", time.Minute)
				d.Advance(time.Second)
				l.tell(w, api.OpGroupDelete, api.OpGroupGet, 1)
				d.Press("y")
				d.Advance(3 * time.Minute)
				d.MustSee(l.want)
				if is := w.hasGroup(t, "Partners"); is == l.applied {
					t.Errorf("the service has it: %v", is)
				}
			})
		})
	}
}

// Of two users, the first meets the lie.
func TestMembersAreMovedUnderLies(t *testing.T) {
	t.Parallel()
	onlyInFull(t)
	for _, in := range []bool{true, false} {
		for name, l := range untruths("confirmed") {
			t.Run(fmt.Sprint(name, in), func(t *testing.T) {
				w := &world{}
				w.show(t, func(d *tuitest.Driver) {
					marking(d, 6, 7)
					d.Press("m")
					d.WaitFor("Groups for 2 marked users", time.Minute)
					d.Settle()
					d.Press("/")
					d.Type("beta")
					d.Press("enter")
					key, op, before := "a", api.OpGroupUserCreate, w.members(t, "Beta testers")
					if !in {
						d.Press(key)
						d.Advance(time.Second)
						d.Press("y")
						d.WaitFor("done for 2 of 2 users", time.Minute)
						key, op = "x", api.OpGroupUserDelete
					}
					d.Press(key)
					d.Advance(time.Second)
					l.tell(w, op, "UserGroup_List", 1)
					d.Press("y")
					d.Advance(3 * time.Minute)
					w.sim.ClearFaults()
					want := before // taken out, or put in, of those the lie is about
					if l.applied == in {
						want++
					}
					if in {
						want++
					}
					if l.applied && !l.blind {
						d.MustSee("done for 2 of 2 users")
					} else {
						d.MustSee("1 of 2 done", l.want)
					}
					if n := w.members(t, "Beta testers"); n != want {
						t.Errorf("%d members, want %d of %d:\n%s", n, want, before, d.Screen())
					}
				})
			})
		}
	}
}

// A product subscription is cancelled.
func TestSubscriptionIsCancelledUnderLies(t *testing.T) {
	t.Parallel()
	onlyInFull(t)
	for name, l := range untruths("confirmed") {
		t.Run(name, func(t *testing.T) {
			w := &world{}
			w.show(t, func(d *tuitest.Driver) {
				openSubscriptions(d)
				before := w.open(t, jonas)
				d.Press("x")
				d.WaitFor("Cancel the product subscription", time.Minute)
				d.Advance(time.Second)
				l.tell(w, api.OpSubscriptionUpdate, api.OpSubscriptionGet, 1)
				d.Press("y")
				d.Advance(3 * time.Minute)
				d.MustSee(l.want)
				w.sim.ClearFaults()
				if n := w.open(t, jonas); (n < before) != l.applied {
					t.Errorf("%d are open of %d:\n%s", n, before, d.Screen())
				}
			})
		})
	}
}

// The first product subscription of a leaver is suspended, and the first group left, by
// a liar: the steps that are called done are.
func TestOffboardUnderLies(t *testing.T) {
	t.Parallel()
	onlyInFull(t)
	for op, read := range map[api.Operation]api.Operation{api.OpSubscriptionUpdate: api.OpSubscriptionGet, api.OpGroupUserDelete: "UserGroup_List"} {
		for name, l := range untruths("confirmed") {
			t.Run(string(op)+" "+name, func(t *testing.T) {
				w := &world{}
				w.show(t, func(d *tuitest.Driver) {
					at(d, jonas)
					command(d, "offboard")
					d.WaitFor("Offboard:", time.Minute)
					d.Advance(time.Second)
					if l.blind && op == api.OpSubscriptionUpdate {
						return // each step reads, so that nothing would be sent
					}
					l.tell(w, op, read, 1)
					d.Press("y")
					d.Advance(3 * time.Minute)
					left := w.open(t, jonas) + func() int { w.sim.ClearFaults(); return len(w.groupsOf(t, jonas)) }()
					if done := l.applied && !l.blind; done {
						d.MustSee("Offboard: done for")
					} else {
						d.MustSee(l.want)
					}
					if (left == 0) != l.applied {
						t.Errorf("%d are left:\n%s", left, d.Screen())
					}
				})
			})
		}
	}
}
