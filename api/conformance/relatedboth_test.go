package conformance

import (
	"reflect"
	"slices"
	"testing"

	"apimtui/api/simulator"
)

// relatedTrials are the groups and product subscriptions as both clients treat them.
func relatedTrials() []trial {
	return []trial{
		{name: "groups and members: lists", read: readGroups, ops: []simulator.Operation{simulator.GroupList, simulator.GroupGet, simulator.GroupUserList}},
		{name: "a group: created, renamed, deleted", write: groupChanges, ops: []simulator.Operation{
			simulator.GroupPut, simulator.GroupPatch, simulator.GroupDelete}},
		{name: "a group: changed before", write: groupLate, ops: []simulator.Operation{simulator.GroupPatch, simulator.GroupDelete}},
		{name: "a group: a member in and out", write: memberChanges, ops: []simulator.Operation{simulator.GroupUserPut, simulator.GroupUserDelete}},
		{name: "product subscriptions, products and APIs: lists", read: readOwned, ops: []simulator.Operation{
			simulator.SubscriptionList, simulator.SubscriptionGet, simulator.ProductList, simulator.APIList}},
		{name: "a product subscription: created, changed, deleted", write: subscriptionChanges, ops: []simulator.Operation{
			simulator.SubscriptionPut, simulator.SubscriptionPatch, simulator.SubscriptionDelete}},
		{name: "a product subscription: changed before", write: subscriptionLate, ops: []simulator.Operation{simulator.SubscriptionPatch, simulator.SubscriptionDelete}},
		{name: "a product subscription: its keys", write: keyChanges, ops: []simulator.Operation{
			simulator.SubscriptionSecrets, simulator.SubscriptionPrimary, simulator.SubscriptionSecondary}},
	}
}

func readGroups(t *testing.T, c reader, s *simulator.Service) {
	all := must(c.allGroups(t.Context()))(t)
	for _, g := range all {
		read, tag, err := c.group(t.Context(), g.id)
		if err != nil || read != g {
			t.Errorf("listed %+v, read %+v, %v", g, read, err)
		}
		wantTag(t, tag, 8)
	}
	members := must(c.members(t.Context(), "developers"))(t)
	if len(members) <= 100 {
		t.Fatalf("%d members are one page", len(members))
	}
	for _, u := range members {
		if kept, _ := s.User(u.id); !slices.Contains(kept.Groups, "developers") {
			t.Errorf("%s is listed", u.id)
		}
	}
	_, _, err := c.group(t.Context(), "nothing")
	wantRefusal(t, err, 404, "ResourceNotFound")
	_, err = c.members(t.Context(), "nothing")
	wantRefusal(t, err, 404, "ResourceNotFound")
}

func groupChanges(t *testing.T, c client, s *simulator.Service) {
	made := must(c.createGroup(t.Context(), "pilots", "Pilots", "d"))(t)
	wantWritten(t, s, simulator.GroupPut, "", properties{"displayName": "Pilots", "description": "d"})
	g, tag, err := c.group(t.Context(), "pilots")
	if err != nil || tag != made || g != (group{id: "pilots", name: "Pilots", description: "d", kind: "custom"}) {
		t.Errorf("made %+v with %s, read %s, %v", g, made, tag, err)
	}
	if err := c.renameGroup(t.Context(), g, tag, "Test pilots"); err != nil {
		t.Error(err)
	}
	wantWritten(t, s, simulator.GroupPatch, tag, properties{"displayName": "Test pilots"})
	g, tag = must2(c.group(t.Context(), "pilots"))(t)
	if g.name != "Test pilots" || g.description != "d" || tag == made {
		t.Errorf("renamed to %+v, with %s", g, tag)
	}
	if err := c.deleteGroup(t.Context(), g, tag); err != nil {
		t.Error(err)
	}
	wantWritten(t, s, simulator.GroupDelete, tag, nil)
	_, _, err = c.group(t.Context(), "pilots")
	wantRefusal(t, err, 404, "ResourceNotFound")
}

func groupLate(t *testing.T, c client, s *simulator.Service) {
	must(c.createGroup(t.Context(), "pilots", "Pilots", "d"))(t)
	mine, old := must2(c.group(t.Context(), "pilots"))(t)
	if err := c.renameGroup(t.Context(), mine, old, "Theirs"); err != nil {
		t.Fatal(err)
	}
	theirs, now := must2(c.group(t.Context(), "pilots"))(t)
	wantRefusal(t, c.renameGroup(t.Context(), mine, old, "Mine"), 412, "PreconditionFailed")
	wantRefusal(t, c.deleteGroup(t.Context(), mine, old), 412, "PreconditionFailed")
	if g, tag := must2(c.group(t.Context(), "pilots"))(t); g != theirs || tag != now {
		t.Errorf("the group became %+v", g)
	}
	if len(sentAs(s, simulator.GroupPatch)) != 2 || len(sentAs(s, simulator.GroupDelete)) != 1 {
		t.Error("a refused write was sent again")
	}
}

func memberChanges(t *testing.T, c client, s *simulator.Service) {
	s.Edit("mateo-garcia", func(u *simulator.User) { u.Groups = []string{"developers"} })
	for _, in := range []bool{true, true, false, false} { // the second time changes nothing
		if err := c.member(t.Context(), "mateo-garcia", "beta-testers", in); err != nil {
			t.Error(err)
		}
		members := convert(must(c.members(t.Context(), "beta-testers"))(t), idOf)
		if slices.Contains(members, "mateo-garcia") != in {
			t.Errorf("asked for a membership of %v: %v", in, members)
		}
	}
	wantRefusal(t, c.member(t.Context(), "mateo-garcia", "nothing", true), 404, "ResourceNotFound")
	wantRefusal(t, c.member(t.Context(), "nothing", "beta-testers", true), 404, "ResourceNotFound")
}

