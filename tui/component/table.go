package component

import (
	"slices"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

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
	// Enough is what it gets before others get more than that; 0 is Max.
	Enough int
	// Keep is the priority: columns with the lowest are left out first.
	Keep   int
	widest int // its content, where that is known
	// Spare is set for a column that is left out where another would be cut for it.
	Spare bool
	// Middle cuts the middle of a long text, for ids that differ at their ends.
	Middle bool
}

// Holding narrows a column to its widest content: what others can use is not left
// empty.
func (c Column) Holding(widest int) Column {
	widest = max(widest, term.Width(c.Title)+2) // room for the mark of the sorted column
	c.Min, c.Max, c.widest = min(c.Min, widest), min(c.Max, widest), widest
	return c
}

// Cell is one cell's content.
type Cell struct {
	Text  text.Safe
	Glyph string // drawn before the text, in the same style
	Style theme.Style
	Mark  bool // what the filter matches in it is marked
	// Line is the line of the searched text that the cell shows, from 1; 0 marks
	// all words of a query.
	Line int
}

// Day is a date as columns show it, "" for none.
func Day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.DateOnly)
}

// Layout is the columns that fit, with their widths.
type Layout struct {
	Columns []Column
	Widths  []int
	Index   []int // of each shown column in all columns
	// Down says that the sorted column has the largest first.
	Down bool
}

// Fit chooses and widens columns for a width. One cell is the cursor's, and one
// separates columns.
func Fit(columns []Column, width int) Layout {
	l := Layout{Columns: slices.Clone(columns), Index: make([]int, len(columns))}
	for i := range columns {
		l.Index[i] = i
	}
	for l.needed() > width && len(l.Columns) > 1 {
		l.drop(func(Column) bool { return true })
	}
	for l.whole() > width && l.drop(func(c Column) bool { return c.Spare }) {
	}
	l.widen(width)
	return l
}

// drop leaves out the first of these columns with the lowest priority, and reports
// whether there was one.
func (l *Layout) drop(of func(Column) bool) bool {
	found := -1
	for i, c := range l.Columns {
		if of(c) && (found < 0 || c.Keep < l.Columns[found].Keep) {
			found = i
		}
	}
	if found < 0 {
		return false
	}
	l.Columns, l.Index = slices.Delete(l.Columns, found, found+1), slices.Delete(l.Index, found, found+1)
	return true
}

// whole is the width at which no column is cut but ids, and those that are spare.
func (l *Layout) whole() int {
	n := l.needed()
	for _, c := range l.Columns {
		if !c.Middle && !c.Spare && c.Enough > 0 {
			n += max(0, min(c.Enough, c.Max)-c.Min)
		}
	}
	return n
}

func (l *Layout) needed() int {
	n := 0
	for _, c := range l.Columns {
		n += 1 + c.Min
	}
	return n
}

// widen gives the remaining cells to the columns that can use them, the most
// wanted first.
func (l *Layout) widen(width int) {
	left := width - l.needed()
	for _, c := range l.Columns {
		l.Widths = append(l.Widths, c.Min)
	}
	wanted := make([]int, len(l.Columns))
	for i := range wanted {
		wanted[i] = i
	}
	slices.SortStableFunc(wanted, func(a, b int) int { return l.Columns[b].Keep - l.Columns[a].Keep })
	grow := func(i, to int) {
		more := max(0, min(left, to-l.Widths[i]))
		l.Widths[i], left = l.Widths[i]+more, left-more
	}
	for _, i := range wanted {
		if c := l.Columns[i]; c.Enough > 0 {
			grow(i, min(c.Enough, c.Max))
		}
	}
	for _, i := range wanted {
		grow(i, l.Columns[i].Max)
	}
	for _, i := range wanted { // rather than to leave cells empty
		grow(i, l.Columns[i].widest)
	}
	if left < 0 && len(l.Widths) == 1 {
		l.Widths[0] = max(0, width-1)
	}
}

// Head draws the column titles and marks the sorted one, by its index in all
// columns.
func (l Layout) Head(t *theme.Theme, sorted int, width int) string {
	var b strings.Builder
	for i, c := range l.Columns {
		title := c.Title
		if l.Index[i] == sorted {
			title += " ▴"
			if l.Down {
				title = c.Title + " ▾"
			}
		}
		b.WriteString(" " + term.Pad(title, l.Widths[i]))
	}
	return t.Muted.Render(term.Pad(b.String(), width))
}

// Row draws one row. The chosen one has a mark before it: the renderer writes
// everything between two changes, so any other cell would cost a slow line more
// when the choice moves. Where the theme says so, the whole row is a bar instead.
func (l Layout) Row(t *theme.Theme, cells []Cell, chosen bool, q search.Query) string {
	var b strings.Builder
	for i, w := range l.Widths {
		gap := " "
		if i == 0 && chosen {
			gap = t.Accent.Render("▌")
		}
		b.WriteString(gap + cells[l.Index[i]].draw(t, l.Columns[i], w, q))
	}
	if chosen && t.FullRow {
		return Chosen(t, b.String()+" ")
	}
	return strings.TrimRight(b.String(), " ")
}

// Chosen draws the chosen row of a list, which has its mark: as a bar where the
// theme says so.
func Chosen(t *theme.Theme, row string) string {
	if !t.FullRow {
		return row
	}
	return t.Selection.Render(ansi.Strip(row))
}

// Choice draws a row of a short list: a label of that width, and what is said about
// it in styled text.
func Choice(t *theme.Theme, chosen bool, label string, width int, about string) string {
	if !chosen {
		return "  " + t.Plain.Render(term.Pad(label, width)) + about
	}
	return Chosen(t, t.Accent.Render("▌")+" "+t.Strong.Render(term.Pad(label, width))+about)
}

func (c Cell) draw(t *theme.Theme, col Column, w int, q search.Query) string {
	style := c.Style
	if c.Glyph != "" {
		return style.Render(term.Pad(c.Glyph+" "+c.Text.String(), w))
	}
	if !c.Mark {
		q = search.Query{}
	} else if c.Line > 0 {
		q = q.In(c.Line - 1)
	}
	s := cut(c.Text.String(), w, col.Middle, q)
	return Mark(t, style, s, q) + strings.Repeat(" ", max(0, w-term.Width(s)))
}

// Found draws a text in a width, with what the query matches in view.
func Found(t *theme.Theme, style theme.Style, s string, width int, q search.Query) string {
	return Mark(t, style, cut(s, width, false, q), q)
}

// cut cuts a text to a width. A match in the part that would be cut is scrolled
// into view.
func cut(s string, w int, middle bool, q search.Query) string {
	all := term.Width(s)
	if all <= w {
		return s
	}
	short := term.Cut(s, w)
	if middle && w >= 8 {
		short = term.CutMiddle(s, w)
	}
	if marks := q.Marks(s); len(marks) > 0 && len(q.Marks(short)) == 0 {
		from, to := term.Width(s[:marks[0].From]), term.Width(s[:marks[0].To])
		if to < w {
			return term.Cut(s, w)
		}
		return term.Window(s, min(from-1, all-w), w)
	}
	return short
}

// Mark draws s with the matches of the query highlighted.
func Mark(t *theme.Theme, style theme.Style, s string, q search.Query) string {
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
