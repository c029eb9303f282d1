package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"

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

// Edit returns the editable properties.
func (s Subscription) Edit() SubscriptionEdit {
	return SubscriptionEdit{s.DisplayName, s.OwnerID(), State(s.State), s.StateComment}
}

// SubscriptionProperties lists the editable properties in display order.
func SubscriptionProperties() []Property {
	return []Property{PropDisplayName, PropOwner, PropState, PropStateComment}
}

// Text returns a property as text.
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

// Changed returns the properties that differ. States are the same in any case.
func (e SubscriptionEdit) Changed(to SubscriptionEdit) []Property {
	var all []Property
	for _, p := range SubscriptionProperties() {
		if e.Text(p) != to.Text(p) && (p != PropState || !e.State.Is(to.State)) {
			all = append(all, p)
		}
	}
	return all
}

// SubscriptionPatch is a change of some properties.
type SubscriptionPatch struct {
	Properties []Property
	To         SubscriptionEdit
}

// missing returns what of the patch a product subscription does not have.
func (p SubscriptionPatch) missing(now Subscription) []Property {
	var all []Property
	for _, name := range now.Edit().Changed(p.To) {
		if slices.Contains(p.Properties, name) {
			all = append(all, name)
		}
	}
	return all
}

// body has the state with every comment: a comment alone has been seen ignored.
func (p SubscriptionPatch) body() map[string]any {
	m := map[string]any{}
	if slices.Contains(p.Properties, PropStateComment) {
		m[string(PropState)] = string(p.To.State)
	}
	for _, name := range p.Properties {
		m[string(name)] = p.To.Text(name).Exact()
		if name == PropOwner {
			m[string(name)] = "/users/" + string(p.To.Owner)
		}
	}
	return m
}

func (p SubscriptionPatch) changes(from SubscriptionEdit) []Change {
	var all []Change
	for _, name := range p.Properties {
		all = append(all, Change{Property: name, Before: from.Text(name), After: p.To.Text(name)})
	}
	return all
}

// subscriptionWrite is a write of a product subscription.
type subscriptionWrite struct {
	write[Subscription]
	lane *sync.Mutex // held during a creation
}

func (w *subscriptionWrite) Request() Request { return w.request(w.base.etag) }

func (w *subscriptionWrite) Do(ctx context.Context, watch Watch) Written {
	if w.lane != nil {
		w.lane.Lock()
		defer w.lane.Unlock()
	}
	return written(w.do(ctx, watch))
}

func (w *subscriptionWrite) Check(ctx context.Context, before Written) Written {
	return written(w.check(ctx, before.Result))
}

func written(r Result, now state[Subscription]) Written {
	return Written{Result: r, Subscription: SubscriptionVersion{Subscription: now.entity, ETag: now.etag}}
}

// SubscriptionPath is how the journal names a product subscription.
func SubscriptionPath(id string) string { return "subscriptions/" + escapeSegment(id) }

// writeOf begins the write of a product subscription. In the journal it counts as
// one about its owner.
func (s *Subscriptions) writeOf(op Operation, id string, owner UserID, what string) *subscriptionWrite {
	w := &subscriptionWrite{write: write[Subscription]{
		c: s.c, entry: subscriptionEntry(id, owner, what), seen: SubscriptionPath(id),
		ready: func(context.Context) error { return checkSubscriptionID(op, id) },
		read: func(ctx context.Context) (state[Subscription], error) {
			v, err := s.Get(ctx, id)
			return state[Subscription]{v.Subscription, v.ETag}, err
		},
		differs: func(was, now Subscription) bool { return len(was.Edit().Changed(now.Edit())) > 0 },
		replaced: func(was, now Subscription) bool {
			return !was.Created.IsZero() && !now.Created.IsZero() && !was.Created.Equal(now.Created)
		},
	}}
	return w
}

// subscriptionEntry begins an entry of the journal. One without an owner is listed
// by its own path.
func subscriptionEntry(id string, owner UserID, what string) Entry {
	e := Entry{Entity: string(owner), What: what + " of product subscription " + id}
	if owner == "" {
		e.Entity = SubscriptionPath(id)
	}
	return e
}

func (s *Subscriptions) conditional(op Operation, base SubscriptionVersion, what string) *subscriptionWrite {
	id := base.Subscription.ID.Exact()
	w := s.writeOf(op, id, base.Subscription.OwnerID(), what)
	w.base, w.exact = state[Subscription]{base.Subscription, base.ETag}, base.Exact
	w.entry.Registered = base.Subscription.Created
	w.ready = func(context.Context) error {
		if base.ETag == "" || base.ETag == AnyVersion && !base.Exact {
			return &Error{Operation: op, Kind: KindRefused, Message: "the version of the product subscription is not known: read it again before changing it"}
		}
		return checkSubscriptionID(op, id)
	}
	return w
}

// subscriptionOf returns the product subscription in the answer to a write. It
// rejects any other answer. The answer has keys, which are not read.
func subscriptionOf(op Operation, id string, a answer) (Subscription, error) {
	var s Subscription
	err := json.Unmarshal(a.body, &s)
	if err != nil || !strings.EqualFold(s.ID.Exact(), id) || a.status > http.StatusCreated {
		return Subscription{}, a.malformed(op, err)
	}
	return s, nil
}

