package userlist

import (
	"cmp"
	"slices"
	"strings"
)

type sortBy int

const (
	byService sortBy = iota // as the service lists them
	byName
	byEmail
	byState
	byRegistered // the newest first
	byID
	byNote
)

// order is how the list is sorted.
type order struct {
	by      sortBy
	reverse bool
}

// next is the order by the next column.
func (o order) next() order { return order{by: (o.by + 1) % (byNote + 1)} }

// down reports whether the largest is first.
func (o order) down() bool { return o.reverse != (o.by == byRegistered) }

func (o order) name() string {
	if o.by == byRegistered {
		if o.reverse {
			return "oldest first"
		}
		return "newest first"
	}
	name := "by " + []string{"service order", "name", "e-mail", "state", "", "user id", "note"}[o.by]
	if o.reverse {
		name += ", reversed"
	}
	return name
}

// column is the column that is sorted, -1 for none.
func (s sortBy) column() int {
	return []int{-1, columnName, columnEmail, columnState, columnRegistered, columnID, columnNote}[s]
}

// field is the line of a user's search text that is compared.
func (s sortBy) field() int {
	return []int{-1, 0, 1, 3, -1, 2, 4}[s]
}

// sorting is a background sort. It has its own copy of all it needs.
type sorting struct {
	order order
	state int      // of the roster when it was copied
	texts []string // folded search texts
	dates []int64  // or when the users registered
}

// sorting copies what a sort needs.
func (v *view) sorting(o order) sorting {
	s := sorting{order: o, state: v.state}
	if o.by == byRegistered {
		s.dates = slices.Clone(v.dates)
	} else {
		s.texts = slices.Clone(v.folded)
	}
	return s
}

// sorted is the result of a sort: roster indexes.
type sorted struct {
	order order
	state int
	rows  []int32
}

// do sorts. Equal users keep the service's order.
func (s sorting) do() sorted {
	if s.order.by == byRegistered {
		return s.sort(len(s.dates), func(a, b int32) int { return cmp.Compare(s.dates[b], s.dates[a]) })
	}
	keys := s.texts
	for i, text := range keys {
		for range s.order.by.field() {
			_, text, _ = strings.Cut(text, "\n")
		}
		keys[i], _, _ = strings.Cut(text, "\n")
	}
	return s.sort(len(keys), func(a, b int32) int { return cmp.Compare(keys[a], keys[b]) })
}

func (s sorting) sort(n int, compare func(a, b int32) int) sorted {
	out := sorted{order: s.order, state: s.state, rows: make([]int32, n)}
	for i := range out.rows {
		out.rows[i] = int32(i)
	}
	slices.SortFunc(out.rows, func(a, b int32) int {
		c := compare(a, b)
		if s.order.reverse {
			c = -c
		}
		return cmp.Or(c, cmp.Compare(a, b))
	})
	return out
}
