package simulator

import (
	"net/http"
	"slices"
	"strings"
)

// developers is the group of every user except guests.
const developers = "developers"

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
	return s.resource(path, kind, g.ID, object{
		{"displayName", g.DisplayName},
		{"description", g.Description},
		{"builtIn", g.BuiltIn},
		{"type", g.Type},
		{"externalId", g.ExternalID},
	})
}

// expanded returns a user's groups inside the user: flat, and with the display
// name as "name".
func (s *Service) expanded(u *User) list {
	l := list{}
	for _, g := range s.groupsOf(u) {
		l = append(l, object{
			{"id", s.base + "/groups/" + g.ID},
			{"name", g.DisplayName},
			{"description", g.Description},
			{"builtIn", g.BuiltIn},
			{"type", g.Type},
			{"externalId", g.ExternalID},
		})
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
