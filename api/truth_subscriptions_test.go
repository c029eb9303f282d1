package api_test

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"apimtui/api"
	"apimtui/api/report"
	"apimtui/api/simulator"
)

// subscribed is the id of a product subscription of the table.
const subscribed = "s-1"

func truthSubscriptions() []truthWrite {
	change := func(base api.SubscriptionVersion, to func(e *api.SubscriptionEdit)) api.SubscriptionEdit {
		e := base.Subscription.Edit()
		to(&e)
		return e
	}
	state := truthWrite{
		name: "suspension", id: subscribed, sent: report.Change, documented: never,
		sub: func(c *api.Client, b api.SubscriptionVersion) api.Write {
			return c.Subscriptions.Update(b, change(b, func(e *api.SubscriptionEdit) { e.State = "suspended" }))
		},
		held: func(u simulator.User, _ bool) bool { return u.State == "suspended" },
		same: func(u *simulator.User) { u.State = "cancelled" }, ours: func(u *simulator.User) { u.State = "suspended" }, other: lastName("Theirs"),
	}
	exact := state
	exact.name, exact.exact = "suspension, of this version alone", true
	exact.sub = func(c *api.Client, b api.SubscriptionVersion) api.Write { b.Exact = true; return state.sub(c, b) }
	forced := state
	forced.name, forced.forced = "suspension, of any version", true
	forced.sub = func(c *api.Client, b api.SubscriptionVersion) api.Write {
		b.ETag, b.Exact = api.AnyVersion, true
		return state.sub(c, b)
	}
	older := state
	older.name, older.version, older.documented = "suspension, 2019-12-01", "2019-12-01", emptyIs(http.StatusNoContent)
	rejection := state
	rejection.name = "rejection with a comment"
	rejection.sub = func(c *api.Client, b api.SubscriptionVersion) api.Write {
		return c.Subscriptions.Update(b, change(b, func(e *api.SubscriptionEdit) { e.State, e.StateComment = "rejected", "mine" }))
	}
	rejection.held = func(u simulator.User, _ bool) bool { return u.State == "rejected" && noteIs(u, true) }
	rejection.same, rejection.ours = notes("theirs"), func(u *simulator.User) { u.State = "rejected"; notes("mine")(u) }
	creation := state
	creation.name, creation.id, creation.sent = "new product subscription", "s-new", report.Creation
	creation.sub = func(c *api.Client, _ api.SubscriptionVersion) api.Write {
		return c.Subscriptions.Create(api.NewSubscription{ID: "s-new", Owner: hiroshi, DisplayName: "Mine", State: api.StateActive,
			Scope: api.SubscriptionScope{Kind: api.ScopeProduct, ID: "logistics"}})
	}
	creation.held = func(u simulator.User, there bool) bool { return there && u.LastName == "Mine" && u.State == "active" }
	creation.same, creation.other = lastName("Theirs"), notes("theirs")
	creation.ours = func(u *simulator.User) { u.LastName, u.State = "Mine", "active" }
	removal := state
	removal.name, removal.sent, removal.documented = "deletion of a product subscription", report.Deletion, emptyIs(http.StatusOK, http.StatusNoContent)
	removal.sub = func(c *api.Client, b api.SubscriptionVersion) api.Write { return c.Subscriptions.Delete(b) }
	removal.held = func(_ simulator.User, there bool) bool { return !there }
	removal.ours = notes("theirs")
	key := state
	key.name, key.key, key.documented = "new key", true, emptyIs(http.StatusNoContent)
	key.sub = func(c *api.Client, b api.SubscriptionVersion) api.Write {
		return c.Subscriptions.Regenerate(b.Subscription, api.PrimaryKey)
	}
	key.held = func(u simulator.User, there bool) bool { return there && u.FirstName != loadedKey }
	key.same, key.ours = firstName("their-key"), firstName("another-key")
	return []truthWrite{state, exact, forced, older, rejection, creation, removal, key}
}

// loadedKey is the primary key of the product subscription of a cell.
const loadedKey = "loaded-key"

func firstName(s string) func(u *simulator.User) { return func(u *simulator.User) { u.FirstName = s } }