func readOwned(t *testing.T, c reader, s *simulator.Service) {
	all := must(c.allSubscriptions(t.Context()))(t)
	if len(all) <= 100 {
		t.Fatalf("%d product subscriptions are one page", len(all))
	}
	for _, x := range all[:20] {
		read, tag, err := c.subscription(t.Context(), x.id)
		if err != nil || read != x {
			t.Errorf("listed %+v, read %+v, %v", x, read, err)
		}
		wantTag(t, tag, 8)
	}
	_, _, err := c.subscription(t.Context(), "nothing")
	wantRefusal(t, err, 404, "ResourceNotFound")
	if products := must(c.products(t.Context()))(t); len(products) != 5 || !slices.Contains(products, "logistics") {
		t.Errorf("products %v", products)
	}
	if apis := must(c.apis(t.Context()))(t); len(apis) != 4 {
		t.Errorf("APIs %v", apis)
	}
}

func pilot() subscription {
	return subscription{id: "pilot-1", name: "Pilot", scope: "/products/logistics", owner: "mateo-garcia", state: "active"}
}

func subscriptionChanges(t *testing.T, c client, s *simulator.Service) {
	if err := c.createSubscription(t.Context(), pilot()); err != nil {
		t.Fatal(err)
	}
	wantWritten(t, s, simulator.SubscriptionPut, "", properties{"scope": "/products/logistics", "displayName": "Pilot", "ownerId": "/users/mateo-garcia", "state": "active"})
	made, tag := must2(c.subscription(t.Context(), "pilot-1"))(t)
	if made.name != "Pilot" || made.state != "active" || made.owner != "mateo-garcia" || made.created.IsZero() {
		t.Errorf("made %+v", made)
	}
	if err := c.updateSubscription(t.Context(), made, tag, "Two", "suspended"); err != nil {
		t.Error(err)
	}
	wantWritten(t, s, simulator.SubscriptionPatch, tag, properties{"displayName": "Two", "state": "suspended"})
	now, later := must2(c.subscription(t.Context(), "pilot-1"))(t)
	want := made
	want.name, want.state = "Two", "suspended"
	if now != want || later == tag {
		t.Errorf("changed to %+v", now)
	}
	if err := c.deleteSubscription(t.Context(), now, later); err != nil {
		t.Error(err)
	}
	wantWritten(t, s, simulator.SubscriptionDelete, later, nil)
	if err := c.deleteSubscription(t.Context(), now, later); err != nil { // there is none
		t.Error(err)
	}
	wrong := pilot()
	wrong.scope = "/products/nothing"
	wantRefusal(t, c.createSubscription(t.Context(), wrong), 400, "ValidationError", "scope")
}

func subscriptionLate(t *testing.T, c client, s *simulator.Service) {
	if err := c.createSubscription(t.Context(), pilot()); err != nil {
		t.Fatal(err)
	}
	mine, old := must2(c.subscription(t.Context(), "pilot-1"))(t)
	s.EditSubscription("pilot-1", func(x *simulator.Subscription) { x.State = "cancelled" })
	theirs, now := must2(c.subscription(t.Context(), "pilot-1"))(t)
	wantRefusal(t, c.updateSubscription(t.Context(), mine, old, "Pilot", "suspended"), 412, "PreconditionFailed")
	wantRefusal(t, c.deleteSubscription(t.Context(), mine, old), 412, "PreconditionFailed")
	if x, tag := must2(c.subscription(t.Context(), "pilot-1"))(t); x != theirs || tag != now {
		t.Errorf("it became %+v", x)
	}
	if len(sentAs(s, simulator.SubscriptionPatch)) != 1 || len(sentAs(s, simulator.SubscriptionDelete)) != 1 {
		t.Error("a refused write was sent again")
	}
}

func keyChanges(t *testing.T, c client, s *simulator.Service) {
	id := must(c.subscriptions(t.Context(), "1"))(t)[0].id
	was := must(c.keys(t.Context(), id))(t)
	if was[0] == "" || was[1] == "" || was[0] == was[1] {
		t.Fatal("the keys are empty or alike")
	}
	for i, secondary := range []bool{false, true} {
		if err := c.regenerate(t.Context(), id, secondary); err != nil {
			t.Error(err)
		}
		now := must(c.keys(t.Context(), id))(t)
		if now[i] == was[i] || now[1-i] != was[1-i] {
			t.Errorf("asked to replace key %d", i)
		}
		was = now
	}
	if len(sentAs(s, simulator.SubscriptionPrimary)) != 1 || len(sentAs(s, simulator.SubscriptionSecondary)) != 1 {
		t.Error("a key was replaced more than once")
	}
	_, err := c.keys(t.Context(), "nothing")
	wantRefusal(t, err, 404, "ResourceNotFound")
}

// wantWritten checks the only request of an operation: its If-Match, "" for none, and
// its properties, nil for no body.
func wantWritten(t *testing.T, s *simulator.Service, op simulator.Operation, tag string, body properties) {
	t.Helper()
	e := nth(t, s, op, 1)
	if e.IfMatch != tag || e.HasIfMatch != (tag != "") {
		t.Errorf("%s was sent with If-Match %q (present: %v), want %q", op, e.IfMatch, e.HasIfMatch, tag)
	}
	if got := bodyOf(t, e); !reflect.DeepEqual(got, body) {
		t.Errorf("%s was sent with\n%v, want\n%v", op, got, body)
	}
}

// must2 is must for something with its ETag.
func must2[T any](v T, tag string, err error) func(*testing.T) (T, string) {
	return func(t *testing.T) (T, string) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v, tag
	}
}
