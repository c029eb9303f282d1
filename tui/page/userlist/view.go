package userlist

import (
	"slices"

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

func newView(r *api.Roster) *view { return &view{roster: r} }

func (v *view) replace(r *api.Roster) {
	v.roster, v.folded, v.dates, v.resort = r, v.folded[:0], v.dates[:0], r.Len()+1
	v.widths = widths{}
	v.rows, v.sorted = v.rows[:0], nil
	v.state = r.Order()
}

func (v *view) len() int            { return len(v.rows) }
func (v *view) at(i int) *api.User  { return v.roster.At(int(v.rows[i])) }
func (v *view) filtered() bool      { return !v.query.IsZero() }
func (v *view) Query() search.Query { return v.query }

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

// find returns the row of a user.
func (v *view) find(id api.UserID) (int, bool) {
	if id == "" {
		return 0, false
	}
	for i, r := range v.rows {
		if v.roster.At(int(r)).ID == id {
			return i, true
		}
	}
	return 0, false
}
