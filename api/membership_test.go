package api_test

import (
	"testing"

	"apimtui/api"
	"apimtui/api/simulator"
)

// group returns a custom group of the simulated service.
func group(x *scene, id string) api.Group {
	x.Helper()
	groups, err := x.c.Groups.List(x.Context())
	if err != nil {
		x.Fatal(err)
	}
	for _, g := range groups {
		if g.ID.Exact() == id {
			return g
		}
	}
	x.Fatalf("no group %s in %v", id, groups)
	return api.Group{}
}

func isIn(x *scene, id string) bool {
	x.Helper()
	groups, err := x.c.Groups.Of(x.Context(), hiroshi)
	if err != nil {
		x.Fatal(err)
	}
	for _, g := range groups.Items {
		if g.ID.Exact() == id {
			return true
		}
	}
	return false
}

// A membership is written once, and its outcome is looked up in the user's
// groups, whatever the answer was.
func TestMembershipIsLookedUp(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fault   simulator.Fault
		want    api.Outcome
		applied bool
	}{
		"no fault":                 {simulator.Fault{Calls: 99}, api.Saved, true},
		"answer lost, applied":     {simulator.Fault{CutAfter: true}, api.Confirmed, true},
		"answer lost":              {simulator.Fault{CutBefore: true}, api.NotApplied, false},
		"refused, applied":         {simulator.Fault{Status: 404, Apply: true}, api.Saved, true},
		"refused":                  {simulator.Fault{Status: 404}, api.NotApplied, false},
		"a success without effect": {simulator.Fault{Status: 200, Body: "{}"}, api.NotApplied, false},
		"another's success":        {simulator.Fault{Status: 201, Body: `{"name":"x"}`}, api.NotApplied, false},
	} {
		for _, in := range []bool{true, false} {
			onScene(t, simulator.Options{}, func(x *scene) {
				x.several = true
				g := group(x, "partners")
				if !in {
					x.want(x.c.Groups.Member(hiroshi, g, true).Do(x.Context(), nil), api.Saved)
				}
				f := c.fault
				op := simulator.Operation("GroupUser_Create")
				if !in {
					op = "GroupUser_Delete"
				}
				x.strike(op, f)
				w := x.c.Groups.Member(hiroshi, g, in).Do(x.Context(), x.watch)
				x.want(w, c.want)
				if isIn(x, "partners") != (in == c.applied) {
					t.Errorf("%s, in %v: applied %v", name, in, !c.applied)
				}
			})
		}
	}
}

// A list of groups that does not show all proves no absence, but it does prove what it
// shows.
func TestMembershipInAListThatHides(t *testing.T) {
	t.Parallel()
	for _, in := range []bool{true, false} {
		for _, applied := range []bool{true, false} {
			onScene(t, simulator.Options{}, func(x *scene) {
				x.several = true
				g := group(x, "partners")
				if !in {
					x.want(x.c.Groups.Member(hiroshi, g, true).Do(x.Context(), nil), api.Saved)
				}
				op, want := simulator.Operation("GroupUser_Create"), api.Unknown
				if !in {
					op = "GroupUser_Delete"
				}
				switch {
				case in && applied:
					want = api.Confirmed
				case !in && !applied:
					want = api.NotApplied
				}
				x.s.InjectFault(simulator.Fault{Operation: "UserGroup_List", Times: -1, CountOff: 1})
				x.strike(op, simulator.Fault{CutAfter: applied, CutBefore: !applied})
				x.want(x.c.Groups.Member(hiroshi, g, in).Do(x.Context(), x.watch), want)
			})
		}
	}
}
