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

// command runs a command of the palette.
func command(d *tuitest.Driver, name string) {
	d.Settle()
	d.Press(":")
	d.Type(name)
	d.Press("enter")
}

func openServiceGroups(d *tuitest.Driver) {
	command(d, "groups")
	d.WaitFor("TYPE", time.Minute)
	d.Settle()
}

func TestServiceGroups(t *testing.T) {
	t.Parallel()
	for _, size := range sizes {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			w := &world{size: size}
			w.show(t, func(d *tuitest.Driver) {
				openServiceGroups(d)
				d.Golden("groups")
				d.Press("e")
				d.MustSee("Disabled: the group is built in")
				d.Press("/")
				d.Type("contoso")
				d.Press("enter")
				d.MustSee("1 of ", "directory id", "aad:")
				d.Press("esc", "/")
				d.Type("partners")
				d.Press("enter", "enter")
				d.WaitFor("Members of Part", time.Minute)
				d.Settle()
				d.Golden("members")
				d.Press("enter")
				d.MustSee("Registered")
			})
		})
	}
}

// A group is made, changed and deleted, and the list shows each.
func TestGroupIsMadeChangedAndDeleted(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		openServiceGroups(d)
		d.Press("n")
		d.MustSee("New group")
		d.Golden("new")
		d.Press("ctrl+s")
		d.MustSee("A name is needed.")
		d.Type("Resellers")
		d.Press("tab")
		d.Type("<b>They</b> resell")
		d.Press("ctrl+s")
		d.WaitFor("saved: group Resellers is created", time.Minute)
		d.Press("/")
		d.Type("resellers")
		d.Press("enter")
		d.MustSee("Resellers", "custom", "They resell")
		d.MustNotSee("<b>")
		d.Press("e")
		d.WaitFor("Edit group Resellers", time.Minute)
		retype(d, "Resellers EU")
		d.Press("ctrl+s")
		d.WaitFor("saved: group Resellers is changed", time.Minute)
		d.MustSee("Resellers EU")
		d.Press("D")
		d.WaitFor("0 users are in it", time.Minute)
		d.Advance(time.Second)
		d.Press("y")
		d.WaitFor("saved: group Resellers EU is deleted", time.Minute)
		d.MustSee("Nothing matches the filter.")
	})
}

// Someone else changed the same group: the conflict is merged, and nothing of either
// is lost.
func TestGroupConflict(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ key, displayName string }{
		"merge": {"m", "theirs"}, "mine": {"o", "mine"},
	} {
		t.Run(name, func(t *testing.T) {
			w := &world{}
			w.show(t, func(d *tuitest.Driver) {
				groups := w.client.Groups
				editPartners(d)
				v, err := groups.Get(context.Background(), w.groupID(t, "Partners"))
				if err != nil {
					t.Fatal(err)
				}
				retype(d, "mine")
				if done := groups.Update(v, api.GroupEdit{DisplayName: "theirs", Description: "of theirs"}).Do(context.Background(), nil); !done.Outcome.Done() {
					t.Fatal(done.Err)
				}
				d.Press("ctrl+s")
				d.WaitFor("Conflict", time.Minute)
				d.MustSee("theirs", "mine", "both changed it", "only they changed it")
				d.Advance(2 * time.Second)
				d.Golden("conflict")
				d.Press("esc")
				d.MustSee("Edit group Partners", "mine")
				d.Advance(time.Second)
				d.Press("ctrl+s")
				d.WaitFor("Conflict", time.Minute)
				d.Advance(2 * time.Second)
				d.Press(c.key)
				if c.key == "m" {
					d.Press("t") // theirs in the one field
				}
				d.Advance(3 * time.Second)
				now, err := groups.Get(context.Background(), v.Group.ID.Exact())
				if err != nil || now.Group.DisplayName.Exact() != c.displayName || now.Group.Description != "of theirs" {
					t.Errorf("the service has %+v, %v:\n%s", now.Group, err, d.Screen())
				}
				d.MustNotSee("Edit group")
			})
		})
	}
}

func editPartners(d *tuitest.Driver) {
	openServiceGroups(d)
	d.Press("/")
	d.Type("partners")
	d.Press("enter", "e")
	d.WaitFor("Edit group Partners", time.Minute)
	d.Settle()
}

