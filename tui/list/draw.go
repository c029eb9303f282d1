package list

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/text/search"
	"apimtui/tui/component"
	"apimtui/tui/term"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

// room is how many rows are visible, below the head and above what is said.
func (p *Page[R]) room() int {
	n := p.height - 1 - max(0, len(p.notice(p.Width))-1)
	if p.About != nil {
		n -= p.about + p.gap()
	}
	if p.Spare != nil {
		n -= p.Spare()
	}
	return max(1, n)
}

func (p *Page[R]) Status(f ui.Frame, width int) string {
	filter, rest := func(int) string { return "" }, ""
	if p.Text != nil && (p.typing || p.Input.Value() != "") {
		filter = func(room int) string { return component.Filter(f.Theme, p.Input, room) }
		rest = fmt.Sprintf(" %d of %d", len(p.shown), len(p.Rows))
	} else if !f.Framed && len(p.shown) > p.rowsIn(f) { // no frame tells it
		rest = "  " + strings.TrimSpace(p.At.Position(len(p.shown)))
	}
	if p.order.column > 0 {
		rest += "  " + f.Theme.Muted.Render("by "+p.order.name(p.Columns))
	}
	if busy := p.busy.View(f.Theme); busy != "" {
		rest += "  " + busy
	}
	title := term.Cut(p.Title(), max(8, width-term.Cells(rest)-term.Cells(filter(0))))
	return title + rest + filter(width-term.Cells(title+rest))
}

// Notice tells what is missing of the list.
func (p *Page[R]) Notice(f ui.Frame) []string {
	return Indent(f.Theme.Warn, p.notice(f.Width))
}

func (p *Page[R]) notice(width int) []string {
	words := p.note
	switch {
	case p.Err == nil || len(p.Rows) == 0:
	case p.stale:
		words = "These are the " + p.Noun + " of before, which could not be read again: " + api.Explain(p.Err).What.String()
	default:
		words = "Some may be missing: " + api.Explain(p.Err).What.String()
	}
	if words == "" {
		return nil
	}
	return term.Wrap(words, width-2)
}

func (p *Page[R]) View(f ui.Frame) string {
	t := f.Theme
	switch {
	case p.Err != nil && len(p.Rows) == 0:
		lines := component.Explanation(t, component.Explained(api.Explain(p.Err)), f.Width-2)
		return "\n " + strings.Join(append([]string{t.Bad.Render("The " + p.Noun + " could not be read.")}, lines...), "\n ")
	case !p.Known:
		return "\n " + t.Muted.Render("Reading the "+p.Noun+"…")
	case len(p.Rows) == 0:
		return "\n " + t.Muted.Render(p.Empty)
	case len(p.shown) == 0:
		return "\n " + t.Muted.Render("Nothing matches the filter.")
	}
	return strings.Join(p.Table(f), "\n")
}

func (p *Page[R]) Rim(f ui.Frame) ui.Rim {
	return ui.Rim{Foot: p.At.Position(len(p.shown)), Bar: component.Bar{Top: p.At.Top, Shown: p.rowsIn(f), All: len(p.shown)}}
}

// rowsIn is how many rows are visible in a frame, which may be lower than the page.
func (p *Page[R]) rowsIn(f ui.Frame) int { return max(1, p.room()-max(0, p.height-f.Height)) }

func (p *Page[R]) Pick(f ui.Frame, _, y int) (component.Picked, tea.Cmd) {
	return p.At.Pick(y-1, len(p.shown), p.rowsIn(f)), nil
}

// columns are as wide as their content.
func (p *Page[R]) columns() []component.Column {
	all := make([]component.Column, len(p.Columns))
	for c, column := range p.Columns {
		all[c] = column.Holding(p.widest[c])
	}
	return all
}

// measure finds the widest content of each column.
func (p *Page[R]) measure() {
	p.widest = make([]int, len(p.Columns))
	for i := range p.Rows {
		if p.Line != nil && p.Line(&p.Rows[i]) != "" {
			continue // it has no cells
		}
		cells := p.Cells(&theme.Theme{}, &p.Rows[i])
		for c := range p.widest { // there may be more cells
			wide := term.Width(cells[c].Text.String())
			if cells[c].Glyph != "" {
				wide += term.Width(cells[c].Glyph) + 1
			}
			p.widest[c] = max(p.widest[c], wide)
		}
	}
}

// reserve keeps lines for what is said about a row: as many as the longest needs, at
// most Most, and few on a low terminal, so that no row moves with the cursor.
func (p *Page[R]) reserve() {
	p.about = 0
	most := min(p.Most, max(1, p.height/5))
	for i := 0; p.About != nil && i < len(p.Rows) && p.about < most; i++ {
		p.about = min(most, max(p.about, len(term.Wrap(p.About(&p.Rows[i]), p.Width-2))))
	}
}

// gap is the empty line before that, which a low terminal has no room for.
func (p *Page[R]) gap() int { return min(1, p.height/14) }

// Table draws the head, the visible rows, and what is said about the chosen one.
func (p *Page[R]) Table(f ui.Frame) []string {
	layout := component.Fit(p.columns(), f.Width)
	layout.Down = p.order.down
	lines := []string{layout.Head(f.Theme, p.order.column-1, f.Width)}
	rows, q := p.rowsIn(f), p.Query()
	at := p.At
	at.Clamp(len(p.shown), rows)
	for i := at.Top; i < min(len(p.shown), at.Top+rows); i++ {
		lines = append(lines, p.row(f.Theme, layout, &p.Rows[p.shown[i]], i == at.At, q))
	}
	if r := p.Current(); p.About != nil && r != nil {
		free := rows - (len(lines) - 1) // of the rows that there are not
		lines = append(append(lines, make([]string, p.gap())...), Indent(f.Theme.Muted, Said([]string{p.About(r)}, f.Width, p.about+free))...)
	}
	return lines
}

func (p *Page[R]) row(t *theme.Theme, layout component.Layout, r *R, chosen bool, q search.Query) string {
	line := ""
	if p.Line != nil {
		line = p.Line(r)
	}
	switch {
	case line == "":
		return layout.Row(t, p.Cells(t, r), chosen, q)
	case chosen:
		return component.Chosen(t, t.Accent.Render("▌")+t.Strong.Render(line))
	}
	return " " + t.Accent.Render(line)
}

// Indent draws lines in a style, one cell from the edge.
func Indent(style theme.Style, lines []string) []string {
	all := style.Lines(lines)
	for i, l := range all {
		all[i] = " " + l
	}
	return all
}

// Explained are the sentences about an error.
func Explained(err error) []string {
	x := api.Explain(err)
	all := []string{x.What.String(), x.Do.String()}
	for _, m := range x.More {
		all = append(all, m.String())
	}
	return all
}

// Said wraps sentences into at most that many lines.
func Said(sentences []string, width, most int) []string {
	var lines []string
	for _, s := range sentences {
		lines = append(lines, term.Wrap(s, max(10, width-2))...)
	}
	if len(lines) > most {
		lines = append(lines[:most-1], term.Cut(lines[most-1]+" "+term.Ellipsis, width-2))
	}
	return lines
}
