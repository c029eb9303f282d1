package api

import (
	"context"
	"errors"
	"slices"
	"strings"

	"apimtui/api/text"
)

// Match is what a query for one user found: one user, several candidates, or
// none.
type Match struct {
	Users []User
	// By says what the query was taken for.
	By MatchKind
	// ETag is the version of the one user that was found by id, and "" for
	// users from a list, which has none.
	ETag ETag
}

// MatchKind says how a user was found.
type MatchKind string

// The ways to name a user.
const (
	ByID    MatchKind = "id"
	ByEmail MatchKind = "e-mail"
	ByName  MatchKind = "name"
)

// Find looks a user up by id, e-mail or display name, and asks the service
// alone: no list is loaded. What contains an @ is an e-mail first, since only
// old services have such ids; anything else is an id first. Outer spaces count
// where they are part of an id.
//
// No match is ErrNotFound. Several users with the same e-mail or name are all
// in the Match.
func (u *Users) Find(ctx context.Context, query string) (Match, error) {
	exact := strings.Trim(query, "\t\r\n")
	query = strings.TrimSpace(query)
	if query == "" {
		return Match{}, &Error{Operation: OpUserGet, Kind: KindInvalid, Message: "name a user by id, e-mail or display name"}
	}
	order := []func(context.Context, string) (Match, error){u.findByID, u.findByName}
	if strings.Contains(query, "@") {
		order = []func(context.Context, string) (Match, error){u.findByEmail, u.findByID, u.findByName}
	}
	if exact != query {
		order = slices.Insert(order, 0, func(ctx context.Context, _ string) (Match, error) { return u.findByID(ctx, exact) })
	}
	for _, find := range order {
		m, err := find(ctx, query)
		if err != nil && !errors.Is(err, ErrNotFound) {
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
	if errors.Is(err, ErrInvalid) {
		// The service refuses ids it could never have given.
		return Match{}, nil
	}
	if err != nil {
		return Match{}, err
	}
	return Match{Users: []User{user}, By: ByID, ETag: etag}, nil
}

// findByEmail compares the addresses here as well: what is done to a user must
// not depend on how a service reads a filter. It takes no notice of case.
func (u *Users) findByEmail(ctx context.Context, email string) (Match, error) {
	users, err := u.selectAll(ctx, Equal(FieldEmail, email))
	users = slices.DeleteFunc(users, func(user User) bool { return !strings.EqualFold(user.Email.Exact(), email) })
	return Match{Users: users, By: ByEmail}, err
}

// findByName asks for every way the words can be split into first and last
// name by the first name alone, since nothing proves that the service joins
// conditions, and compares the whole name here.
func (u *Users) findByName(ctx context.Context, name string) (Match, error) {
	words := strings.Fields(name)
	const mostSplits = 4
	m := Match{By: ByName}
	for i := 1; i <= min(len(words), mostSplits); i++ {
		users, err := u.selectAll(ctx, Equal(FieldFirstName, strings.Join(words[:i], " ")))
		if err != nil {
			return Match{}, err
		}
		for _, user := range users {
			known := slices.ContainsFunc(m.Users, func(other User) bool { return other.ID == user.ID })
			if !known && sameName(user.DisplayName(), words) {
				m.Users = append(m.Users, user)
			}
		}
	}
	return m, nil
}

func sameName(have text.Text, words []string) bool {
	return strings.EqualFold(strings.Join(strings.Fields(have.Exact()), " "), strings.Join(words, " "))
}

// selectAll reads all users a filter selects, page after page.
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