func (w *world) groupID(t *testing.T, name string) string {
	t.Helper()
	all, err := w.client.Groups.List(context.Background())
	for _, g := range all {
		if g.DisplayName.Exact() == name {
			return g.ID.Exact()
		}
	}
	t.Fatalf("no group %s: %v", name, err)
	return ""
}

// What is said of a write is what the service has, whatever it answers; and what was
// typed stays until it is there.
func TestGroupUnderFaults(t *testing.T) {
	t.Parallel()
	onlyInFull(t)
	for name, c := range map[string]struct {
		fault   simulator.Fault
		want    string
		applied bool
	}{
		"lost, applied":    {simulator.Fault{CutAfter: true}, "confirmed after a lost answer: group Partners is changed", true},
		"lost":             {simulator.Fault{CutBefore: true}, "not applied: change of group Partners", false},
		"refused, applied": {simulator.Fault{Status: 404, Apply: true}, "saved: group Partners is changed", true},
		"refused":          {simulator.Fault{Status: 409, Code: "ScopeLocked", Message: "locked"}, "not applied: change of group Partners", false},
	} {
		t.Run(name, func(t *testing.T) {
			w := &world{}
			w.show(t, func(d *tuitest.Driver) {
				editPartners(d)
				id := w.groupID(t, "Partners")
				retype(d, "mine")
				c.fault.Operation = simulator.Operation(api.OpGroupUpdate)
				w.sim.InjectFault(c.fault)
				d.Press("ctrl+s")
				d.WaitFor(c.want, time.Minute)
				v, err := w.client.Groups.Get(context.Background(), id)
				if err != nil || (v.Group.DisplayName == "mine") != c.applied {
					t.Errorf("the service has %q, %v", v.Group.DisplayName, err)
				}
				if !c.applied {
					d.Advance(time.Second)
					d.Press("esc")
					d.MustSee("Edit group Partners", "mine")
				}
			})
		})
	}
}

// Several users are put into a group and taken out, by the same list.
func TestMembersAreAddedAndTakenOut(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		openServiceGroups(d)
		d.Press("/")
		d.Type("partners")
		d.Press("enter", "enter")
		d.WaitFor("Members of Partners", time.Minute)
		d.Settle()
		before := w.members(t, "Partners")
		d.Press("a")
		d.WaitFor("Into Partners", time.Minute)
		d.Settle()
		d.Press("end", "up", "up", "space", "up", "space", "up", "space")
		d.Press("a")
		d.MustSee("Put into Partners: 2 users", "Left out: Jasper Kuipers: already in the group.")
		d.Advance(time.Second)
		d.Press("y")
		d.WaitFor("Put into Partners: done for 2 of 2 users.", time.Minute)
		d.Press("esc")
		d.MustSee(fmt.Sprintf("Members of Partners %d/", before+2))
		if n := w.members(t, "Partners"); n != before+2 {
			t.Errorf("%d members, %d before", n, before)
		}
		d.Press("end", "x")
		d.MustSee("Take out of Partners: 1 user")
		d.Advance(time.Second)
		d.Press("y")
		d.WaitFor("done for 1 of 1 user.", time.Minute)
		d.MustSee(fmt.Sprintf("Members of Partners %d/", before+1))
		if n := w.members(t, "Partners"); n != before+1 {
			t.Errorf("%d members, %d before", n, before)
		}
	})
}

func (w *world) members(t *testing.T, group string) int {
	t.Helper()
	all, err := w.client.Groups.Members(context.Background(), w.groupID(t, group))
	if err != nil {
		t.Fatal(err)
	}
	return len(all.Items)
}

func TestServiceGroupsInAReadOnlyContext(t *testing.T) {
	t.Parallel()
	w := &world{options: Options{ReadOnly: true}}
	w.show(t, func(d *tuitest.Driver) {
		openServiceGroups(d)
		d.Press("end")
		for _, key := range []string{"n", "e", "D", "a", "x"} {
			d.Press(key)
			d.MustSee("Disabled: read-only context.")
		}
		d.Press("enter")
		d.WaitFor("Members of", time.Minute)
		d.Settle()
		d.Press("a")
		d.MustSee("Disabled: read-only context.")
	})
}
