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

const builtInUser = "1" // the id of the administrator every service has

// User is a stored user. Passwords are not stored.
type User struct {
	ID                         string
	FirstName, LastName, Email string
	State                      string // active, blocked, pending, deleted
	Note                       *string
	RegistrationDate           time.Time
	Identities                 []Identity
	Groups                     []string // ids of the user's groups

	version version
}

// Identity is one way to sign in.
type Identity struct{ Provider, ID string }

// ETag returns the user's ETag with quotes, as GET, HEAD and PUT send it.
func (u User) ETag() string { return u.version.etag() }

func (u *User) clone() User {
	c := *u
	c.Identities = slices.Clone(u.Identities)
	c.Groups = slices.Clone(u.Groups)
	if u.Note != nil {
		note := *u.Note
		c.Note = &note
	}
	return c
}

// differs reports whether a write changed any writable property.
func (u *User) differs(o *User) bool {
	sameNote := u.Note == nil && o.Note == nil || u.Note != nil && o.Note != nil && *u.Note == *o.Note
	return !sameNote || u.FirstName != o.FirstName || u.LastName != o.LastName || u.Email != o.Email ||
		u.State != o.State || !slices.Equal(u.Identities, o.Identities)
}

// people holds all users in list order, and by id.
type people struct {
	list []*User
	byID map[string]*User
}

func (p *people) add(u *User) {
	p.list = append(p.list, u)
	p.byID[u.ID] = u
}

func (p *people) remove(u *User) {
	delete(p.byID, u.ID)
	i := slices.Index(p.list, u)
	p.list = slices.Delete(p.list, i, i+1)
}

func (p *people) withEmail(email string) *User {
	for _, u := range p.list {
		if strings.EqualFold(u.Email, email) {
			return u
		}
	}
	return nil
}

// with calls do, alone, with what has that id. It returns false when there is
// nothing.
func with[E any](s *Service, all map[string]*E, id string, do func(*E)) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	e := all[id]
	if e != nil {
		do(e)
	}
	return e != nil
}

// User returns a copy of a user.
func (s *Service) User(userID string) (found User, ok bool) {
	ok = with(s, s.users.byID, userID, func(u *User) { found = u.clone() })
	return found, ok
}

// Edit changes a user as another administrator would: its ETag moves. It
// returns false when there is no such user. change must not change the id or
// call the Service.
func (s *Service) Edit(userID string, change func(*User)) bool {
	return with(s, s.users.byID, userID, func(u *User) {
		edited := u.clone()
		change(&edited)
		edited.ID, edited.version = u.ID, s.nextVersion()
		*u = edited
	})
}

// Remove deletes a user with its product subscriptions, as another
// administrator would. It returns false when there is no such user.
func (s *Service) Remove(userID string) bool {
	return with(s, s.users.byID, userID, func(u *User) {
		s.users.remove(u)
		s.subs.release(u.ID, true)
	})
}

func userColumns() columns[*User] {
	return columns[*User]{
		"name":             {textField, func(u *User) value { return textValue(u.ID) }},
		"firstName":        {textField, func(u *User) value { return textValue(u.FirstName) }},
		"lastName":         {textField, func(u *User) value { return textValue(u.LastName) }},
		"email":            {textField, func(u *User) value { return textValue(u.Email) }},
		"note":             {textField, func(u *User) value { return optionalValue(u.Note) }},
		"state":            {exactField, func(u *User) value { return textValue(u.State) }},
		"registrationDate": {dateField, func(u *User) value { return value{at: u.RegistrationDate} }},
	}
}

// contract returns a user as an entity on the wire. With nil groups it omits
// the property.
func (s *Service) contract(u *User, groups list) object {
	return s.resource("users", "users", u.ID, userProperties(u, groups))
}

func userProperties(u *User, groups list) object {
	p := object{
		{"firstName", u.FirstName}, {"lastName", u.LastName}, {"email", u.Email},
		{"state", u.State}, {"registrationDate", u.RegistrationDate}, {"note", u.Note},
	}
	if groups != nil {
		p = append(p, member{"groups", groups})
	}
	return append(p, member{"identities", identityList(u)})
}

func identityList(u *User) list {
	l := list{}
	for _, i := range u.Identities {
		l = append(l, object{{"provider", i.Provider}, {"id", i.ID}})
	}
	return l
}

func (s *Service) listUsers(c *call) answer {
	var bad []violation
	expand := c.flag("expandGroups", &bad)
	return page(s, c, s.users.list, userColumns(), func(u *User) object {
		if expand {
			return s.contract(u, s.expanded(u))
		}
		return s.contract(u, nil)
	}, bad...)
}

func (s *Service) getUser(_ *call, u *User) answer {
	return tagged(entity(http.StatusOK, s.contract(u, nil)), u.version.etag())
}

// duplicate refuses an address of another user.
func (s *Service) duplicate(id string, email *string) []violation {
	if email == nil {
		return nil
	}
	if other := s.users.withEmail(*email); other != nil && other.ID != id {
		return []violation{{"email", "A user with the e-mail '" + *email + "' exists already."}}
	}
	return nil
}

