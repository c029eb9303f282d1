package simulator

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
)

const developers = "developers" // the group of every user except guests

// Group is a group of users.
type Group struct {
	ID, DisplayName string
	Description     *string
	BuiltIn         bool
	Type            string  // custom, system, external
	ExternalID      *string // aad://{tenant}/groups/{object id}

	row uint64
}

func (s *Service) group(id string) *Group {
	for _, g := range s.groups {
		if g.ID == id {
			return g
		}
	}
	return nil
}

// groupContract returns a group as an entity; path is its collection, below the
// service.
func (s *Service) groupContract(g *Group, path, kind string) object {
	return s.resource(path, kind, g.ID, append(object{{"displayName", g.DisplayName}}, g.properties()...))
}

// properties are those that a group has in every place.
func (g *Group) properties() object {
	return object{{"description", g.Description}, {"builtIn", g.BuiltIn}, {"type", g.Type}, {"externalId", g.ExternalID}}
}

// expanded returns a user's groups inside the user: flat, and with the display
// name as "name".
func (s *Service) expanded(u *User) list {
	l := list{}
	for _, g := range s.groupsOf(u) {
		l = append(l, append(object{{"id", s.base + "/groups/" + g.ID}, {"name", g.DisplayName}}, g.properties()...))
	}
	return l
}

func (s *Service) groupsOf(u *User) []*Group {
	var in []*Group
	for _, g := range s.groups {
		if slices.Contains(u.Groups, g.ID) {
			in = append(in, g)
		}
	}
	return in
}

// sortGroups puts the built-in groups first, as observed. Every list of groups
// has this order.
func (s *Service) sortGroups() {
	slices.SortFunc(s.groups, func(a, b *Group) int {
		switch {
		case a.BuiltIn && !b.BuiltIn:
			return -1
		case b.BuiltIn && !a.BuiltIn:
			return 1
		}
		return strings.Compare(strings.ToLower(a.DisplayName), strings.ToLower(b.DisplayName))
	})
}

func groupColumns() columns[*Group] {
	return columns[*Group]{
		"name":        {textField, func(g *Group) value { return textValue(g.ID) }},
		"displayName": {textField, func(g *Group) value { return textValue(g.DisplayName) }},
		"description": {textField, func(g *Group) value { return optionalValue(g.Description) }},
		"externalId":  {exactField, func(g *Group) value { return optionalValue(g.ExternalID) }},
	}
}

func (s *Service) groupPage(c *call, from []*Group, path, kind string) answer {
	return page(s, c, from, groupColumns(), func(g *Group) object { return s.groupContract(g, path, kind) })
}

func (s *Service) listGroups(c *call) answer { return s.groupPage(c, s.groups, "groups", "groups") }

func (s *Service) listUserGroups(c *call, u *User) answer {
	return s.groupPage(c, s.groupsOf(u), "users/"+u.ID+"/groups", "users/groups")
}

func (s *Service) getGroup(_ *call, g *Group) answer { return s.groupAnswer(g, http.StatusOK) }

func (s *Service) groupAnswer(g *Group, status int) answer {
	return tagged(entity(status, s.groupContract(g, "groups", "groups")), rowTag(g.row))
}

// readGroup changes a group as the body says. The lengths are from the
// specification: display name 1 to 300, description up to 1000. A PUT resets
// what is absent.
func (c *call) readGroup(g *Group, put bool) *fields {
	f := c.properties("")
	read := f.text
	if put {
		read, g.Description, g.ExternalID = f.required, nil, nil
	}
	_, describe := f.left["description"]
	set(&g.DisplayName, read("displayName", 1, 300))
	if description := f.text("description", 0, 1000); describe {
		g.Description = description
	}
	g.ExternalID = cmp.Or(f.text("externalId", 0, 0), g.ExternalID)
	g.Type = cmp.Or(f.choice("type", false, "custom", "system", "external"), g.Type)
	return f
}

