package api_test

import (
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"apimtui/api"
	"apimtui/api/simulator"
)

// disturbance is what happens before one request of a load.
type disturbance struct {
	fault  simulator.Fault
	add    int // users that sign up before it
	remove int // users that leave before it
}

// disturbances generates what happens before each of the first requests. During
// one load, users either only come or only go: if as many come as go between
// two pages, the protocol cannot show it.
func disturbances(t *rapid.T) []disturbance {
	grows := rapid.Bool().Draw(t, "grows")
	one := rapid.Custom(func(t *rapid.T) disturbance {
		var d disturbance
		switch rapid.IntRange(0, 9).Draw(t, "kind") {
		case 0, 1:
			n := rapid.IntRange(1, 12).Draw(t, "n")
			if grows {
				d.add = n
			} else {
				d.remove = n
			}
		case 2:
			d.fault = simulator.Fault{Status: rapid.SampledFrom([]int{500, 502, 503, 408, 403}).Draw(t, "status")}
		case 3:
			d.fault = simulator.Fault{Status: 429, RetryAfter: rapid.IntRange(1, 90).Draw(t, "wait")}
		case 4:
			d.fault = rapid.SampledFrom([]simulator.Fault{{CutBefore: true}, {CutBody: true}, {Garbage: true}, {Hang: true}, {Refuse: true}}).Draw(t, "loss")
		case 5:
			d.fault = simulator.Fault{Delay: time.Duration(rapid.IntRange(1, 40).Draw(t, "delay")) * time.Second}
		}
		return d
	})
	return rapid.SliceOfN(one, 0, 60).Draw(t, "disturbances")
}

// disturbed returns a service that is disturbed according to a plan.
func disturbed(t *testing.T, s *simulator.Service, top int, plan []disturbance) *living {
	ids, added := allUsers(t, s), 0
	l := newLiving(s, func(n int) {
		if n > len(plan) {
			return
		}
		d := plan[n-1]
		for range d.add {
			added++
			add(t, s, fmt.Sprintf("new%d", added))
		}
		for range d.remove {
			if len(ids) > 1 {
				i := 1 + (n*7+len(ids))%(len(ids)-1)
				s.Remove(ids[i])
				ids = slices.Delete(ids, i, i+1)
			}
		}
		if d.fault.String() != "none" {
			d.fault.Operation = simulator.UserList
			s.InjectFault(d.fault)
		}
	})
	l.top = top
	return l
}

// After any disturbance, the roster has no user twice and no user that never
// existed, and it has every user when the load is complete.
func TestLoadUnderDisturbance(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		noCount := rapid.IntRange(0, 9).Draw(rt, "no count") == 0
		users, top := rapid.IntRange(1, 150).Draw(rt, "users"), rapid.SampledFrom([]int{3, 7, 20}).Draw(rt, "page size")
		plan := disturbances(rt)
		opts := api.LoadOptions{FollowLinks: rapid.Bool().Draw(rt, "links"), Lanes: rapid.IntRange(0, 6).Draw(rt, "lanes")}
		var wrong string
		synctest.Test(t, func(t *testing.T) {
			s, _ := simulated(t, simulator.Options{Users: users, NoCount: noCount, Latency: 100 * time.Millisecond})
			wrong = loadToTheEnd(t, disturbed(t, s, top, plan), opts, noCount)
		})
		if wrong != "" {
			rt.Fatal(wrong)
		}
	})
}

// loadToTheEnd loads and resumes until nothing is missing, and describes what
// went wrong.
func loadToTheEnd(t *testing.T, l *living, opts api.LoadOptions, noCount bool) string {
	c := newClient(t, l)
	var r api.Roster
	for range 60 {
		rest := c.Users.Load(t.Context(), opts, r.Put)
		r.Finish(rest)
		if wrong := inspect(t, l.Service, &r, rest, noCount); wrong != "" || rest.Complete() {
			return wrong
		}
		opts.Resume = &rest
	}
	return fmt.Sprintf("not complete after 60 loads: %+v", opts.Resume)
}

func inspect(t *testing.T, s *simulator.Service, r *api.Roster, rest api.Rest, noCount bool) string {
	got := ids(r)
	if n := len(slices.Compact(slices.Sorted(slices.Values(got)))); n != len(got) {
		return fmt.Sprintf("%d places in the roster, %d users: %v", len(got), n, got)
	}
	if !rest.Complete() {
		if rest.Err == nil {
			return fmt.Sprintf("incomplete, and no reason given: %+v", rest)
		}
		return ""
	}
	// Without a count, changes of the list during the load cannot be noticed.
	// The load is complete when no link follows.
	if have := allUsers(t, s); !noCount && !slices.Equal(have, got) {
		return fmt.Sprintf("complete with %d users, the service has %d:\n%v\n%v", len(got), len(have), got, have)
	}
	return ""
}

func ids(r *api.Roster) []string {
	var ids []string
	for i := range r.Len() {
		ids = append(ids, string(r.At(i).ID))
	}
	return ids
}
