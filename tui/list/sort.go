package list

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"apimtui/api/text/search"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/theme"
)

// order is how the rows are sorted. The zero order is the one they came in.
type order struct {
	column int // from 1
	down   bool
}

// Sorting are the keys that sort a list.
func Sorting(s keys.Scope) []keys.Binding {
	return []keys.Binding{
		{Scope: s, Action: keys.Sort, Keys: []string{"o"}, Label: "sort", Help: "sort by the next column", Rank: 40},
		{Scope: s, Action: keys.Reverse, Keys: []string{"O"}, Label: "reverse", Help: "sort in the other direction", Rank: 44},
	}
}

// next is the order by the next column that has a title.
func (o order) next(columns []component.Column) order {
	for o = (order{column: o.column + 1}); o.column <= len(columns); o.column++ {
		if columns[o.column-1].Title != "" {
			return o
		}
	}
	return order{}
}

// reorder sorts in another order. The cursor stays on its row.
func (p *Page[R]) reorder(o order) {
	p.order = o
	if r := p.Current(); r != nil && p.Key != nil {
		p.chosen = p.Key(r)
	}
	p.Put(p.Rows)
}

// sort sorts the rows that are shown by what a column shows: numbers by value, and
// equal ones in the order they came in.
func (p *Page[R]) sort() {
	if p.order.column == 0 {
		return
	}
	shows := make([]string, len(p.Rows))
	for _, i := range p.shown {
		shows[i] = search.Fold(p.Cells(&theme.Theme{}, &p.Rows[i])[p.order.column-1].Text.String())
	}
	slices.SortStableFunc(p.shown, func(i, j int) int {
		a, b := shows[i], shows[j]
		if p.order.down {
			a, b = b, a
		}
		n, bad := strconv.Atoi(a)
		m, worse := strconv.Atoi(b)
		if bad == nil && worse == nil {
			return cmp.Compare(n, m)
		}
		return cmp.Compare(a, b)
	})
}

// name says by what it is sorted, also where the column has no room.
func (o order) name(columns []component.Column) string {
	name := strings.ToLower(strings.TrimSpace(columns[o.column-1].Title))
	if o.down {
		name += ", reversed"
	}
	return name
}
