package simulator

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// subscriptionChange is the body of a PUT or PATCH; nil means absent.
type subscriptionChange struct {
	scope, owner, name, comment *string
	keys                        [2]*string
	state                       string
	expires                     *time.Time
	tracing                     *bool
}

// readSubscription reads the body. A PUT must have a scope and a name.
func (s *Service) readSubscription(c *call, creation bool) (subscriptionChange, *fields) {
	f := c.properties("")
	read := f.text
	if creation {
		read = f.required
	}
	v := subscriptionChange{name: read("displayName", 1, 100), owner: f.text("ownerId", 0, 0), comment: f.text("stateComment", 0, 0)}
	v.keys = [2]*string{f.text("primaryKey", 1, 256), f.text("secondaryKey", 1, 256)}
	v.state = f.choice("state", true, "suspended", "active", "expired", "submitted", "rejected", "cancelled")
	if raw, ok := f.take("allowTracing"); ok && json.Unmarshal(raw, &v.tracing) != nil {
		f.refuse("allowTracing", "The field 'allowTracing' must be true or false.")
	}
	if at := f.text("expirationDate", 0, 0); at != nil {
		t, err := parseTime(*at)
		if err != nil {
			f.refuse("expirationDate", "The field 'expirationDate' must be a date and time.")
		}
		v.expires = &t
	}
	if v.owner != nil {
		id, ok := strings.CutPrefix(strings.TrimPrefix(*v.owner, s.base), "/users/")
		if v.owner = &id; !ok || s.users.byID[id] == nil {
			f.refuse("ownerId", "User not found.")
		}
	}
	if v.scope = read("scope", 1, 0); v.scope != nil {
		scope := strings.TrimSuffix(strings.TrimPrefix(*v.scope, s.base), "/")
		if v.scope = &scope; !knownScope(scope) {
			f.refuse("scope", "Subscription scope should be one of '/apis', '/apis/{apiId}', '/products/{productId}'")
		}
	}
	c.flag("notify", &f.bad)
	c.appType(&f.bad)
	return v, f
}

func knownScope(scope string) bool {
	if id, ok := strings.CutPrefix(scope, "/products/"); ok {
		return slices.ContainsFunc(catalog(), func(p product) bool { return p.id == id })
	}
	id, ok := strings.CutPrefix(scope, "/apis/")
	return scope == "/apis" || ok && slices.ContainsFunc(apis(), func(a api) bool { return a.id == id })
}

// full reports whether the owner has as many subscriptions as the product allows.
func (s *Service) full(v subscriptionChange) bool {
	if v.owner == nil {
		return false
	}
	n := 0
	for _, sub := range s.subs.byOwner[*v.owner] {
		if sub.Scope == *v.scope && (sub.State == "active" || sub.State == "submitted") {
			n++
		}
	}
	return slices.ContainsFunc(catalog(), func(p product) bool {
		return "/products/"+p.id == *v.scope && p.limit > 0 && n >= p.limit
	})
}

func (s *Service) putSubscription(c *call) answer {
	id := c.args["sid"]
	v, f := s.readSubscription(c, true)
	sub, current := s.subs.byID[id], ""
	if sub != nil {
		current = rowTag(sub.row)
	}
	refusal := f.refusal(nil)
	switch {
	case refusal != nil:
		return *refusal
	case units(id) > 256 || strings.ContainsAny(id, "*#&+:<>?"):
		return invalid(violation{"sid", "Invalid field 'sid' specified"})
	case !c.matches(current):
		return modified()
	case sub != nil:
		s.change(c, sub, v)
		return s.writtenSubscription(c, http.StatusOK)
	case s.full(v):
		return serviceError(http.StatusBadRequest, "ValidationError", "Subscriptions limit reached for same user", nil)
	}
	sub = &Subscription{ID: id, State: "submitted", Created: c.now.UTC().Truncate(time.Millisecond)}
	v.state = cmp.Or(v.state, sub.State)
	s.subs.add(sub)
	s.change(c, sub, v)
	return s.writtenSubscription(c, http.StatusCreated)
}

