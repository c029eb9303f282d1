package userlist

import (
	"cmp"
	"slices"
	"strings"

	"apimtui/api"
	"apimtui/api/text/search"
)

// view is the filtered and sorted roster. It keeps indexes and prepared keys, so
// that a key on 100,000 users is one quick pass.
type view struct {
	roster *api.Roster
	state  int      // of the roster when folded was made
	folded []string // by roster index: what the filter looks through
	dates  []int64  // by roster index: when users registered
	widths widths   // of the widest texts
	rows   []int32  // roster indexes, as shown
	sorted []int32  // all roster indexes in the chosen order; nil: the service's
	order  order    // of rows
	wanted order    // what was asked for, and may still be worked out
	query  search.Query
	// resort is the size at which a growing list is sorted again.
	resort int
}

func (v *view) replace(r *api.Roster) {
	v.roster, v.folded, v.dates, v.resort = r, v.folded[:0], v.dates[:0], r.Len()+1
	v.widths = widths{}
	v.rows, v.sorted = v.rows[:0], nil
	v.state = r.Order()
}

func (v *view) len() int           { return len(v.rows) }
func (v *view) at(i int) *api.User { return v.roster.At(int(v.rows[i])) }
func (v *view) filtered() bool     { return !v.query.IsZero() }

// update adds users that arrived.
func (v *view) update() {
	if v.state != v.roster.Order() {
		v.state = v.roster.Order()
		v.folded, v.dates, v.sorted = v.folded[:0], v.dates[:0], nil
		v.fold()
		v.settle()
		return
	}
	from := len(v.folded)
	v.fold()
	if v.order.by == byService {
		for i := from; i < len(v.folded); i++ {
			if v.query.Match(v.folded[i]) {
				v.rows = append(v.rows, int32(i))
			}
		}
		return
	}
	// Sorting for every page of a long list would be a thousand sorts; a growing
	// list is sorted whenever it has grown by a quarter, and at its end.
	if len(v.folded) >= v.resort {
		v.settle()
	}
}

func (v *view) fold() {
	for i := len(v.folded); i < v.roster.Len(); i++ {
		u := v.roster.At(i)
		v.folded = append(v.folded, search.Fold(u.SearchText()))
		v.dates = append(v.dates, u.RegistrationDate.UnixMilli())
		v.widths.add(u)
	}
}

// settle sorts and filters everything again, in the requested order.
func (v *view) settle() {
	s := sorted{order: v.wanted, state: v.state}
	if s.order.by != byService {
		s = v.sorting(s.order).do()
	}
	v.take(s)
}

// take shows a finished sort. It returns false if the list has changed since.
func (v *view) take(s sorted) bool {
	if s.state != v.state {
		return false
	}
	v.order, v.sorted = s.order, s.rows
	v.resort = max(len(s.rows), len(v.folded)) // what came since waits for its turn
	v.resort += v.resort/4 + 1
	v.all()
	return true
}

// all filters the whole roster.
func (v *view) all() {
	v.rows = v.rows[:0]
	if v.sorted != nil {
		for _, i := range v.sorted {
			if v.query.Match(v.folded[i]) {
				v.rows = append(v.rows, i)
			}
		}
		return
	}
	for i, f := range v.folded {
		if v.query.Match(f) {
			v.rows = append(v.rows, int32(i))
		}
	}
}

// filter shows the matches. Further typing searches only the previous matches.
func (v *view) filter(typed string) {
	q := search.Parse(typed, api.SearchFields()...)
	narrows := v.filtered() && q.Narrows(v.query)
	v.query = q
	if !narrows {
		v.all()
		return
	}
	v.rows = slices.DeleteFunc(v.rows, func(i int32) bool { return !q.Match(v.folded[i]) })
}

// find returns the row of a user, or -1.
func (v *view) find(id api.UserID) int {
	return slices.IndexFunc(v.rows, func(i int32) bool { return v.roster.At(int(i)).ID == id })
}

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

func (p *Page) mark(id api.UserID) {
	if p.marks[id] {
		delete(p.marks, id)
		return
	}
	p.marks[id] = true
}

// markAll marks all users that are shown. When they all are, it takes the marks of
// all users away, also of those that the filter hides.
func (p *Page) markAll() {
	all := true
	for i := range p.view.len() {
		id := p.view.at(i).ID
		all = all && p.marks[id]
		p.marks[id] = true
	}
	if all {
		clear(p.marks)
	}
}

func (p *Page) Marked() (users []api.User, hidden int) {
	if len(p.marks) == 0 {
		return nil, 0
	}
	shown := map[api.UserID]bool{}
	for i := range p.view.len() {
		if u := p.view.at(i); p.marks[u.ID] {
			users = append(users, *u)
			shown[u.ID] = true
		}
	}
	for i := range p.roster.Len() {
		if u := p.roster.At(i); p.marks[u.ID] && !shown[u.ID] {
			users = append(users, *u)
			hidden++
		}
	}
	return users, hidden
}

func (p *Page) Unmark(id api.UserID) { delete(p.marks, id) }
