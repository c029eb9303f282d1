package simulator

import (
	"slices"
	"strings"
	"time"
)

// builtInUser is the id of the administrator every service has.
const builtInUser = "1"

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

// withEmail finds the user with an address, ignoring case.
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
