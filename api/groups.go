package api

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"

	"apimtui/api/text"
)

const (
	OpGroupList   Operation = "Group_ListByService"
	OpGroupGet    Operation = "Group_Get"
	OpGroupPut    Operation = "Group_CreateOrUpdate"
	OpGroupUpdate Operation = "Group_Update"
	OpGroupDelete Operation = "Group_Delete"

	OpGroupUserList   Operation = "GroupUser_List"
	OpGroupUserCreate Operation = "GroupUser_Create"
	OpGroupUserDelete Operation = "GroupUser_Delete"
)

// Group is an entry of a user's group list (GroupContract).
type Group struct {
	ResourceID   text.Text
	ResourceType text.Text // Resource Manager's type
	ID           text.Text // "name" on the wire
	DisplayName  text.Text
	Description  text.Text
	BuiltIn      bool
	Type         text.Text // custom, system or external
	ExternalID   text.Text
}

type groupProps struct {
	DisplayName text.Text  `json:"displayName"`
	Description *text.Text `json:"description"`
	BuiltIn     bool       `json:"builtIn"`
	Type        text.Text  `json:"type"`
	ExternalID  *text.Text `json:"externalId"`
}

func (g *Group) UnmarshalJSON(data []byte) error {
	w, err := parse[groupProps](data)
	if err != nil {
		return err
	}
	*g = Group{
		ResourceID: w.ID, ResourceType: w.Type, ID: w.Name, DisplayName: w.Properties.DisplayName,
		Description: deref(w.Properties.Description), BuiltIn: w.Properties.BuiltIn,
		Type: w.Properties.Type, ExternalID: deref(w.Properties.ExternalID),
	}
	return nil
}

func (g Group) MarshalJSON() ([]byte, error) {
	return json.Marshal(resource[groupProps]{ID: g.ResourceID, Type: g.ResourceType, Name: g.ID, Properties: &groupProps{
		DisplayName: g.DisplayName, Description: orNil(g.Description), BuiltIn: g.BuiltIn, Type: g.Type, ExternalID: orNil(g.ExternalID)}})
}

// Groups are the operations on the groups of a service.
type Groups struct{ c *Client }

// List lists the service's groups (Group_ListByService).
func (g *Groups) List(ctx context.Context) ([]Group, error) {
	return items(getAll[Group](ctx, g.c, OpGroupList, []string{"groups"}, nil))
}

// Of lists the groups that a user is in (UserGroup_List).
func (g *Groups) Of(ctx context.Context, id UserID) (Collection[Group], error) {
	return g.c.Users.ListGroups(ctx, id)
}

// Locked reports whether the service decides who is in the group: its members
// cannot be changed by hand.
func (g Group) Locked() bool { return g.BuiltIn || strings.EqualFold(g.Type.Exact(), "system") }

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
	body := func() map[string]any { return to.body(p.names) }
	return g.noun().create(OpGroupPut, Group{ID: text.Text(id)}, body, p.changes(GroupEdit{}),
		func(now Group) []Property { return p.missing(now.Edit()) })
}

// Delete deletes a group (Group_Delete) if it still is the version in base.
func (g *Groups) Delete(base GroupVersion) Write {
	return g.noun().remove(OpGroupDelete, state[Group]{base.Group, base.ETag}, base.Exact, nil)
}

// Member adds a user to a group (GroupUser_Create, PUT) or removes it
// (GroupUser_Delete). A membership has no ETag: the user's groups show the state.
func (g *Groups) Member(user UserID, group Group, in bool) Write {
	method, op, what, moved := http.MethodPut, OpGroupUserCreate, "joining of group ", Change{Property: "group", After: group.ID}
	if !in {
		method, op, what, moved = http.MethodDelete, OpGroupUserDelete, "leaving of group ", Change{Property: "group", Before: group.ID}
	}
	return &write[bool]{
		c: g.c, entry: Entry{Entity: string(user), What: what + group.ID.String(), Changes: []Change{moved}},
		base: state[bool]{entity: !in},
		ready: func(context.Context) error {
			return errors.Join(checkID(op, user), g.noun().check(op, group.ID.Exact()))
		},
		request: func(ETag) Request {
			return g.c.write(op, method, []string{"groups", group.ID.Exact(), "users", string(user)}, nil)
		},
		answered: func(a answer) (bool, error) {
			if in {
				_, err := g.c.Users.noun().answered(op, string(user), a)
				return in, err
			}
			return in, a.empty(op)
		},
		settled: func(context.Context, answer, bool, Watch) (Result, state[bool]) {
			return Result{Outcome: Saved}, state[bool]{entity: in}
		},
		read: func(ctx context.Context) (state[bool], error) {
			is, err := g.contains(ctx, user, group)
			return state[bool]{entity: is}, err
		},
		has: func(is bool) trace {
			if is == in {
				return whole
			}
			return missing
		},
		differs:  func(bool, bool) bool { return false },
		replaced: func(bool, bool) bool { return false },
		out:      func(r Result, _ state[bool]) Written { return Written{Result: r} },
	}
}

// contains reports whether a user is in a group, by the user's own list. One that does
// not show all proves no absence.
func (g *Groups) contains(ctx context.Context, user UserID, group Group) (bool, error) {
	groups, err := g.c.Users.ListGroups(ctx, user)
	for _, of := range groups.Items {
		if strings.EqualFold(of.ID.Exact(), group.ID.Exact()) {
			return true, err
		}
	}
	if err == nil && groups.Hides() {
		err = &Error{Operation: OpUserGroups, Kind: KindRefused, Message: "the service counts more groups of the user than it shows"}
	}
	return false, err
}