// load reads what the write is about, and returns what makes the write from that.
func (w truthWrite) load(t *testing.T, c *api.Client) func() api.Write {
	switch {
	case w.group != nil:
		return w.loadGroup(t, c)
	case w.sub == nil:
		user, etag, err := c.Users.Get(t.Context(), hiroshi)
		if err != nil {
			t.Fatal(err)
		}
		return func() api.Write { return w.write(c, api.Version{User: user, ETag: etag}) }
	}
	v, err := c.Subscriptions.Get(t.Context(), subscribed)
	if err != nil {
		t.Fatal(err)
	}
	write := w.sub(c, v)
	return func() api.Write {
		if w.key { // it knows the key that it replaces
			return write
		}
		return w.sub(c, v)
	}
}

// normal gives the result of every write the form that the table judges.
func (w truthWrite) normal(r api.Written) api.Written {
	if w.group != nil {
		r.Now = api.Version{User: api.User{ID: api.UserID(r.Group.Group.ID.Exact())}, ETag: r.Group.ETag}
	}
	if w.sub != nil {
		r.Now = api.Version{User: api.User{ID: api.UserID(r.Subscription.Subscription.ID.Exact())}, ETag: r.Subscription.ETag}
	}
	return r
}

// find returns what the write is about, its ETag, and whether it is there.
func (w truthWrite) find(s *simulator.Service) (u simulator.User, etag string, there bool) {
	switch {
	case w.group != nil:
		return findGroup(s, w.id)
	case w.sub == nil:
		u, there = s.User(w.id)
		return u, u.ETag(), there
	}
	sub, there := s.Subscription(w.id)
	u = simulator.User{State: sub.State, Note: sub.StateComment, RegistrationDate: sub.Created}
	if sub.DisplayName != nil {
		u.LastName = *sub.DisplayName
	}
	if w.key && there {
		u.FirstName = primaryKey(s, w.id)
	}
	return u, sub.ETag(), there
}

// primaryKey is the key as the service hands it out.
func primaryKey(s *simulator.Service, id string) string {
	var keys struct{ PrimaryKey string }
	if err := json.NewDecoder(ask(s, http.MethodPost, "subscriptions/"+id+"/listSecrets", "").Body).Decode(&keys); err != nil {
		panic(err)
	}
	return keys.PrimaryKey
}

func (w truthWrite) edit(s *simulator.Service, change func(u *simulator.User)) {
	switch {
	case w.group != nil:
		editGroup(s, w.id, change)
		return
	case w.sub == nil:
		s.Edit(w.id, change)
		return
	}
	u, _, _ := w.find(s)
	change(&u)
	if w.key {
		ask(s, http.MethodPatch, "subscriptions/"+w.id, `{"properties":{"primaryKey":"`+u.FirstName+`"}}`)
	}
	s.EditSubscription(w.id, func(sub *simulator.Subscription) {
		sub.State, sub.StateComment, sub.Created, sub.DisplayName = u.State, u.Note, u.RegistrationDate, &u.LastName
	})
}

func (w truthWrite) remove(s *simulator.Service) {
	switch {
	case w.group != nil:
		ask(s, http.MethodDelete, "groups/"+w.id, "")
	case w.sub != nil:
		s.RemoveSubscription(w.id)
	default:
		s.Remove(w.id)
	}
}

func (w truthWrite) admit(s *simulator.Service) {
	if _, _, there := w.find(s); there {
		return
	}
	switch {
	case w.group != nil:
		putEntity(s, "groups/"+w.id, `{"properties":{"displayName":"New"}}`)
		return
	case w.sub == nil:
		admit(s, w.id)
		return
	}
	putEntity(s, "subscriptions/"+w.id, `{"properties":{"scope":"/products/logistics","ownerId":"/users/`+hiroshi+`","displayName":"New","state":"submitted"}}`)
}

// beginSubscription puts the product subscriptions back to where a cell begins.
func (w truthWrite) beginSubscription(s *simulator.Service) {
	admit(s, hiroshi)
	s.RemoveSubscription("s-new")
	s.RemoveSubscription(subscribed)
	old := w
	old.id = subscribed
	old.admit(s)
	old.edit(s, func(u *simulator.User) {
		u.FirstName, u.LastName, u.State, u.RegistrationDate = loadedKey, "Loaded", "active", time.Date(2014, 5, 6, 7, 8, 9, 0, time.UTC)
	})
}
