package simulator

import (
	"crypto/hmac"
	"crypto/sha256"
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
		{"scope", s.base + sub.Scope},
		{"displayName", sub.DisplayName},
		{"state", sub.State},
		{"createdDate", sub.Created},
		{"startDate", sub.Started},
		{"expirationDate", sub.Expires},
		{"endDate", sub.Ended},
		{"notificationDate", sub.Notified},
		{"stateComment", sub.StateComment},
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
