package api

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Users has the operations on users and on what belongs to one.
type Users struct{ c *Client }

// UserQuery selects users of a list.
type UserQuery struct {
	Filter       Filter // zero: all
	Top          int    // page size, 0: the service's own (100)
	Skip         int
	ExpandGroups bool
}

func (q UserQuery) values() url.Values {
	v := url.Values{}
	if q.Filter != "" {
		v.Set("$filter", string(q.Filter))
	}
	if q.Top > 0 {
		v.Set("$top", strconv.Itoa(q.Top))
	}
	if q.Skip > 0 {
		v.Set("$skip", strconv.Itoa(q.Skip))
	}
	if q.ExpandGroups {
		v.Set("expandGroups", "true")
	}
	return v
}

// URL returns a user's address in the REST API, with the api-version.
func (u *Users) URL(id UserID) string { return u.c.url([]string{"users", string(id)}, nil) }

// Page lists one page of users (User_ListByService).
func (u *Users) Page(ctx context.Context, q UserQuery) (Page[User], error) {
	return getPage[User](ctx, u.c, call{op: OpUserList, url: u.c.url([]string{"users"}, q.values())})
}

// Get reads a user and its ETag (User_Get). A missing user is KindNotFound; an
// answer about another user is KindMalformed.
func (u *Users) Get(ctx context.Context, id UserID) (User, ETag, error) {
	now, err := u.noun().read(ctx, string(id))
	return now.entity, now.etag, err
}

// Head reads only a user's ETag (User_GetEntityTag). A missing user is
// KindNotFound.
func (u *Users) Head(ctx context.Context, id UserID) (ETag, error) {
	if err := checkID(OpUserHead, id); err != nil {
		return "", err
	}
	resp, _, err := u.c.do(ctx, call{op: OpUserHead, method: http.MethodHead, url: u.c.url([]string{"users", string(id)}, nil)}, http.StatusOK)
	if err != nil {
		return "", err
	}
	return strong(resp.Header.Get("ETag")), nil
}

// ListGroups lists the groups a user is in (UserGroup_List).
func (u *Users) ListGroups(ctx context.Context, id UserID) (Collection[Group], error) {
	return listOf[Group](ctx, u, OpUserGroups, id, "groups")
}

// ListSubscriptions lists a user's product subscriptions, without their keys
// (UserSubscription_List).
func (u *Users) ListSubscriptions(ctx context.Context, id UserID) (Collection[Subscription], error) {
	return listOf[Subscription](ctx, u, OpUserSubscriptions, id, "subscriptions")
}

// Subscriptions is ListSubscriptions without the count.
func (u *Users) Subscriptions(ctx context.Context, id UserID) ([]Subscription, error) {
	return items(u.ListSubscriptions(ctx, id))
}

// ListIdentities lists how a user signs in (UserIdentities_List).
func (u *Users) ListIdentities(ctx context.Context, id UserID) (Collection[Identity], error) {
	return listOf[Identity](ctx, u, OpUserIdentities, id, "identities")
}

func listOf[T any](ctx context.Context, u *Users, op Operation, id UserID, what string) (Collection[T], error) {
	if err := checkID(op, id); err != nil {
		return Collection[T]{}, err
	}
	return getAll[T](ctx, u.c, op, []string{"users", string(id), what}, nil)
}

// checkID refuses ids that no user can have.
func checkID(op Operation, id UserID) error { return (&Users{}).noun().check(op, string(id)) }

// Match is the result of a query for one user: one user, several candidates, or
// none.
type Match struct {
	Users []User
	By    MatchKind // how the query was understood
	// ETag is the version of a user found by id. It is "" for users from a
	// list, which has no tags.
	ETag ETag
}

// MatchKind says how a user was found.
type MatchKind string

const (
	ByID    MatchKind = "id"
	ByEmail MatchKind = "e-mail"
	ByName  MatchKind = "name"
)

// Find looks a user up by id, e-mail or display name. It asks the service and
// loads no list. A query with an @ is tried as an e-mail and as an id, because old
// services have such ids; any other is tried as an id first. Leading and trailing
// spaces count where they are part of an id.
//
// No match is KindNotFound. Several users with the same e-mail or name are all
// in the Match, and so is the user whose id is the e-mail of another: people
// choose their e-mail themselves.
func (u *Users) Find(ctx context.Context, query string) (Match, error) {
	exact := strings.Trim(query, "\t\r\n")
	query = strings.TrimSpace(query)
	if query == "" {
		return Match{}, &Error{Operation: OpUserGet, Kind: KindInvalid, Message: "name a user by id, e-mail or display name"}
	}
	order := []func(context.Context, string) (Match, error){u.findByID, u.findByName}
	if strings.Contains(query, "@") {
		order = []func(context.Context, string) (Match, error){u.findByEmailOrID, u.findByName}
	}
	if exact != query {
		order = slices.Insert(order, 0, func(ctx context.Context, _ string) (Match, error) { return u.findByID(ctx, exact) })
	}
	for _, find := range order {
		m, err := find(ctx, query)
		if err != nil && !errors.Is(err, KindNotFound) {
			return Match{}, err
		}
		if len(m.Users) > 0 {
			return m, nil
		}
	}
	return Match{}, &Error{Operation: OpUserGet, Kind: KindNotFound, Sent: true, Message: plain("no user has the id, e-mail or name " + query)}
}