// writeUser creates, overwrites or changes a user.
func (s *Service) writeUser(c *call) answer {
	id, put := c.args["user"], c.r.Method == http.MethodPut
	u, current, status := s.users.byID[id], "", http.StatusCreated
	now := User{ID: id, RegistrationDate: c.now.UTC().Truncate(time.Millisecond), Groups: []string{developers}}
	switch {
	case u != nil:
		now, current, status = u.clone(), u.version.etag(), http.StatusOK
	case !put:
		return missing("User")
	}
	body, f := c.readUser(&now, u, put)
	var bad []violation
	notify := put && c.flag("notify", &bad)
	if units(id) > 80 {
		bad = append(bad, violation{"userId", "Invalid field 'userId' specified"})
	}
	if refusal := f.refusal(append(bad, s.duplicate(id, body.email)...)); refusal != nil {
		return *refusal
	}
	if !c.matches(current) {
		return modified()
	}
	if u == nil {
		basic := []Identity{{"Basic", now.Email}}
		if !body.identities {
			now.Identities = basic
		}
		u = &User{ID: id, FirstName: now.FirstName, LastName: now.LastName, Email: now.Email, State: "active", Identities: basic}
		s.users.add(u)
	}
	if put || body.password || now.differs(u) {
		now.version = s.nextVersion()
	}
	c.keep(&now, *u)
	*u = now
	if body.confirmation != "" {
		s.mail(body.confirmation, u, body.appType, c.now)
	}
	if notify {
		s.mail("notify", u, body.appType, c.now)
	}
	u = s.shownUser(c)
	switch {
	case put:
		return tagged(entity(status, s.contract(u, s.expanded(u))), u.version.etag())
	case c.version().patched == http.StatusNoContent:
		return empty(http.StatusNoContent)
	}
	// The service returns no groups here, even if the user has some.
	return tagged(entity(http.StatusOK, s.contract(u, list{})), u.version.half())
}

// userBody is what a PUT or PATCH says beside the user's new properties.
type userBody struct {
	email                 *string // nil when absent
	identities, password  bool    // they are there
	confirmation, appType string
}

// readUser changes a user as the body says. was is the user before, or nil. A PUT
// requires properties that PATCH may omit, and resets others to their defaults.
func (c *call) readUser(now, was *User, put bool) (b userBody, f *fields) {
	f = c.properties("")
	read := f.text
	if put {
		read, now.State, now.Note = f.required, "active", nil
	}
	b.email = read("email", 1, 254)
	if b.email != nil && !looksLikeMail(*b.email) {
		f.refuse("email", "The field 'email' must be an e-mail address.")
	}
	set(&now.Email, b.email)
	set(&now.FirstName, read("firstName", 1, 100))
	set(&now.LastName, read("lastName", 1, 100))
	state := f.choice("state", true, "active", "blocked", "pending", "deleted")
	now.State = cmp.Or(state, now.State)
	if _, given := f.left["note"]; given {
		now.Note = f.text("note", 0, 0)
	}
	b.password = f.text("password", 0, 0) != nil
	b.identities = f.identities(now, was)
	if put {
		b.confirmation = f.choice("confirmation", false, "signup", "invite")
		b.appType = f.choice("appType", false, "portal", "developerPortal")
	}
	if was != nil && was.ID == builtInUser && state != "" && state != "active" {
		f.refuse("state", "The state of the built-in user cannot be changed.")
	}
	return b, f
}

// looksLikeMail only requires text on both sides of an @.
func looksLikeMail(s string) bool {
	at := strings.LastIndexByte(s, '@')
	return at > 0 && at < len(s)-1 && !strings.ContainsAny(s, " \t\r\n")
}

// identities reads the list, and reports whether there is one.
func (f *fields) identities(now, was *User) bool {
	raw, ok := f.take("identities")
	if !ok {
		return false
	}
	var items []struct{ Provider, ID *string }
	if err := json.Unmarshal(raw, &items); err != nil {
		f.refuse("identities", "The field 'identities' must be a list of objects with provider and id.")
		return false
	}
	now.Identities = nil
	for i, item := range items {
		target := fmt.Sprintf("identities[%d].", i)
		if item.ID == nil || *item.ID == "" {
			f.refuse(target+"id", "The field 'id' is required.")
			continue
		}
		if item.Provider == nil || *item.Provider == "" {
			f.refuse(target+"provider", "The field 'provider' is required.")
			continue
		}
		id := Identity{Provider: *item.Provider, ID: *item.ID}
		if !addable(id.Provider) && (was == nil || !slices.Contains(was.Identities, id)) {
			f.refuse(target+"provider", "The specified condition was not met for 'provider'.")
		}
		now.Identities = append(now.Identities, id)
	}
	return true
}

// addable reports whether an administrator can add an identity. Directory
// identities only come from a sign-in.
func addable(provider string) bool {
	return slices.Contains([]string{"Basic", "Google", "Facebook", "Twitter", "Microsoft"}, provider)
}
