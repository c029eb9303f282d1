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

// field is the line of a user's search text that is compared.
func (s sortBy) field() int {
	return []int{-1, 0, 1, 3, -1}[s]
}

// sorting is a background sort. It has its own copy of all it needs.
type sorting struct {
	by    sortBy
	order int      // of the roster when it was copied
	texts []string // folded search texts
	dates []int64  // or when the users registered
}

// sorting copies what a sort needs.
func (v *view) sorting(by sortBy) sorting {
	s := sorting{by: by, order: v.order}
	if by == byNewest {
		s.dates = slices.Clone(v.dates)
	} else {
		s.texts = slices.Clone(v.folded)
	}
	return s
}

// sorted is the result of a sort: roster indexes.
type sorted struct {
	by    sortBy
	order int
	rows  []int32
}

// do sorts. Equal users keep the service's order.
func (s sorting) do() sorted {
	if s.by == byNewest {
		return s.sort(len(s.dates), func(a, b int32) int { return cmp.Compare(s.dates[b], s.dates[a]) })
	}
	keys := s.texts
	for i, text := range keys {
		for range s.by.field() {
			_, text, _ = strings.Cut(text, "\n")
		}
		keys[i], _, _ = strings.Cut(text, "\n")
	}
	return s.sort(len(keys), func(a, b int32) int { return cmp.Compare(keys[a], keys[b]) })
}

func (s sorting) sort(n int, compare func(a, b int32) int) sorted {
	out := sorted{by: s.by, order: s.order, rows: make([]int32, n)}
	for i := range out.rows {
		out.rows[i] = int32(i)
	}
	slices.SortFunc(out.rows, func(a, b int32) int { return cmp.Or(compare(a, b), cmp.Compare(a, b)) })
	return out
}
