package api

import (
	"slices"
	"strings"
	"sync"
	"time"

	"apimtui/api/text"
)

// The properties of a product subscription that can be changed, beside its state.
const (
	PropDisplayName  Property = "displayName"
	PropOwner        Property = "ownerId"
	PropStateComment Property = "stateComment"
	PropScope        Property = "scope" // of a new one
)

// SubscriptionStates are the states of a product subscription. Only an active one
// opens the gateway.
func SubscriptionStates() []string {
	return []string{"active", "suspended", "submitted", "rejected", "cancelled", "expired"}
}

// SubscriptionEdit holds the editable properties of a product subscription.
type SubscriptionEdit struct {
	DisplayName  text.Text
	Owner        UserID
	State        State
	StateComment text.Text
}

func (s Subscription) Edit() SubscriptionEdit {
	return SubscriptionEdit{s.DisplayName, s.OwnerID(), State(s.State), s.StateComment}
}

// SubscriptionProperties lists the editable properties in display order.
func SubscriptionProperties() []Property {
	return []Property{PropDisplayName, PropOwner, PropState, PropStateComment}
}

func (e SubscriptionEdit) Text(p Property) text.Text {
	switch p {
	case PropDisplayName:
		return e.DisplayName
	case PropOwner:
		return e.Owner.Text()
	case PropState:
		return text.Text(e.State)
	case PropStateComment:
		return e.StateComment
	}
	return ""
}

func (e SubscriptionEdit) Changed(to SubscriptionEdit) []Property {
	return differing(e, to, SubscriptionProperties())
}

// body has the state with every comment: a comment alone has been seen ignored.
func (e SubscriptionEdit) body(names []Property) map[string]any {
	m := map[string]any{}
	if slices.Contains(names, PropStateComment) {
		m[string(PropState)] = string(e.State)
	}
	for _, p := range names {
		m[string(p)] = e.Text(p).Exact()
		if p == PropOwner {
			m[string(p)] = ownerPath(e.Owner)
		}
	}
	return m
}

func ownerPath(owner UserID) string { return "/users/" + string(owner) }

// SubscriptionPath is how the journal names a product subscription.
func SubscriptionPath(id string) string { return "subscriptions/" + escapeSegment(id) }

// subscriptionEntry begins an entry of the journal. It counts as one about the owner;
// one without an owner is listed by its own path.
func subscriptionEntry(s Subscription, what string) Entry {
	e := Entry{Entity: string(s.OwnerID()), What: what + " of product subscription " + s.ID.Exact()}
	if e.Entity == "" {
		e.Entity = SubscriptionPath(s.ID.Exact())
	}
	return e
}

func (s *Subscriptions) noun() *noun[Subscription, SubscriptionEdit] {
	return &noun[Subscription, SubscriptionEdit]{
		c: s.c, name: "product subscription", path: "subscriptions", get: OpSubscriptionGet,
		id:    func(s Subscription) string { return s.ID.Exact() },
		edit:  Subscription.Edit,
		born:  func(s Subscription) time.Time { return s.Created },
		entry: subscriptionEntry,
		at:    SubscriptionPath,
		written: func(_ Subscription, r Result, now state[Subscription]) Written {
			return Written{Result: r, Subscription: SubscriptionVersion{Subscription: now.entity, ETag: now.etag}}
		},
	}
}

// Update changes a product subscription (Subscription_Update, PATCH) if it still is
// the version in base.
func (s *Subscriptions) Update(base SubscriptionVersion, to SubscriptionEdit) Write {
	return s.noun().update(OpSubscriptionUpdate, state[Subscription]{base.Subscription, base.ETag}, base.Exact, to, SubscriptionEdit.body,
		func(was Subscription) Subscription {
			was.DisplayName, was.State, was.StateComment = to.DisplayName, text.Text(to.State), to.StateComment
			if was.OwnerID() != to.Owner {
				was.Owner = text.Text(ownerPath(to.Owner))
			}
			return was
		})
}

type NewSubscription struct {
	ID          string
	Owner       UserID // "": none
	Scope       SubscriptionScope
	DisplayName text.Text
	State       State // always sent: the service's default is submitted
}

func (n NewSubscription) edit() SubscriptionEdit {
	return SubscriptionEdit{DisplayName: n.DisplayName, Owner: n.Owner, State: n.State}
}

func (n NewSubscription) missing(now Subscription) []Property {
	all := edits[SubscriptionEdit]{[]Property{PropDisplayName, PropOwner, PropState}, n.edit()}.missing(now.Edit())
	is := now.Scoped()
	if is.Kind != n.Scope.Kind || !strings.EqualFold(is.ID.Exact(), n.Scope.ID.Exact()) {
		all = append(all, PropScope)
	}
	return all
}

// Create creates a product subscription (Subscription_CreateOrUpdate, PUT). It looks
// up the id first, and fails with *TakenError when it is taken. For one product and
// owner, one is created at a time: the service refuses another meanwhile.
func (s *Subscriptions) Create(n NewSubscription) Write {
	sub := Subscription{ID: text.Text(n.ID)}
	body := map[string]any{"scope": n.Scope.path(), "displayName": n.DisplayName.Exact(), "state": string(n.State)}
	if n.Owner != "" {
		sub.Owner = text.Text(ownerPath(n.Owner))
		body["ownerId"] = ownerPath(n.Owner)
	}
	changes := []Change{{Property: PropScope, After: text.Text(n.Scope.path())}}
	for _, p := range []Property{PropOwner, PropDisplayName, PropState} {
		changes = append(changes, Change{Property: p, After: n.edit().Text(p)})
	}
	w := s.noun().create(OpSubscriptionPut, sub, func() map[string]any { return body }, changes, n.missing)
	w.lane = s.lane(n)
	return w
}

// lane is what creations of one product and owner share.
func (s *Subscriptions) lane(n NewSubscription) *sync.Mutex {
	lane, _ := s.lanes.LoadOrStore(strings.ToLower(n.Scope.path()+" "+string(n.Owner)), &sync.Mutex{})
	return lane.(*sync.Mutex)
}

// Delete deletes a product subscription (Subscription_Delete) if it still is the
// version in base.
func (s *Subscriptions) Delete(base SubscriptionVersion) Write {
	return s.noun().remove(OpSubscriptionDelete, state[Subscription]{base.Subscription, base.ETag}, base.Exact, nil)
}
