package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"apimtui/api/text"
)

// Operations on the groups of a service.
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
	return errors.Join(checkLength(id, "A group id", longestGroupID), checkLength(name, "A name", longestGroupName))
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

// Text returns a property.
func (e GroupEdit) Text(p Property) text.Text {
	if p == PropDescription {
		return e.Description
	}
	return e.DisplayName
}

// Changed returns what differs between two edits.
func (e GroupEdit) Changed(to GroupEdit) []Change {
	var all []Change
	for _, p := range []Property{PropDisplayName, PropDescription} {
		if e.Text(p) != to.Text(p) {
			all = append(all, Change{Property: p, Before: e.Text(p), After: to.Text(p)})
		}
	}
	return all
}

// Get reads a group and its ETag (Group_Get).
func (g *Groups) Get(ctx context.Context, id string) (GroupVersion, error) {
	if err := checkID(OpGroupGet, UserID(id)); err != nil {
		return GroupVersion{}, err
	}
	group, etag, err := get[Group](ctx, g.c, OpGroupGet, []string{"groups", id}, nil)
	if err == nil && !strings.EqualFold(group.ID.Exact(), id) {
		err = &Error{Operation: OpGroupGet, Kind: KindMalformed, Sent: true, Message: "the answer is about another group than the one asked for"}
	}
	return GroupVersion{Group: group, ETag: etag}, err
}

// Members lists the users in a group (GroupUser_List).
func (g *Groups) Members(ctx context.Context, id string) (Collection[User], error) {
	return getAll[User](ctx, g.c, OpGroupUserList, []string{"groups", id, "users"}, nil)
}

// groupWrite is a write of a group.
type groupWrite struct{ write[Group] }

func (w *groupWrite) Request() Request { return w.request(w.base.etag) }

func (w *groupWrite) Do(ctx context.Context, watch Watch) Written {
	return groupWritten(w.do(ctx, watch))
}

func (w *groupWrite) Check(ctx context.Context, before Written) Written {
	return groupWritten(w.check(ctx, before.Result))
}

func groupWritten(r Result, now state[Group]) Written {
	return Written{Result: r, Group: GroupVersion{Group: now.entity, ETag: now.etag}}
}

// groupPath is how the journal names a group.
func groupPath(id string) string { return "groups/" + url.PathEscape(id) }

// writeOf begins a write that leaves the changed properties of a group as in to.
func (g *Groups) writeOf(op Operation, method string, base GroupVersion, to GroupEdit, changes []Change) *groupWrite {
	id := base.Group.ID.Exact()
	lacks := func(now Group) []Change { return now.Edit().of(changes).Changed(to.of(changes)) }
	return &groupWrite{write[Group]{
		c: g.c, base: state[Group]{base.Group, base.ETag}, exact: base.Exact,
		entry: Entry{Entity: groupPath(id), Changes: changes},
		ready: func(context.Context) error {
			if base.ETag == "" || base.ETag == AnyVersion && !base.Exact {
				return &Error{Operation: op, Kind: KindRefused, Message: "the version of the group is not known: read it again before changing it"}
			}
			return checkID(op, UserID(id))
		},
		request: func(etag ETag) Request {
			r := g.c.write(op, method, []string{"groups", id}, nil)
			if r.IfMatch = etag; len(changes) > 0 {
				r.Body = map[string]any{}
			}
			for _, c := range changes {
				r.Body[string(c.Property)] = c.After.Exact()
			}
			return r
		},
		answered: func(a answer) (Group, error) {
			var made Group
			err := json.Unmarshal(a.body, &made)
			if err != nil || !strings.EqualFold(made.ID.Exact(), id) || a.status > http.StatusCreated {
				return Group{}, a.malformed(op, err)
			}
			return made, nil
		},
		settled: func(_ context.Context, a answer, made Group, _ Watch) (Result, state[Group]) {
			r := Result{Outcome: Saved, Own: true, Overwrote: op == OpGroupPut && a.status == http.StatusOK}
			for _, c := range lacks(made) {
				r.Ignored = append(r.Ignored, c.Property)
			}
			// Unlike a user's, the answer's ETag is that of the next read.
			return r, state[Group]{made, strong(a.header.Get("ETag"))}
		},
		read: func(ctx context.Context) (state[Group], error) {
			v, err := g.Get(ctx, id)
			return state[Group]{v.Group, v.ETag}, err
		},
		has: func(now Group) trace {
			if len(lacks(now)) > 0 {
				return missing
			}
			return whole
		},
		differs:  func(was, now Group) bool { return was.Edit() != now.Edit() },
		replaced: func(Group, Group) bool { return false },
	}}
}

// of returns the values of the changed properties alone.
func (e GroupEdit) of(changes []Change) GroupEdit {
	var only GroupEdit
	for _, c := range changes {
		if c.Property == PropDisplayName {
			only.DisplayName = e.DisplayName
		} else {
			only.Description = e.Description
		}
	}
	return only
}

// Update changes a group (Group_Update, PATCH) if it still is the version in base.
func (g *Groups) Update(base GroupVersion, to GroupEdit) Write {
	w := g.writeOf(OpGroupUpdate, http.MethodPatch, base, to, base.Group.Edit().Changed(to))
	w.entry.What = "change of group " + base.Group.ID.String()
	return w
}

// Create creates a custom group (Group_CreateOrUpdate, PUT). It looks the id up
// first.
func (g *Groups) Create(id string, e GroupEdit) Write {
	w := g.writeOf(OpGroupPut, http.MethodPut, GroupVersion{Group: Group{ID: text.Text(id)}}, e, GroupEdit{}.Changed(e))
	w.kind, w.entry.What = creation, "creation of group "+text.Text(id).String()
	w.ready = func(ctx context.Context) error {
		_, err := g.Get(ctx, id)
		switch {
		case err == nil:
			return &Error{Operation: OpGroupPut, Kind: KindConflict, Message: "a group with this id exists already; nothing was sent", Help: "Choose another id."}
		case errors.Is(err, ErrNotFound):
			return nil
		}
		return err
	}
	return w
}

// Delete deletes a group (Group_Delete) if it still is the version in base. Older
// services answer 204 when there was none.
func (g *Groups) Delete(base GroupVersion) Write {
	w := g.writeOf(OpGroupDelete, http.MethodDelete, base, GroupEdit{}, nil)
	w.kind, w.entry.What = removal, "deletion of group "+base.Group.ID.String()
	w.answered = func(a answer) (Group, error) {
		if len(a.body) > 0 || a.status != http.StatusOK && a.status != http.StatusNoContent {
			return Group{}, a.malformed(OpGroupDelete, nil)
		}
		return Group{}, nil
	}
	w.settled = func(_ context.Context, a answer, _ Group, _ Watch) (Result, state[Group]) {
		return Result{Outcome: Saved, Unclear: a.status == http.StatusNoContent}, state[Group]{}
	}
	return w
}