// writeGroup creates, overwrites or changes a group.
func (s *Service) writeGroup(c *call) answer {
	g, now, put := s.namedGroup(c), Group{ID: c.args["group"], Type: "custom"}, c.r.Method == http.MethodPut
	current, status := "", http.StatusCreated
	switch {
	case g != nil:
		now, current, status = *g, rowTag(g.row), http.StatusOK
	case !put:
		return missing("Group")
	}
	if refusal := c.readGroup(&now, put).refusal(nil); refusal != nil {
		return *refusal
	}
	if !c.matches(current) {
		return modified()
	}
	if g == nil {
		g = &Group{}
		s.groups = append(s.groups, g)
	}
	*g = now
	g.row = s.nextRow()
	s.sortGroups()
	return s.groupAnswer(s.shownGroup(c), status)
}

func (s *Service) deleteGroup(c *call) answer {
	g := s.namedGroup(c)
	switch {
	case g == nil:
		return answer{status: http.StatusNoContent, noop: true}
	case g.BuiltIn:
		return invalid(violation{"groupId", "A built-in group cannot be deleted."})
	case !c.matches(rowTag(g.row)):
		return modified()
	}
	s.groups = slices.DeleteFunc(s.groups, func(o *Group) bool { return o == g })
	for _, u := range s.users.list {
		u.leave(g.ID)
	}
	return empty(http.StatusOK)
}

// leave removes the user from a group. The slice may be shared with other
// users, so it is replaced, never changed.
func (u *User) leave(group string) bool {
	if !slices.Contains(u.Groups, group) {
		return false
	}
	u.Groups = slices.DeleteFunc(slices.Clone(u.Groups), func(id string) bool { return id == group })
	return true
}

// memberContract returns a user as a group member: the same properties, with
// another id and type.
func (s *Service) memberContract(g *Group, u *User, groups list) object {
	return s.resource("groups/"+g.ID+"/users", "groups/users", u.ID, userProperties(u, groups))
}

func (s *Service) listMembers(c *call, g *Group) answer {
	fields := userColumns()
	delete(fields, "state") // this list cannot be filtered by state
	var in []*User
	for _, u := range s.users.list {
		if slices.Contains(u.Groups, g.ID) {
			in = append(in, u)
		}
	}
	return page(s, c, in, fields, func(u *User) object { return s.memberContract(g, u, nil) })
}

func (s *Service) headMember(c *call) answer {
	g, u := s.namedGroup(c), s.namedUser(c)
	if g == nil || u == nil || !slices.Contains(u.Groups, g.ID) {
		return empty(http.StatusNotFound)
	}
	return empty(http.StatusNoContent)
}

// putMember adds a user to a group. The answer shows the user without groups
// and identities. Accepting members of built-in groups, here and in
// deleteMember, is an assumption: the service is said to manage them itself,
// but its answer to an attempt was never observed.
func (s *Service) putMember(c *call) answer {
	g, u := s.namedGroup(c), s.namedUser(c)
	switch {
	case g == nil:
		return missing("Group")
	case u == nil:
		return missing("User")
	}
	already := slices.Contains(u.Groups, g.ID)
	status := http.StatusOK
	if !already {
		status = http.StatusCreated
		u.Groups = append(slices.Clip(u.Groups), g.ID)
	}
	bare := *s.shownUser(c)
	bare.Identities = nil
	a := tagged(entity(status, s.memberContract(g, &bare, list{})), bare.version.half())
	a.noop = already
	return a
}

func (s *Service) deleteMember(c *call) answer {
	g, u := s.namedGroup(c), s.namedUser(c)
	switch {
	case g == nil:
		return missing("Group")
	case u == nil || !u.leave(g.ID):
		return answer{status: http.StatusNoContent, noop: true}
	}
	return empty(http.StatusOK)
}

func (s *Service) listIdentities(c *call, u *User) answer {
	l := identityList(u)
	body := object{{"value", l}, {"count", len(l)}, {"nextLink", nil}}
	if c.fault.NextLink != "" {
		body[2].value = c.fault.NextLink
	}
	return withBody(http.StatusOK, compact(body))
}
