package api

import (
	"context"
	"errors"
	"net/http"
	"strings"
)

const (
	OpGroupList       Operation = "Group_ListByService"
	OpGroupUserCreate Operation = "GroupUser_Create"
	OpGroupUserDelete Operation = "GroupUser_Delete"
)

// Groups are the operations on the groups of a service.
type Groups struct{ c *Client }

// List lists the service's groups (Group_ListByService).
func (g *Groups) List(ctx context.Context) ([]Group, error) {
	return items(getAll[Group](ctx, g.c, OpGroupList, []string{"groups"}, nil))
}

// Of lists the groups that a user is in (UserGroup_List).
func (g *Groups) Of(ctx context.Context, id UserID) ([]Group, error) {
	return items(g.c.Users.ListGroups(ctx, id))
}

// Locked reports whether the service decides who is in the group: its members
// cannot be changed by hand.
func (g Group) Locked() bool { return g.BuiltIn || strings.EqualFold(g.Type.Exact(), "system") }

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
