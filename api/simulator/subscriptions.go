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
// collection, below the service. Without an owner there is no ownerId.
func (s *Service) subscriptionContract(c *call, sub *Subscription, path, kind string) object {
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
	v := c.version()
	if v.tracing {
		p = append(p, member{"allowTracing", sub.AllowTracing})
	}
	if v.keys {
		p = append(p, s.keys(sub)...)
	}
	return object{
		{"id", s.base + "/" + path + "/" + sub.ID},
		{"type", "Microsoft.ApiManagement/service/" + kind},
		{"name", sub.ID},
		{"properties", p},
	}
}

func subscriptionFields() schema {
	return schema{
		"name": textField, "displayName": textField, "stateComment": textField, "ownerId": textField,
		"scope": textField, "userId": textField, "productId": textField, "state": exactField,
	}
}

func (s *Service) subscriptionField(sub *Subscription, name string) value {
	switch name {
	case "name":
		return textValue(sub.ID)
	case "displayName":
		return optionalValue(sub.DisplayName)
	case "stateComment":
		return optionalValue(sub.StateComment)
	case "ownerId":
		return textValue(s.base + "/users/" + sub.OwnerID)
	case "scope":
		return textValue(s.base + sub.Scope)
	case "userId":
		return textValue(sub.OwnerID)
	case "productId":
		product, _ := strings.CutPrefix(sub.Scope, "/products/")
		return textValue(product)
	}
	return textValue(sub.State)
}

func (s *Service) subscriptionPage(c *call, from []*Subscription, path, kind string) answer {
	w, bad := c.window(subscriptionFields())
	if len(bad) > 0 {
		return invalid(bad...)
	}
	page, total := selectRows(from, w, s.subscriptionField)
	var items list
	for _, sub := range page {
		items = append(items, s.subscriptionContract(c, sub, path, kind))
	}
	return s.collection(c, w, items, total)
}

func (s *Service) listSubscriptions(c *call) answer {
	return s.subscriptionPage(c, s.subs.list, "subscriptions", "subscriptions")
}

func (s *Service) listUserSubscriptions(c *call) answer {
	u := s.shownUser(c)
	if u == nil {
		return missing("User")
	}
	return s.subscriptionPage(c, s.subs.byOwner[u.ID], "users/"+u.ID+"/subscriptions", "users/subscriptions")
}

func (s *Service) getUserSubscription(c *call) answer {
	u, sub := s.users.byID[c.args["user"]], s.subs.byID[c.args["sid"]]
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

func (s *Service) getSubscription(c *call) answer {
	sub := s.shownSubscription(c)
	if sub == nil {
		return missing("Subscription")
	}
	o := s.subscriptionContract(c, sub, "subscriptions", "subscriptions")
	return tagged(entity(http.StatusOK, o), rowTag(sub.row))
}

func (s *Service) headSubscription(c *call) answer {
	sub := s.shownSubscription(c)
	if sub == nil {
		return empty(http.StatusNotFound)
	}
	return tagged(empty(http.StatusOK), rowTag(sub.row))
}

func (s *Service) listSecrets(c *call) answer {
	sub := s.shownSubscription(c)
	if sub == nil {
		return missing("Subscription")
	}
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
