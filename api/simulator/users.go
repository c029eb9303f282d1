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
	expand, problem := c.flag("expandGroups")
	var bad []violation
	if problem != nil {
		bad = append(bad, *problem)
	}
	return page(s, c, s.users.list, userColumns(), func(u *User) object {
		if expand {
			return s.contract(u, s.expanded(u))
		}
		return s.contract(u, nil)
	}, bad...)
}

func (s *Service) getUser(c *call) answer {
	u := s.shownUser(c)
	if u == nil {
		return missing("User")
	}
	return tagged(entity(http.StatusOK, s.contract(u, nil)), u.version.etag())
}

func (s *Service) headUser(c *call) answer {
	u := s.shownUser(c)
	if u == nil {
		return empty(http.StatusNotFound)
	}
	return tagged(empty(http.StatusOK), u.version.etag())
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

func (s *Service) putUser(c *call) answer {
	id := c.args["user"]
	was := s.users.byID[id]
	change, bad, refusal := c.readUser(was, true)
	if refusal != nil {
		return *refusal
	}
	notify, problem := c.flag("notify")
	if problem != nil {
		bad = append(bad, *problem)
	}
	if units(id) > 80 {
		bad = append(bad, violation{"userId", "Invalid field 'userId' specified"})
	}
	if bad = append(bad, s.duplicate(id, change.email)...); len(bad) > 0 {
		return invalid(bad...)
	}
	current, status := "", http.StatusCreated
	if was != nil {
		current, status = was.version.etag(), http.StatusOK
	}
	if m := c.r.Header.Get("If-Match"); !c.matches(current) || was == nil && m != "" {
		return modified()
	}
	u := s.put(c, id, was, &change)
	if change.confirmation != "" {
		s.mail(change.confirmation, u, change.appType, c.now)
	}
	if notify {
		s.mail("notify", u, change.appType, c.now)
	}
	u = s.shownUser(c)
	return tagged(entity(status, s.contract(u, s.expanded(u))), u.version.etag())
}

// put stores a new user or overwrites an existing one.
func (s *Service) put(c *call, id string, was *User, change *userChange) *User {
	if was != nil {
		before := *was
		*was = change.onto(was.clone())
		c.keep(was, before)
		was.version = s.nextVersion()
		return was
	}
	u := change.onto(User{ID: id, RegistrationDate: c.now.UTC().Truncate(time.Millisecond), Groups: []string{developers}})
	basic := []Identity{{"Basic", u.Email}}
	if !change.identitiesSet {
		u.Identities = basic
	}
	c.keep(&u, User{FirstName: u.FirstName, LastName: u.LastName, Email: u.Email, State: "active", Identities: basic})
	u.version = s.nextVersion()
	s.users.add(&u)
	return &u
}

func (s *Service) patchUser(c *call) answer {
	u := s.users.byID[c.args["user"]]
	if u == nil {
		return missing("User")
	}
	change, bad, refusal := c.readUser(u, false)
	if refusal != nil {
		return *refusal
	}
	if bad = append(bad, s.duplicate(u.ID, change.email)...); len(bad) > 0 {
		return invalid(bad...)
	}
	if !c.matches(u.version.etag()) {
		return modified()
	}
	after := change.onto(u.clone())
	if change.password || after.differs(u) {
		after.version = s.nextVersion()
	}
	c.keep(&after, *u)
	*u = after
	if c.version().patched == http.StatusNoContent {
		return empty(http.StatusNoContent)
	}
	u = s.shownUser(c)
	// The service returns no groups here, even if the user has some.
	return tagged(entity(http.StatusOK, s.contract(u, list{})), u.version.half())
}
