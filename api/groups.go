package api

import (
	"cmp"
	"context"
	"time"

	"apimtui/api/text"
)

const (
	OpGroupGet      Operation = "Group_Get"
	OpGroupPut      Operation = "Group_CreateOrUpdate"
	OpGroupUpdate   Operation = "Group_Update"
	OpGroupDelete   Operation = "Group_Delete"
	OpGroupUserList Operation = "GroupUser_List"
)

// PropDescription and PropDisplayName are the writable properties of a group.
const PropDescription Property = "description"

// The service's limits of groups, in UTF-16 units.
const (
	longestGroupID   = 256
	longestGroupName = 300
)

// CheckGroup returns a *PropertyError if a new group cannot have this id and name.
func CheckGroup(id, name string) error {
	if id == "." || id == ".." {
		return &PropertyError{"This cannot be a group id.", true}
	}
	return cmp.Or(checkLength(id, "A group id", longestGroupID), checkLength(name, "A name", longestGroupName))
}

// GroupVersion is a group as read, with the ETag of that read. Exact is as in
// Version.
type GroupVersion struct {
	Group Group
	ETag  ETag
	Exact bool
}

// GroupEdit holds the values of a group that can be changed.
type GroupEdit struct{ DisplayName, Description text.Text }

// Edit returns what can be changed of the group.
func (g Group) Edit() GroupEdit { return GroupEdit{g.DisplayName, g.Description} }

func (e GroupEdit) Text(p Property) text.Text {
	if p == PropDescription {
		return e.Description
	}
	return e.DisplayName
}

func (e GroupEdit) Changed(to GroupEdit) []Property { return differing(e, to, GroupProperties()) }

// GroupProperties lists the properties of a group that can be changed.
func GroupProperties() []Property { return []Property{PropDisplayName, PropDescription} }

func (g *Groups) noun() *noun[Group, GroupEdit] {
	return &noun[Group, GroupEdit]{
		c: g.c, name: "group", path: "groups", get: OpGroupGet,
		id:   func(g Group) string { return g.ID.Exact() },
		edit: Group.Edit,
		born: func(Group) time.Time { return time.Time{} },
		entry: func(g Group, what string) Entry {
			return Entry{Entity: "groups/" + escapeSegment(g.ID.Exact()), What: what + " of group " + g.ID.Exact()}
		},
		written: func(_ Group, r Result, now state[Group]) Written {
			return Written{Result: r, Group: GroupVersion{Group: now.entity, ETag: now.etag}}
		},
	}
}

// Get reads a group and its ETag (Group_Get).
func (g *Groups) Get(ctx context.Context, id string) (GroupVersion, error) {
	now, err := g.noun().read(ctx, id)
	return GroupVersion{Group: now.entity, ETag: now.etag}, err
}

// Members lists the users in a group (GroupUser_List).
func (g *Groups) Members(ctx context.Context, id string) (Collection[User], error) {
	return getAll[User](ctx, g.c, OpGroupUserList, []string{"groups", id, "users"}, nil)
}

func (e GroupEdit) body(names []Property) map[string]any {
	m := map[string]any{}
	for _, p := range names {
		m[string(p)] = e.Text(p).Exact()
	}
	return m
}

// Update changes a group (Group_Update, PATCH) if it still is the version in base.
func (g *Groups) Update(base GroupVersion, to GroupEdit) Write {
	return g.noun().update(OpGroupUpdate, state[Group]{base.Group, base.ETag}, base.Exact, to, GroupEdit.body,
		func(was Group) Group {
			was.DisplayName, was.Description = to.DisplayName, to.Description
			return was
		})
}

// Create creates a custom group (Group_CreateOrUpdate, PUT). It looks the id up
// first, and fails with *TakenError when it is taken.
func (g *Groups) Create(id string, to GroupEdit) Write {
	p := editOf(GroupEdit{}, to)
	return g.noun().create(OpGroupPut, Group{ID: text.Text(id)}, nil, func() map[string]any { return to.body(p.names) }, p.changes(GroupEdit{}),
		func(now Group) []Property { return p.missing(now.Edit()) })
}

// Delete deletes a group (Group_Delete) if it still is the version in base.
func (g *Groups) Delete(base GroupVersion) Write {
	return g.noun().remove(OpGroupDelete, state[Group]{base.Group, base.ETag}, base.Exact, nil)
}
