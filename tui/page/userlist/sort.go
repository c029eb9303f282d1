package userlist

import (
	"cmp"
	"slices"

	"apimtui/api"
	"apimtui/api/text/search"
)

// sortBy is an order of the list.
type sortBy int

const (
	byService sortBy = iota // as the service lists them
	byName
	byEmail
	byState
	byNewest
)

func (s sortBy) next() sortBy { return (s + 1) % (byNewest + 1) }

func (s sortBy) name() string {
	return []string{"service order", "name", "e-mail", "state", "newest first"}[s]
}

// column is the column that is sorted, -1 for none.
func (s sortBy) column() int {
	return []int{-1, columnName, columnEmail, columnState, columnRegistered}[s]
}

// do sorts roster indexes. Equal users stay in the service's order.
func (s sortBy) do(rows []int32, r *api.Roster) {
	if s == byNewest {
		slices.SortStableFunc(rows, func(a, b int32) int {
			return r.At(int(b)).RegistrationDate.Compare(r.At(int(a)).RegistrationDate)
		})
		return
	}
	keys := make([]string, r.Len())
	for i := range keys {
		keys[i] = s.key(r.At(i))
	}
	slices.SortStableFunc(rows, func(a, b int32) int { return cmp.Compare(keys[a], keys[b]) })
}

func (s sortBy) key(u *api.User) string {
	switch s {
	case byName:
		return search.Fold(u.DisplayName().String())
	case byEmail:
		return search.Fold(u.Email.String())
	}
	return search.Fold(u.State.String())
}