func (s *Service) patchSubscription(c *call, sub *Subscription) answer {
	v, f := s.readSubscription(c, false)
	if refusal := f.refusal(nil); refusal != nil {
		return *refusal
	}
	if !c.matches(rowTag(sub.row)) {
		return modified()
	}
	s.change(c, sub, v)
	if status := c.version().patched; status != http.StatusOK {
		return empty(status)
	}
	return s.writtenSubscription(c, http.StatusOK)
}

// change applies a body. A product's subscription starts on the day it is
// activated, and is announced to end 12 days before it does.
func (s *Service) change(c *call, sub *Subscription, v subscriptionChange) {
	set(&sub.Scope, v.scope)
	set(&sub.keys[0], v.keys[0])
	set(&sub.keys[1], v.keys[1])
	set(&sub.AllowTracing, v.tracing)
	sub.DisplayName = cmp.Or(v.name, sub.DisplayName)
	if v.owner != nil {
		s.subs.move(sub, *v.owner)
	}
	product := strings.HasPrefix(sub.Scope, "/products/")
	if v.state != "" {
		sub.State = v.state
		sub.StateComment = cmp.Or(v.comment, sub.StateComment)
		if v.state == "active" && product && sub.Started == nil {
			sub.Started = new(c.now.UTC().Truncate(24 * time.Hour))
		}
	}
	if v.expires != nil {
		sub.Expires = v.expires
		if product {
			sub.Notified = new(v.expires.AddDate(0, 0, -12))
		}
	}
	sub.row = s.nextRow()
}

// writtenSubscription answers a write: with the keys and the owner, whatever the
// api-version.
func (s *Service) writtenSubscription(c *call, status int) answer {
	sub := s.shownSubscription(c)
	p := append(s.subscriptionProperties(c, sub), s.keys(sub)...)
	if u := s.users.byID[sub.OwnerID]; u != nil {
		bare := *u
		bare.Identities = nil
		p = append(p, member{"user", append(object{{"id", s.base + "/users/" + u.ID}}, userProperties(&bare, list{})...)})
	}
	return tagged(entity(status, s.resource("subscriptions", "subscriptions", sub.ID, p)), rowTag(sub.row))
}

func (s *Service) deleteSubscription(c *call) answer {
	sub := s.namedSubscription(c)
	switch {
	case sub == nil:
		return answer{status: http.StatusNoContent, noop: true}
	case !c.matches(rowTag(sub.row)):
		return modified()
	}
	s.subs.remove(sub)
	return empty(http.StatusOK)
}

// regenerate replaces the primary or the secondary key.
func regenerate(key int) func(*Service, *call, *Subscription) answer {
	return func(s *Service, _ *call, sub *Subscription) answer {
		sub.keys[key] = fmt.Sprintf("%016x%016x", s.random.Uint64(), s.random.Uint64())
		sub.row = s.nextRow()
		return empty(http.StatusNoContent)
	}
}

// Subscription returns a copy of a product subscription.
func (s *Service) Subscription(id string) (found Subscription, ok bool) {
	ok = with(s, s.subs.byID, id, func(sub *Subscription) { found = *sub })
	return found, ok
}

// ETag returns the ETag that a reading has.
func (s Subscription) ETag() string { return rowTag(s.row) }

// EditSubscription changes a product subscription as another administrator does,
// and returns false if there is none.
func (s *Service) EditSubscription(id string, change func(*Subscription)) bool {
	return with(s, s.subs.byID, id, func(sub *Subscription) {
		now := *sub
		change(&now)
		owner := now.OwnerID
		now.ID, now.OwnerID, now.row = sub.ID, sub.OwnerID, s.nextRow()
		*sub = now
		s.subs.move(sub, owner)
	})
}

// RemoveSubscription deletes a product subscription.
func (s *Service) RemoveSubscription(id string) { with(s, s.subs.byID, id, s.subs.remove) }
