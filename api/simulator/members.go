package simulator

import (
	"net/http"
	"slices"
)

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