// Update changes a product subscription (Subscription_Update, PATCH) if it still is
// the version in base.
func (s *Subscriptions) Update(base SubscriptionVersion, p SubscriptionPatch) Write {
	id := base.Subscription.ID.Exact()
	labels := make([]string, len(p.Properties))
	for i, name := range p.Properties {
		labels[i] = name.Label()
	}
	w := s.conditional(OpSubscriptionUpdate, base, "change of "+strings.Join(labels, ", "))
	w.entry.Changes = p.changes(base.Subscription.Edit())
	w.request = func(etag ETag) Request {
		r := s.c.write(OpSubscriptionUpdate, http.MethodPatch, []string{"subscriptions", id}, nil)
		r.IfMatch, r.Body = etag, p.body()
		return r
	}
	w.answered = func(a answer) (Subscription, error) {
		if a.status == http.StatusNoContent && len(a.body) == 0 && s.c.apiVersion < "2021-08-01" {
			return Subscription{}, nil // all that older services say
		}
		return subscriptionOf(OpSubscriptionUpdate, id, a)
	}
	w.has = func(now Subscription) trace {
		if len(p.missing(now)) > 0 {
			return missing
		}
		return whole
	}
	w.settled = func(ctx context.Context, a answer, made Subscription, _ Watch) (Result, state[Subscription]) {
		r, now := Result{Outcome: Saved, Own: true}, state[Subscription]{made, strong(a.header.Get("ETag"))}
		if now.etag == "" || made.ID == "" {
			var err error
			if now, err = w.look(ctx); err != nil {
				return Result{Outcome: Saved}, state[Subscription]{entity: p.onto(made, base.Subscription)}
			}
			r.Own = false
		}
		r.Ignored = p.missing(now.entity)
		r.Own = r.Own && len(r.Ignored) == 0
		return r, now
	}
	return w
}

// onto returns what was answered, or else the product subscription with the change.
func (p SubscriptionPatch) onto(answered, was Subscription) Subscription {
	if answered.ID != "" {
		return answered
	}
	for _, name := range p.Properties {
		switch name {
		case PropDisplayName:
			was.DisplayName = p.To.DisplayName
		case PropOwner:
			was.Owner = text.Text("/users/" + string(p.To.Owner))
		case PropState:
			was.State = text.Text(p.To.State)
		case PropStateComment:
			was.StateComment = p.To.StateComment
		}
	}
	return was
}

// NewSubscription is a product subscription to be created.
type NewSubscription struct {
	ID          string
	Owner       UserID // "": none
	Scope       SubscriptionScope
	DisplayName text.Text
	State       State // always sent: the service's default is submitted
}

// missing returns what of a creation is not there.
func (n NewSubscription) missing(now Subscription) []Property {
	p := SubscriptionPatch{Properties: []Property{PropDisplayName, PropOwner, PropState},
		To: SubscriptionEdit{DisplayName: n.DisplayName, Owner: n.Owner, State: n.State}}
	all := p.missing(now)
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
	w := s.writeOf(OpSubscriptionPut, n.ID, n.Owner, "creation")
	w.kind, w.lane = creation, s.lane(n)
	w.entry.Changes = []Change{{Property: PropScope, After: text.Text(n.Scope.path())}, {Property: PropOwner, After: n.Owner.Text()},
		{Property: PropDisplayName, After: n.DisplayName}, {Property: PropState, After: text.Text(n.State)}}
	w.ready = func(ctx context.Context) error {
		if err := checkSubscriptionID(OpSubscriptionPut, n.ID); err != nil {
			return err
		}
		_, err := s.Get(ctx, n.ID)
		switch {
		case err == nil:
			return &TakenError{Property: "sid"}
		case errors.Is(err, ErrNotFound):
			return nil
		}
		return err
	}
	w.request = func(ETag) Request {
		r := s.c.write(OpSubscriptionPut, http.MethodPut, []string{"subscriptions", n.ID}, nil)
		r.Body = map[string]any{"scope": n.Scope.path(), "displayName": n.DisplayName.Exact(), "state": string(n.State)}
		if n.Owner != "" {
			r.Body["ownerId"] = "/users/" + string(n.Owner)
		}
		return r
	}
	w.answered = func(a answer) (Subscription, error) { return subscriptionOf(OpSubscriptionPut, n.ID, a) }
	w.has = func(now Subscription) trace {
		if len(n.missing(now)) > 0 {
			return missing
		}
		return whole
	}
	w.settled = func(_ context.Context, a answer, made Subscription, _ Watch) (Result, state[Subscription]) {
		r := Result{Outcome: Saved, Own: true, Overwrote: a.status == http.StatusOK, Ignored: n.missing(made)}
		return r, state[Subscription]{made, strong(a.header.Get("ETag"))}
	}
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
	id := base.Subscription.ID.Exact()
	w := s.conditional(OpSubscriptionDelete, base, "deletion")
	w.kind = removal
	w.entry.Changes = SubscriptionPatch{Properties: base.Subscription.Edit().Changed(SubscriptionEdit{})}.changes(base.Subscription.Edit())
	w.request = func(etag ETag) Request {
		r := s.c.write(OpSubscriptionDelete, http.MethodDelete, []string{"subscriptions", id}, nil)
		r.IfMatch = etag
		return r
	}
	w.answered = func(a answer) (Subscription, error) {
		if len(a.body) > 0 || a.status != http.StatusOK && a.status != http.StatusNoContent {
			return Subscription{}, a.malformed(OpSubscriptionDelete, nil)
		}
		return Subscription{}, nil
	}
	w.settled = func(_ context.Context, a answer, _ Subscription, _ Watch) (Result, state[Subscription]) {
		// A 204 says that there was none.
		return Result{Outcome: Saved, Unclear: a.status == http.StatusNoContent}, state[Subscription]{}
	}
	return w
}
