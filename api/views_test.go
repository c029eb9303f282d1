package api_test

import (
	"strings"
	"testing"
	"time"

	"apimtui/api"
	"apimtui/api/simulator"
	"apimtui/api/text"
)

func TestViews(t *testing.T) {
	now := time.Date(2026, 3, 31, 0, 0, 0, 0, time.UTC)
	ago := func(days int) time.Time { return now.AddDate(0, 0, -days) }
	users := []*api.User{
		{ID: "old", State: "Pending", RegistrationDate: ago(40), Email: "Ada+work@Example.com", FirstName: "Ada", LastName: "Byron"},
		{ID: "new", State: "pending", RegistrationDate: ago(10), Email: "grace@example.com", FirstName: "Grace"},
		{ID: "undated", State: "pending", Email: "ada@example.com", FirstName: "A.", LastName: "Byron"},
		{ID: "blocked", State: "blocked", FirstName: "GRACE"},
		{ID: "tagged", State: "active", Email: "+@example.com"},
		{ID: "Quiet", State: "blocked", Email: "+other@example.com", FirstName: "Müller"},
		{ID: "nameless", State: "active"}, {ID: "nameless2", State: "active"},
		{ID: "bridge", State: "active", Email: "GRACE+2@example.com", FirstName: "MULLER"},
	}
	sub := func(owner, state string, created time.Time) api.Subscription {
		return api.Subscription{Owner: text.Text("/subscriptions/x/service/s/users/" + owner), State: text.Text(state), Created: created}
	}
	b := api.Belongings{Subscriptions: []api.Subscription{
		sub("BLOCKED", "Active", ago(5)), sub("quiet", "suspended", ago(60)), sub("tagged", "active", ago(31)), sub("tagged", "active", ago(31)),
		{State: "active", Created: ago(99)}, sub("new", "active", time.Time{}), sub("gone", "active", ago(99)),
	}}
	b.Calls = map[string]int{"old": 0, "quiet": 0, "new": 7}
	for view, want := range map[api.View]string{
		api.ViewPending: "old", api.ViewBlocked: "blocked", api.ViewOldSubscriptions: "tagged Quiet", api.ViewNoCalls: "old Quiet",
		api.ViewDuplicates: "old undated new blocked tagged Quiet bridge",
	} {
		var got []string
		for _, u := range view.Select(users, b, ago(30)) {
			got = append(got, string(u.ID))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %q, want %q", view, got, want)
		}
	}
}

// Who is in no group is read through the groups, not through each user.
func TestViewOfUsersWithoutGroups(t *testing.T) {
	onScene(t, simulator.Options{Users: 40}, func(x *scene) {
		before := len(x.s.Journal())
		b, err := x.c.Belongings(x.Context(), api.ViewNoGroups, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range x.s.Journal()[before:] {
			if strings.Contains(e.Path, "/service/") && e.Operation != simulator.GroupList && e.Operation != simulator.GroupUserList {
				t.Errorf("asked with %s", e.Operation)
			}
		}
		page, err := x.c.Users.Page(x.Context(), api.UserQuery{})
		if err != nil {
			t.Fatal(err)
		}
		var users []*api.User
		for i := range page.Items {
			users = append(users, &page.Items[i])
		}
		without := map[api.UserID]bool{}
		for _, u := range api.ViewNoGroups.Select(users, b, time.Time{}) {
			without[u.ID] = true
		}
		for _, u := range users {
			groups, err := x.c.Groups.Of(x.Context(), u.ID)
			if err != nil {
				t.Fatal(err)
			}
			alone := true
			for _, g := range groups.Items {
				alone = alone && g.Locked()
			}
			if without[u.ID] != alone {
				t.Errorf("%s is in %v", u.ID, groups)
			}
		}
		if len(without) == 0 || len(without) == len(users) {
			t.Errorf("%d of %d users are in no group", len(without), len(users))
		}
	})
}
