package api

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	fold "apimtui/api/text/search"
)

// View is a selection of users that want attention.
type View string

const (
	ViewPending          View = "pending"                    // registered before a moment, and still pending
	ViewBlocked          View = "blocked-with-subscriptions" // blocked, with an active product subscription
	ViewNoGroups         View = "no-groups"                  // in no group but built-in ones
	ViewDuplicates       View = "duplicates"                 // with another's name, or e-mail but for case and +tag
	ViewOldSubscriptions View = "old-subscriptions"          // with a product subscription created before a moment
	ViewNoCalls          View = "no-calls"                   // without a recorded call since a moment
)

func Views() []View {
	return []View{ViewPending, ViewBlocked, ViewNoGroups, ViewDuplicates, ViewOldSubscriptions, ViewNoCalls}
}

// Aged reports whether a view depends on a moment.
func (v View) Aged() bool { return v == ViewPending || v == ViewOldSubscriptions || v == ViewNoCalls }

// Belongings are what views know beside users.
type Belongings struct {
	Subscriptions []Subscription
	Calls         map[string]int  // as Client.Calls returns them
	grouped       map[string]bool // ids of users in a group that is not built in
	Hidden        bool            // the service counts more than it shows
}

// Belongings reads what a view needs: one list of all product subscriptions, or the
// members of each group, or one report since a moment, and nothing for each user. Of product subscriptions, those
// read before an error are returned with it.
func (c *Client) Belongings(ctx context.Context, v View, since time.Time) (Belongings, error) {
	b := Belongings{grouped: map[string]bool{}}
	switch v {
	case ViewNoCalls:
		calls, err := c.Calls(ctx, since, c.Now())
		if err != nil {
			return Belongings{}, err // there may be more calls
		}
		b.Calls = calls
	case ViewBlocked, ViewOldSubscriptions:
		all, err := c.Subscriptions.List(ctx)
		b.Subscriptions, b.Hidden = all.Items, all.Hides()
		return b, err
	case ViewNoGroups:
		groups, err := c.Groups.List(ctx)
		if err != nil {
			return Belongings{}, err
		}
		for _, g := range groups {
			if g.Locked() {
				continue
			}
			members, err := c.Groups.Members(ctx, g.ID.Exact())
			if err != nil {
				return Belongings{}, err // who is in no group is not known
			}
			b.Hidden = b.Hidden || members.Hides()
			for _, u := range members.Items {
				b.grouped[strings.ToLower(string(u.ID))] = true
			}
		}
	}
	return b, nil
}

// Select returns the users of a view, in their order; duplicates stand together. What
// has no date is not before any moment.
func (v View) Select(users []*User, b Belongings, before time.Time) []*User {
	since := func(t time.Time) bool { return !t.IsZero() && t.Before(before) }
	owners := map[string]bool{}
	for _, s := range b.Subscriptions {
		if v == ViewBlocked && State(s.State).Is(StateActive) || v == ViewOldSubscriptions && since(s.Created) {
			owners[strings.ToLower(string(s.OwnerID()))] = true
		}
	}
	if v == ViewDuplicates {
		return duplicates(users)
	}
	var all []*User
	for _, u := range users {
		id, in := strings.ToLower(string(u.ID)), false
		switch v {
		case ViewPending:
			in = u.State.Is(StatePending) && since(u.RegistrationDate)
		case ViewBlocked:
			in = u.State.Is(StateBlocked) && owners[id]
		case ViewNoGroups:
			in = !b.grouped[id]
		case ViewOldSubscriptions:
			in = owners[id]
		case ViewNoCalls:
			calls, known := b.Calls[id]
			in = known && calls == 0
		}
		if in {
			all = append(all, u)
		}
	}
	return all
}

// duplicates returns the users that share a name or an e-mail with another, those of
// one person beside each other.
func duplicates(users []*User) []*User {
	of := make([]int, len(users)) // the first user of the same person
	first := map[string]int{}
	for i, u := range users {
		of[i] = i
		for _, key := range []string{"e " + plainEmail(u.Email.Exact()), "n " + fold.Fold(u.DisplayName().Exact())} {
			if key == "e " || key == "n " {
				continue
			}
			j, found := first[key]
			if !found {
				first[key] = i
				continue
			}
			a, b := root(of, i), root(of, j)
			of[max(a, b)] = min(a, b)
		}
	}
	size := map[int]int{}
	for i := range users {
		of[i] = root(of, i)
		size[of[i]]++
	}
	var all []int
	for i := range users {
		if size[of[i]] > 1 {
			all = append(all, i)
		}
	}
	slices.SortStableFunc(all, func(a, b int) int { return cmp.Compare(of[a], of[b]) })
	found := make([]*User, len(all))
	for i, n := range all {
		found[i] = users[n]
	}
	return found
}

// root returns the first user of the same person.
func root(of []int, i int) int {
	for of[i] != i {
		i = of[i]
	}
	return i
}

// plainEmail returns an address without its case and tag.
func plainEmail(address string) string {
	name, domain, ok := strings.Cut(strings.ToLower(address), "@")
	if !ok {
		return name
	}
	name, _, _ = strings.Cut(name, "+")
	return name + "@" + domain
}
