package simulator

import (
	"cmp"
	"net/http"
	"slices"
)

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
