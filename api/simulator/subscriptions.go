package simulator

import (
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Subscription is a subscription to a product, an API or all APIs.
type Subscription struct {
	ID, OwnerID  string // OwnerID is a user id; "" when there is none
	Scope        string // below the service: /products/{id}, /apis/{id} or /apis; "/" of the built-in one
	DisplayName  *string
	State        string
	Created      time.Time
	Started      *time.Time
	Expires      *time.Time
	Ended        *time.Time
	Notified     *time.Time
	StateComment *string
	AllowTracing bool

	row  uint64
	keys [2]string // primary and secondary; "" are those it was made with
}

// subscriptions holds all product subscriptions in order, and by id and owner.
type subscriptions struct {
	list    []*Subscription
	byID    map[string]*Subscription
	byOwner map[string][]*Subscription
}

func (l *subscriptions) add(s *Subscription) {
	l.list = append(l.list, s)
	l.byID[s.ID] = s
	l.byOwner[s.OwnerID] = append(l.byOwner[s.OwnerID], s)
}

// move gives a subscription another owner.
func (l *subscriptions) move(s *Subscription, to string) {
	l.byOwner[s.OwnerID] = slices.DeleteFunc(l.byOwner[s.OwnerID], func(o *Subscription) bool { return o == s })
	s.OwnerID = to
	l.byOwner[to] = append(l.byOwner[to], s)
}

func (l *subscriptions) remove(s *Subscription) {
	l.move(s, "")
	l.byOwner[""] = slices.DeleteFunc(l.byOwner[""], func(o *Subscription) bool { return o == s })
	l.list = slices.DeleteFunc(l.list, func(o *Subscription) bool { return o == s })
	delete(l.byID, s.ID)
}

// release removes the subscriptions of a deleted user, or keeps them without an
// owner.
func (l *subscriptions) release(user string, drop bool) {
	for _, s := range l.byOwner[user] {
		s.OwnerID = ""
		if drop {
			delete(l.byID, s.ID)
		} else {
			l.byOwner[""] = append(l.byOwner[""], s)
		}
	}
	if drop {
		l.list = slices.DeleteFunc(l.list, func(s *Subscription) bool { return l.byID[s.ID] == nil })
	}
	delete(l.byOwner, user)
}

// subscriptionContract returns a subscription as an entity. path is its
// collection, below the service.
func (s *Service) subscriptionContract(c *call, sub *Subscription, path, kind string) object {
	p := s.subscriptionProperties(c, sub)
	if c.version().keys {
		p = append(p, s.keys(sub)...)
	}
	return s.resource(path, kind, sub.ID, p)
}

// subscriptionProperties are those of a subscription without its keys. Without an
// owner there is no ownerId.
func (s *Service) subscriptionProperties(c *call, sub *Subscription) object {
	var p object
	if sub.OwnerID != "" {
		p = object{{"ownerId", s.base + "/users/" + sub.OwnerID}}
	}
	p = append(p, object{
		{"scope", s.base + sub.Scope}, {"displayName", sub.DisplayName}, {"state", sub.State},
		{"createdDate", sub.Created}, {"startDate", sub.Started}, {"expirationDate", sub.Expires},
		{"endDate", sub.Ended}, {"notificationDate", sub.Notified}, {"stateComment", sub.StateComment},
	}...)
	if c.version().tracing {
		p = append(p, member{"allowTracing", sub.AllowTracing})
	}
	return p
}

func (s *Service) subscriptionColumns() columns[*Subscription] {
	return columns[*Subscription]{
		"name":         {textField, func(l *Subscription) value { return textValue(l.ID) }},
		"displayName":  {textField, func(l *Subscription) value { return optionalValue(l.DisplayName) }},
		"stateComment": {textField, func(l *Subscription) value { return optionalValue(l.StateComment) }},
		"ownerId":      {textField, func(l *Subscription) value { return textValue(s.base + "/users/" + l.OwnerID) }},
		"scope":        {textField, func(l *Subscription) value { return textValue(s.base + l.Scope) }},
		"userId":       {textField, func(l *Subscription) value { return textValue(l.OwnerID) }},
		"productId":    {textField, func(l *Subscription) value { return textValue(strings.TrimPrefix(l.Scope, "/products/")) }},
		"state":        {exactField, func(l *Subscription) value { return textValue(l.State) }},
	}
}

func (s *Service) subscriptionPage(c *call, from []*Subscription, path, kind string) answer {
	return page(s, c, from, s.subscriptionColumns(), func(sub *Subscription) object { return s.subscriptionContract(c, sub, path, kind) })
}

func (s *Service) listSubscriptions(c *call) answer {
	return s.subscriptionPage(c, s.subs.list, "subscriptions", "subscriptions")
}

func (s *Service) listUserSubscriptions(c *call, u *User) answer {
	return s.subscriptionPage(c, s.subs.byOwner[u.ID], "users/"+u.ID+"/subscriptions", "users/subscriptions")
}

func (s *Service) getUserSubscription(c *call) answer {
	u, sub := s.namedUser(c), s.namedSubscription(c)
	switch {
	case u == nil:
		return missing("User")
	case sub == nil || sub.OwnerID != u.ID:
		return missing("Subscription")
	}
	sub = s.shownSubscription(c)
	o := s.subscriptionContract(c, sub, "users/"+u.ID+"/subscriptions", "users/subscriptions")
	return tagged(entity(http.StatusOK, o), rowTag(sub.row))
}

func (s *Service) getSubscription(c *call, sub *Subscription) answer {
	o := s.subscriptionContract(c, sub, "subscriptions", "subscriptions")
	return tagged(entity(http.StatusOK, o), rowTag(sub.row))
}

func (s *Service) listSecrets(_ *call, sub *Subscription) answer {
	return tagged(entity(http.StatusOK, s.keys(sub)), rowTag(sub.row))
}

// keys returns the two keys of a subscription, 32 hexadecimal digits each.
func (s *Service) keys(sub *Subscription) object {
	key := func(i int, name string) string {
		if sub.keys[i] != "" {
			return sub.keys[i]
		}
		mac := hmac.New(sha256.New, fmt.Appendf(nil, "%d %s", s.o.Seed, name))
		fmt.Fprint(mac, sub.ID)
		return fmt.Sprintf("%x", mac.Sum(nil)[:16])
	}
	return object{{"primaryKey", key(0, "primary")}, {"secondaryKey", key(1, "secondary")}}
}

// readSubscription changes a subscription as the body says, and returns the owner
// that it names, or nil. A PUT must have a scope and a name. A product's
// subscription starts on the day it is activated, and is announced to end 12 days
// before it does.
func (s *Service) readSubscription(c *call, now *Subscription, put bool) (owner *string, f *fields) {
	f = c.properties("")
	read := f.text
	if put {
		read = f.required
	}
	now.DisplayName = cmp.Or(read("displayName", 1, 100), now.DisplayName)
	owner, comment := f.text("ownerId", 0, 0), f.text("stateComment", 0, 0)
	set(&now.keys[0], f.text("primaryKey", 1, 256))
	set(&now.keys[1], f.text("secondaryKey", 1, 256))
	state := f.choice("state", true, "suspended", "active", "expired", "submitted", "rejected", "cancelled")
	if raw, ok := f.take("allowTracing"); ok && json.Unmarshal(raw, &now.AllowTracing) != nil {
		f.refuse("allowTracing", "The field 'allowTracing' must be true or false.")
	}
	expires := f.text("expirationDate", 0, 0)
	if expires != nil {
		t, err := parseTime(*expires)
		if err != nil {
			f.refuse("expirationDate", "The field 'expirationDate' must be a date and time.")
		}
		now.Expires = &t
	}
	if owner != nil {
		id, ok := strings.CutPrefix(strings.TrimPrefix(*owner, s.base), "/users/")
		if owner = &id; !ok || s.users.byID[id] == nil {
			f.refuse("ownerId", "User not found.")
		}
	}
	if scope := read("scope", 1, 0); scope != nil {
		now.Scope = strings.TrimSuffix(strings.TrimPrefix(*scope, s.base), "/")
		if !knownScope(now.Scope) {
			f.refuse("scope", "Subscription scope should be one of '/apis', '/apis/{apiId}', '/products/{productId}'")
		}
	}
	c.flag("notify", &f.bad)
	c.appType(&f.bad)
	if now.State == "" {
		state = cmp.Or(state, "submitted") // of a new one
	}
	if state != "" {
		now.State, now.StateComment = state, cmp.Or(comment, now.StateComment)
	}
	product := strings.HasPrefix(now.Scope, "/products/")
	if state == "active" && product && now.Started == nil {
		now.Started = new(c.now.UTC().Truncate(24 * time.Hour))
	}
	if expires != nil && product {
		now.Notified = new(now.Expires.AddDate(0, 0, -12))
	}
	return owner, f
}

func knownScope(scope string) bool {
	if id, ok := strings.CutPrefix(scope, "/products/"); ok {
		return slices.ContainsFunc(catalog(), func(p product) bool { return p.id == id })
	}
	id, ok := strings.CutPrefix(scope, "/apis/")
	return scope == "/apis" || ok && slices.ContainsFunc(apis(), func(a api) bool { return a.id == id })
}

// full reports whether an owner has as many subscriptions as the product allows.
func (s *Service) full(owner, scope string) bool {
	n := 0
	for _, sub := range s.subs.byOwner[owner] {
		if sub.Scope == scope && (sub.State == "active" || sub.State == "submitted") {
			n++
		}
	}
	return slices.ContainsFunc(catalog(), func(p product) bool {
		return "/products/"+p.id == scope && p.limit > 0 && n >= p.limit
	})
}

// writeSubscription creates, overwrites or changes a subscription. It answers with the
// keys and the owner, whatever the api-version.
func (s *Service) writeSubscription(c *call) answer {
	id, put := c.args["sid"], c.r.Method == http.MethodPut
	sub, current, status := s.subs.byID[id], "", http.StatusCreated
	now := Subscription{ID: id, Created: c.now.UTC().Truncate(time.Millisecond)}
	switch {
	case sub != nil:
		now, current, status = *sub, rowTag(sub.row), http.StatusOK
	case !put:
		return missing("Subscription")
	}
	owner, f := s.readSubscription(c, &now, put)
	refusal := f.refusal(nil)
	switch {
	case refusal != nil:
		return *refusal
	case units(id) > 256 || strings.ContainsAny(id, "*#&+:<>?"):
		return invalid(violation{"sid", "Invalid field 'sid' specified"})
	case !c.matches(current):
		return modified()
	case sub == nil && owner != nil && s.full(*owner, now.Scope):
		return serviceError(http.StatusBadRequest, "ValidationError", "Subscriptions limit reached for same user", nil)
	case sub == nil:
		sub = &Subscription{ID: id}
		s.subs.add(sub)
	}
	*sub = now
	if owner != nil {
		s.subs.move(sub, *owner)
	}
	sub.row = s.nextRow()
	if !put && c.version().patched != http.StatusOK {
		return empty(c.version().patched)
	}
	sub = s.shownSubscription(c)
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

func (s *Service) RemoveSubscription(id string) { with(s, s.subs.byID, id, s.subs.remove) }
