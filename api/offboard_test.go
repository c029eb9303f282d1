package api_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"apimtui/api"
	"apimtui/api/simulator"
	"apimtui/api/text"
)

func TestOffboardPlansTheStepsInTheirOrder(t *testing.T) {
	groups := []api.Group{
		{ID: "developers", BuiltIn: true, Type: "system"}, {ID: "partners", Type: "Custom"}, {ID: "directory", Type: "external", ExternalID: "aad://t/groups/g"},
	}
	var subs []api.Subscription
	for _, state := range []text.Text{"active", "submitted", "suspended", "Cancelled", "rejected", "expired"} {
		subs = append(subs, api.Subscription{ID: state, State: state})
	}
	steps := func(u api.User, o api.Offboarding) (all []string) {
		for _, s := range newClient(t, nil).Offboard(u, groups, subs[:], o) {
			line := fmt.Sprint(s.Kind, " ", s.Subscription.ID, s.Key, s.Group.ID)
			if s.Done {
				line += " done"
			}
			all = append(all, line)
		}
		return all
	}
	for name, c := range map[string]struct {
		user api.User
		o    api.Offboarding
		want []string
	}{
		"all": {api.User{State: "active"}, api.Offboarding{}, []string{"block ", "suspend active", "suspend submitted",
			"suspend suspended done", "suspend Cancelled done", "suspend rejected done", "suspend expired done", "leave partners"}},
		"kept": {api.User{State: "Blocked"}, api.Offboarding{KeepGroups: true, KeepSubscriptions: true}, []string{"block  done"}},
	} {
		if got := steps(c.user, c.o); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q", name, got)
		}
	}
	subs = subs[3:4]
	keys := steps(api.User{State: "blocked"}, api.Offboarding{KeepGroups: true, RegenerateKeys: true})
	if want := []string{"block  done", "suspend Cancelled done", "regenerate Cancelledprimary", "regenerate Cancelledsecondary"}; !slices.Equal(keys, want) {
		t.Errorf("keys: %q", keys)
	}
}

// What was agreed to is for the user that was looked up, and for no other.
func TestOffboardLeavesAnotherUserAlone(t *testing.T) {
	onScene(t, simulator.Options{}, func(x *scene) {
		x.several = true
		was := x.base.User
		x.edit(func(u *simulator.User) { u.Email = "another@example.com" })
		for _, s := range x.c.Offboard(was, []api.Group{{ID: "partners", Type: "custom"}}, nil, api.Offboarding{}) {
			if w, err := s.Write(x.Context()); w != nil || !errors.Is(err, api.KindConflict) {
				t.Errorf("%s: %v, %v", s.Kind, w, err)
			}
		}
	})
}