func (u *Users) findByID(ctx context.Context, id string) (Match, error) {
	if len(id) > 256 || checkID(OpUserGet, UserID(id)) != nil {
		return Match{}, nil
	}
	user, etag, err := u.Get(ctx, UserID(id))
	if errors.Is(err, KindInvalid) {
		// The service refuses ids that it cannot have.
		return Match{}, nil
	}
	if err != nil {
		return Match{}, err
	}
	return Match{Users: []User{user}, By: ByID, ETag: etag}, nil
}

func (u *Users) findByEmailOrID(ctx context.Context, query string) (Match, error) {
	m, err := u.findByEmail(ctx, query)
	if err != nil {
		return Match{}, err
	}
	byID, err := u.findByID(ctx, query)
	switch {
	case errors.Is(err, KindNotFound), err == nil && len(byID.Users) == 0:
		return m, nil
	case err != nil || len(m.Users) == 0:
		return byID, err
	}
	if !slices.ContainsFunc(m.Users, func(other User) bool { return other.ID == byID.Users[0].ID }) {
		m.Users = append(m.Users, byID.Users[0])
	}
	return m, nil
}

// findByEmail compares the addresses here as well: what happens to a user must
// not depend on how a service reads a filter. Case is ignored.
func (u *Users) findByEmail(ctx context.Context, email string) (Match, error) {
	users, err := u.selectAll(ctx, Equal(FieldEmail, email))
	users = slices.DeleteFunc(users, func(user User) bool { return !strings.EqualFold(user.Email.Exact(), email) })
	return Match{Users: users, By: ByEmail}, err
}

// findByName tries every split of the words into first and last name. It
// filters by first name only, since nothing proves that the service supports
// joined conditions, and compares the whole name here.
func (u *Users) findByName(ctx context.Context, name string) (Match, error) {
	words := strings.Fields(name)
	const mostSplits = 10 // each is a request
	m := Match{By: ByName}
	for i := 1; i <= min(len(words), mostSplits); i++ {
		users, err := u.selectAll(ctx, Equal(FieldFirstName, strings.Join(words[:i], " ")))
		if err != nil {
			return Match{}, err
		}
		for _, user := range users {
			known := slices.ContainsFunc(m.Users, func(other User) bool { return other.ID == user.ID })
			have := strings.Join(strings.Fields(user.DisplayName().Exact()), " ")
			if !known && strings.EqualFold(have, strings.Join(words, " ")) {
				m.Users = append(m.Users, user)
			}
		}
	}
	return m, nil
}

// selectAll reads all users that a filter selects, page by page.
func (u *Users) selectAll(ctx context.Context, f Filter) ([]User, error) {
	var found Roster
	rest := u.Load(ctx, LoadOptions{Filter: f, FollowLinks: true}, found.Put)
	found.Finish(rest)
	users := make([]User, found.Len())
	for i := range users {
		users[i] = *found.At(i)
	}
	return users, rest.Err
}

// Filter is an OData $filter expression for the list of users. Build one with
// the functions below, which quote values, or with RawFilter.
type Filter string

// Field is a user property by its name in $filter.
type Field string

const (
	FieldFirstName Field = "firstName"
	FieldEmail     Field = "email"
)

// quote returns a string literal: OData doubles the quotes inside.
func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// Equal selects users whose field is exactly v.
func Equal(f Field, v string) Filter { return Filter(string(f) + " eq " + quote(v)) }

// InState selects users in a state. The service only supports equality for
// states.
func InState(s State) Filter { return Filter("state eq " + quote(string(s))) }

// RawFilter returns an expression as the operator wrote it.
func RawFilter(expr string) Filter { return Filter(strings.TrimSpace(expr)) }

// And selects users that match every filter. Empty ones are ignored.
func And(filters ...Filter) Filter {
	var parts []string
	for _, f := range filters {
		if f != "" {
			parts = append(parts, string(f))
		}
	}
	if len(parts) < 2 {
		return Filter(strings.Join(parts, ""))
	}
	return Filter("(" + strings.Join(parts, ") and (") + ")")
}
