package api

import (
	"context"
	"errors"
	"slices"
	"strings"

	"apimtui/api/text"
)

// Match is the result of a query for one user: one user, several candidates, or
// none.
type Match struct {
	Users []User
	// By says how the query was understood.
	By MatchKind
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
