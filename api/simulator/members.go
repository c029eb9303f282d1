package simulator

import (
	"net/http"
	"slices"
)

// memberContract returns a user as a group member: the same properties, with
// another id and type.
func (s *Service) memberContract(g *Group, u *User) object {
	o := s.contract(u, nil)
	o[0].value = s.base + "/groups/" + g.ID + "/users/" + u.ID
	o[1].value = "Microsoft.ApiManagement/service/groups/users"
	return o
}

func (s *Service) listMembers(c *call) answer {
	g := s.shownGroup(c)
	if g == nil {
		return missing("Group")
	}
	fields := userFields()
	delete(fields, "state") // this list cannot be filtered by state
	w, bad := c.window(fields)
	if len(bad) > 0 {
		return invalid(bad...)
	}
	var in []*User
	for _, u := range s.users.list {
		if slices.Contains(u.Groups, g.ID) {
			in = append(in, u)
		}
	}
	page, total := selectRows(in, w, userField)
	var items list
	for _, u := range page {
		items = append(items, s.memberContract(g, u))
	}
	return s.collection(c, w, items, total)
}

func (s *Service) headMember(c *call) answer {
	g, u := s.group(c.args["group"]), s.users.byID[c.args["user"]]
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
	g, u := s.group(c.args["group"]), s.users.byID[c.args["user"]]
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
	o := s.memberContract(g, &bare)
	o[3].value = s.contract(&bare, list{})[3].value
	a := tagged(entity(status, o), bare.version.half())
	a.noop = already
	return a
}

func (s *Service) deleteMember(c *call) answer {
	g, u := s.group(c.args["group"]), s.users.byID[c.args["user"]]
	switch {
	case g == nil:
		return missing("Group")
	case u == nil || !u.leave(g.ID):
		return answer{status: http.StatusNoContent, noop: true}
	}
	return empty(http.StatusOK)
}

func (s *Service) listIdentities(c *call) answer {
	u := s.shownUser(c)
	if u == nil {
		return missing("User")
	}
	l := identityList(u)
	body := object{{"value", l}, {"count", len(l)}, {"nextLink", nil}}
	if c.fault != nil && c.fault.NextLink != "" {
		body[2].value = c.fault.NextLink
	}
	return withBody(http.StatusOK, compact(body))
}
