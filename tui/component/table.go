package component

import (
	"strings"

	"charm.land/lipgloss/v2"

	"apimtui/api/text"
	"apimtui/api/text/search"
	"apimtui/tui/term"
	"apimtui/tui/theme"
)

// Column is a column of a Table.
type Column struct {
	Title string
	Min   int // cells it needs to be of use
	Max   int // cells beyond which more are of no use
	// Keep is the priority: columns with the lowest are left out first.
	Keep int
}

// Cell is one cell's content.
type Cell struct {
	Text  text.Safe
	Glyph string // drawn before the text, in the same style
	Style lipgloss.Style
	Mark  bool // what the filter matches in it is marked
}

// Layout is the columns that fit, with their widths.
type Layout struct {
	Columns []Column
	Widths  []int
	Index   []int // of each shown column in all columns
}

// Fit chooses and widens columns for a width. One cell is the cursor's, and one
// separates columns.
func Fit(columns []Column, width int) Layout {
	shown := make([]bool, len(columns))
	for i := range shown {
		shown[i] = true
	}
	for needed(columns, shown) > width {
		drop := -1
		for i, c := range columns {
			if shown[i] && (drop < 0 || c.Keep < columns[drop].Keep) {
				drop = i
			}
		}
		if drop < 0 || count(shown) == 1 {
			break
		}
		shown[drop] = false
	}
	return widen(columns, shown, width)
}

func needed(columns []Column, shown []bool) int {
	n := 0
	for i, c := range columns {
		if shown[i] {
			n += 1 + c.Min
		}
	}
	return n
}

func count(shown []bool) (n int) {
	for _, s := range shown {
		if s {
			n++
		}
	}
	return n
}

// widen shares the remaining cells evenly among the columns that can use them.
func widen(columns []Column, shown []bool, width int) Layout {
	var l Layout
	for i, c := range columns {
		if shown[i] {
			l.Columns, l.Widths, l.Index = append(l.Columns, c), append(l.Widths, c.Min), append(l.Index, i)
		}
	}
	left := width - needed(columns, shown)
	for changed := true; changed && left > 0; {
		changed = false
		for i, c := range l.Columns {
			if left > 0 && l.Widths[i] < c.Max {
				l.Widths[i]++
				left--
				changed = true
			}
		}
	}
	if left < 0 && len(l.Widths) == 1 {
		l.Widths[0] = max(0, width-1)
	}
	return l
}

// Head draws the column titles and marks the sorted one, by its index in all
// columns.
func (l Layout) Head(t *theme.Theme, sorted int, width int) string {
	var b strings.Builder
	for i, c := range l.Columns {
		title := c.Title
		if l.Index[i] == sorted {
			title += " ▾"
		}
		b.WriteString(" " + term.Pad(title, l.Widths[i]))
	}
	return t.Muted.Render(term.Pad(b.String(), width))
}

// Row draws one row. The chosen one has a bar before it and its first glyph in
// bold. The renderer writes everything between two changes, so any other cell
// would cost a slow line more when the choice moves.
func (l Layout) Row(t *theme.Theme, cells []Cell, chosen bool, q search.Query) string {
	var b strings.Builder
	for i, w := range l.Widths {
		gap := " "
		if i == 0 && chosen {
			gap = t.Accent.Render("▌")
		}
		b.WriteString(gap)
		c := cells[l.Index[i]]
		if chosen && i == 0 && c.Glyph != "" {
			b.WriteString(c.Style.Bold(true).Render(c.Glyph) + c.Style.Render(term.Pad(" "+c.Text.String(), w-term.Width(c.Glyph))))
			continue
		}
		b.WriteString(c.draw(t, w, q))
	}
	return strings.TrimRight(b.String(), " ")
}

func (c Cell) draw(t *theme.Theme, w int, q search.Query) string {
	style := c.Style
	if c.Glyph != "" {
		return style.Render(term.Pad(c.Glyph+" "+c.Text.String(), w))
	}
	s := term.Cut(c.Text.String(), w)
	pad := strings.Repeat(" ", max(0, w-term.Width(s)))
	if !c.Mark || q.IsZero() {
		return style.Render(s) + pad
	}
	return Mark(t, style, s, q) + pad
}

// Mark draws s with the matches of the query highlighted.
func Mark(t *theme.Theme, style lipgloss.Style, s string, q search.Query) string {
	marks := q.Marks(s)
	if len(marks) == 0 {
		return style.Render(s)
	}
	var b strings.Builder
	at := 0
	for _, m := range marks {
		if at < m.From {
			b.WriteString(style.Render(s[at:m.From]))
		}
		b.WriteString(t.Match.Render(s[m.From:m.To]))
		at = m.To
	}
	if at < len(s) {
		b.WriteString(style.Render(s[at:]))
	}
	return b.String()
}
