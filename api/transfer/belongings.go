package transfer

import (
	"iter"
	"net/url"
	"strings"

	"apimtui/api"
	"apimtui/api/text"
)

// Belongings are the groups and product subscriptions of a service and its users,
// as far as they were read. The keys of the maps are user ids in lower case.
type Belongings struct {
	Groups          []api.Group
	Catalog         api.Catalog
	GroupsOf        map[string][]api.Group
	SubscriptionsOf map[string][]api.Subscription
}

// Key is how maps name a user.
func Key(id api.UserID) string { return strings.ToLower(string(id)) }

// Join notes that a user is in a group.
func (b *Belongings) Join(id api.UserID, g api.Group) {
	if b.GroupsOf == nil {
		b.GroupsOf = map[string][]api.Group{}
	}
	b.GroupsOf[Key(id)] = append(b.GroupsOf[Key(id)], g)
}

// Own notes a product subscription of a user; one without an owner is left out.
func (b *Belongings) Own(s api.Subscription) {
	if b.SubscriptionsOf == nil {
		b.SubscriptionsOf = map[string][]api.Subscription{}
	}
	if owner := s.OwnerID(); owner != "" {
		b.SubscriptionsOf[Key(owner)] = append(b.SubscriptionsOf[Key(owner)], s)
	}
}

// Subscription is a product subscription as a file describes it, without keys.
type Subscription struct {
	ID          text.Text `json:"name,omitempty"`
	DisplayName text.Text `json:"displayName"`
	Scope       text.Text `json:"scope"`
	// For is the display name or id of the product, or the id of the API.
	For   text.Text `json:"scopeName"`
	State text.Text `json:"state"`
}

// scoped returns what it is for, by the ids of the service that it is of.
func (s Subscription) scoped() api.SubscriptionScope {
	return api.Subscription{Scope: s.Scope}.Scoped()
}

// Subscriptions describes what a user owns.
func (b *Belongings) Subscriptions(id api.UserID) []Subscription {
	var all []Subscription
	for _, s := range b.SubscriptionsOf[Key(id)] {
		d := Subscription{s.ID, s.DisplayName, s.Scope, s.ScopeName(), s.State}
		if p, n := find(b.Catalog.Products, d.For, ofProduct); d.scoped().Kind == api.ScopeProduct && n == 1 {
			d.For = label(b.Catalog.Products, p, ofProduct)
		}
		all = append(all, d)
	}
	return all
}

// ofGroup returns the id and the display name of a group, ofProduct those of a
// product.
func ofGroup(g api.Group) (id, name text.Text)     { return g.ID, g.DisplayName }
func ofProduct(p api.Product) (id, name text.Text) { return p.ID, p.DisplayName }

// find returns the one with an id, or else the last with a display name and how
// many there are.
func find[T any](all []T, named text.Text, of func(T) (id, name text.Text)) (found T, n int) {
	for _, item := range all {
		id, name := of(item)
		if strings.EqualFold(id.Exact(), named.Exact()) {
			return item, 1
		}
		if strings.EqualFold(name.Exact(), named.Exact()) {
			found = item
			n++
		}
	}
	return found, n
}

// label returns the display name, by which another service knows it too, or the id
// where the name does not lead back to it.
func label[T any](all []T, item T, of func(T) (id, name text.Text)) text.Text {
	id, name := of(item)
	if back, n := find(all, name, of); n == 1 && name != "" && !strings.Contains(name.Exact(), ";") {
		if same, _ := of(back); same == id {
			return name
		}
	}
	return id
}

// Cell returns a product subscription as a part of a CSV cell, as in a URL's query:
// "name=Mobile+app&product=Starter&state=active". A semicolon separates two.
func (s Subscription) Cell() string {
	v := url.Values{"state": {s.State.Exact()}}
	if s.DisplayName != "" {
		v.Set("name", s.DisplayName.Exact())
	}
	switch s.scoped().Kind {
	case api.ScopeProduct:
		v.Set("product", s.For.Exact())
	case api.ScopeAPI:
		v.Set("api", s.For.Exact())
	case api.ScopeAllAPIs:
		v.Set("all-apis", "")
	}
	return v.Encode()
}

func (r *Record) readSubscriptions(cell string) {
	for part := range splitCell(cell) {
		v, err := url.ParseQuery(part)
		s := Subscription{DisplayName: text.Text(v.Get("name")), State: text.Text(v.Get("state")), For: text.Text(v.Get("product") + v.Get("api"))}
		switch id := url.PathEscape(s.For.Exact()); {
		case v.Has("all-apis"):
			s.Scope = "/apis"
		case v.Has("api"):
			s.Scope = text.Text("/apis/" + id)
		case v.Has("product"):
			s.Scope = text.Text("/products/" + id)
		}
		if err != nil || s.Scope == "" {
			r.bad = "a product subscription is written like product=Starter&state=active&name=Mobile+app, not " + text.Clean(part).String()
			return
		}
		r.Subscriptions = append(r.Subscriptions, s)
	}
}

// splitCell returns the parts of a cell that are not blank.
func splitCell(cell string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for part := range strings.SplitSeq(cell, ";") {
			if part = strings.TrimSpace(part); part != "" && !yield(part) {
				return
			}
		}
	}
}
