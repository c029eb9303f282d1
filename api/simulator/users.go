package simulator

import (
	"net/http"
	"time"
)

// contract returns a user as an entity on the wire. With nil groups it omits
// the property.
func (s *Service) contract(u *User, groups list) object {
	return s.resource("users", "users", u.ID, userProperties(u, groups))
}

func userProperties(u *User, groups list) object {
	p := object{
		{"firstName", u.FirstName},
		{"lastName", u.LastName},
		{"email", u.Email},
		{"state", u.State},
		{"registrationDate", u.RegistrationDate},
		{"note", u.Note},
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
