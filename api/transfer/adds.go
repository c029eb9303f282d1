package transfer

import (
	"cmp"
	"fmt"
	"strings"

	"apimtui/api"
	"apimtui/api/text"
)

// Add is a group that the user would join, or a product subscription that would be
// created.
type Add struct {
	What         string // safe to draw
	Group        *api.Group
	Subscription *api.NewSubscription // without id and owner
	Why          string               // it cannot be done; "" when it can
}

func (t *Target) addGroups(r *Row) {
	if !t.WithGroups {
		return
	}
	in := map[text.Text]bool{}
	for _, g := range t.GroupsOf[Key(r.User.ID)] {
		in[g.ID] = true
	}
	for _, named := range r.Groups {
		g, n := find(t.Groups, named, ofGroup)
		a := Add{What: "group " + named.String(), Group: &g, Why: missing(n, "group")}
		if n == 1 && (g.Locked() || in[g.ID]) {
			continue // the service decides who is in the built-in ones
		}
		in[g.ID] = n == 1
		r.Adds = append(r.Adds, a)
	}
}

func missing(n int, what string) string {
	switch n {
	case 0:
		return "there is no such " + what
	case 1:
		return ""
	}
	return fmt.Sprintf("%d have this name", n)
}

func (t *Target) addSubscriptions(r *Row) {
	if !t.WithSubscriptions {
		return
	}
	of := func(s api.SubscriptionScope, name text.Text) string {
		return string(s.Kind) + " " + strings.ToLower(s.ID.Exact()) + " " + name.Exact()
	}
	has := map[string]int{}
	for _, s := range t.SubscriptionsOf[Key(r.User.ID)] {
		has[of(s.Scoped(), cmp.Or(s.DisplayName, t.Catalog.Name(s)))]++
	}
	for _, s := range r.Subscriptions {
		n, what, why := t.subscription(s)
		if l := of(n.Scope, n.DisplayName); has[l] > 0 && why == "" {
			has[l]--
			continue
		}
		r.Adds = append(r.Adds, Add{What: "product subscription " + what, Subscription: &n, Why: why})
	}
}

// subscription finds what a product subscription is for. Without a name, it is
// named like it. what is safe to draw.
func (t *Target) subscription(s Subscription) (n api.NewSubscription, what, why string) {
	n = api.NewSubscription{Scope: s.scoped(), DisplayName: s.DisplayName, State: api.State(strings.ToLower(s.State.Exact()))}
	name, kind := cmp.Or(s.For, api.Subscription{Scope: s.Scope}.ScopeName()), n.Scope.Kind
	switch kind {
	case api.ScopeAllAPIs:
		name = text.Text(kind)
	case api.ScopeProduct:
		p, found := find(t.Catalog.Products, name, ofProduct)
		n.Scope.ID, why = p.ID, missing(found, "product")
		name = cmp.Or(p.DisplayName, name)
	case api.ScopeAPI:
		a, found := find(t.Catalog.APIs, name, func(a api.API) (id, name text.Text) { return a.ID, a.Title() })
		n.Scope.ID, why = a.ID, missing(found, "API")
		name = cmp.Or(a.Title(), name)
	case api.ScopeService:
		why = "it is for the whole service, and cannot be made"
	}
	n.State, n.DisplayName = cmp.Or(n.State, api.StateActive), cmp.Or(n.DisplayName, name)
	if err := api.CheckSubscriptionName(n.DisplayName.Exact()); err != nil && why == "" {
		why = says(err)
	}
	if what = n.DisplayName.String(); n.DisplayName != name {
		what += " (" + string(kind) + " " + name.String() + ")"
	}
	return n, what, why
}
