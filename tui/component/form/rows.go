package form

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"apimtui/tui/keys"
	"apimtui/tui/theme"
)

// Row is one value of Rows.
type Row struct {
	Text string // exact
	// Origin is the index of the original value while it is unchanged; else -1.
	Origin int
}

// Rows is a list of lines with an empty one at its end to add to; an emptied row
// is removed.
type Rows struct {
	Placeholder string // of the empty row
	Who         bool   // each row tells who a user is

	began []string
	rows  []entry
	at    int
}

type entry struct {
	*Text
	origin int
}

// NewRows returns rows that hold values, exactly.
func NewRows(placeholder string, values ...string) *Rows {
	r := &Rows{Placeholder: placeholder, began: values}
	for i, v := range values {
		r.rows = append(r.rows, entry{NewText(v), i})
	}
	r.tidy()
	return r
}

// Values lists the rows that are not empty.
func (r *Rows) Values() []Row {
	var out []Row
	for _, e := range r.rows {
		origin := e.origin
		if origin >= 0 && e.Value() != r.began[origin] {
			origin = -1
		}
		if e.Value() != "" || origin >= 0 {
			out = append(out, Row{e.Value(), origin})
		}
	}
	return out
}

// OnRow says that the cursor is on a row that can be removed.
func (r *Rows) OnRow() bool { return r.at < len(r.rows)-1 }

// Value returns all values as one string, to compare.
func (r *Rows) Value() string {
	var s []string
	for _, v := range r.Values() {
		s = append(s, v.Text)
	}
	return strings.Join(s, "\x00")
}

func (r *Rows) enter(back bool) {
	r.at = 0
	if back {
		r.at = len(r.rows) - 1
	}
}

func (r *Rows) leave() { r.tidy() }

// tidy removes emptied rows and keeps an empty one at the end.
func (r *Rows) tidy() {
	kept, at := r.rows[:0], 0
	for i, e := range r.rows {
		if e.Value() == "" && (e.origin < 0 || r.began[e.origin] != "") {
			continue
		}
		if i < r.at {
			at++
		}
		kept = append(kept, e)
	}
	empty := NewText("")
	empty.Placeholder = r.Placeholder
	r.rows, r.at = append(kept, entry{empty, -1}), at
}

func (r *Rows) take(a keys.Action, msg tea.Msg) (Action, bool) {
	last := len(r.rows) - 1
	switch a {
	case keys.Up:
		r.to(r.at - 1)
	case keys.Down:
		r.to(r.at + 1)
	case keys.Accept:
		if r.at == last {
			return None, false
		}
		r.to(r.at + 1)
	case keys.Remove:
		if r.at < last {
			r.rows = append(r.rows[:r.at], r.rows[r.at+1:]...)
		}
	default:
		act, used := r.rows[r.at].take(a, msg)
		if r.at == last && r.rows[last].Value() != "" {
			r.tidy()
		}
		return act, used
	}
	return None, true
}

func (r *Rows) to(at int) {
	at = max(0, min(at, len(r.rows)-1))
	if r.rows[r.at].Value() != "" || at == r.at {
		r.at = at
		return
	}
	// An emptied row is removed, and those below move up.
	if at > r.at {
		at--
	}
	r.tidy()
	r.at = min(at, len(r.rows)-1)
}

func (r *Rows) draw(t *theme.Theme, width, most int, focused bool) drawing {
	var d drawing
	for i, e := range r.rows {
		if i == len(r.rows)-1 && !focused && i > 0 {
			break
		}
		e.Who = r.Who
		here := focused && i == r.at
		if here {
			d.cursor = len(d.beside)
		}
		d.beside = append(d.beside, e.draw(t, width, most, here).beside...)
	}
	return d
}
