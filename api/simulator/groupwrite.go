package simulator

import (
	"net/http"
	"slices"
)

// putGroup creates or overwrites a group. The lengths are from the
// specification: display name 1 to 300, description up to 1000.
func (s *Service) putGroup(c *call) answer {
	f, refusal := c.properties("")
	if refusal != nil {
		return *refusal
	}
	name := f.required("displayName", 1, 300)
	description := f.text("description", 0, 1000)
	external := f.text("externalId", 0, 0)
	kind := f.choice("type", false, "custom", "system", "external")
	if bad := f.rest(); len(bad) > 0 {
		return invalid(bad...)
	}
	g, status := s.group(c.args["group"]), http.StatusOK
	if g != nil && !c.matches(rowTag(g.row)) || g == nil && c.r.Header.Get("If-Match") != "" {
		return modified()
	}
	if g == nil {
		g, status = &Group{ID: c.args["group"], Type: "custom"}, http.StatusCreated
		s.groups = append(s.groups, g)
	}
	g.DisplayName, g.Description, g.ExternalID, g.row = *name, description, external, s.nextRow()
	if kind != "" {
		g.Type = kind
	}
	s.sortGroups()
	return s.groupAnswer(c, status)
}

func (s *Service) patchGroup(c *call) answer {
	g := s.group(c.args["group"])
	if g == nil {
		return missing("Group")
	}
	f, refusal := c.properties("")
	if refusal != nil {
		return *refusal
	}
	_, describe := f.left["description"]
	name, description := f.text("displayName", 1, 300), f.text("description", 0, 1000)
	external := f.text("externalId", 0, 0)
	kind := f.choice("type", false, "custom", "system", "external")
	if bad := f.rest(); len(bad) > 0 {
		return invalid(bad...)
	}
	if !c.matches(rowTag(g.row)) {
		return modified()
	}
	if name != nil {
		g.DisplayName = *name
	}
	if describe {
		g.Description = description
	}
	if external != nil {
		g.ExternalID = external
	}
	if kind != "" {
		g.Type = kind
	}
	g.row = s.nextRow()
	s.sortGroups()
	return s.groupAnswer(c, http.StatusOK)
}

func (s *Service) deleteGroup(c *call) answer {
	g := s.group(c.args["group"])
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
	var rest []string
	for _, id := range u.Groups {
		if id != group {
			rest = append(rest, id)
		}
	}
	u.Groups = rest
	return true
}
