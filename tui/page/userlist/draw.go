package userlist

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/dustin/go-humanize"

	"apimtui/api"
	"apimtui/api/text"
	"apimtui/tui/component"
	"apimtui/tui/term"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

// The columns, by their index.
const (
	columnState = iota
	columnName
	columnEmail
	columnID
	columnRegistered
	columnNote
)

// ColumnNames are all columns in their usual order, as the configuration names
// them.
func ColumnNames() []string { return []string{"state", "name", "email", "id", "registered", "note"} }

// sortedKeep keeps the sorted column, whichever others have no room.
const sortedKeep = 9

// columns are all columns, as wide as their content.
func (v *view) columns() []component.Column {
	all := []component.Column{
		columnState:      {Title: "STATE", Min: 9, Max: 9, Keep: 5},
		columnName:       {Title: "NAME", Min: 16, Enough: 26, Max: 40, Keep: 6},
		columnEmail:      {Title: "E-MAIL", Min: 30, Enough: 38, Max: 60, Keep: 4},
		columnID:         {Title: "USER ID", Min: 9, Enough: 24, Max: 40, Keep: 3, Middle: true},
		columnRegistered: {Title: "REGISTERED", Min: 10, Max: 10, Keep: 2},
		columnNote:       {Title: "NOTE", Min: 14, Enough: 40, Max: 200, Keep: 1, Spare: true},
	}
	for i, w := range v.widths {
		if w > 0 {
			all[i] = all[i].Holding(w)
		}
	}
	if by := v.order.by.column(); by >= 0 {
		sorted := &all[by]
		sorted.Keep, sorted.Spare = sortedKeep, false
		sorted.Max = max(sorted.Max, term.Width(sorted.Title)+2) // room for the mark
		if by > columnEmail {                                    // it has room beside a shorter e-mail
			all[columnEmail].Min, sorted.Min = min(19, all[columnEmail].Min), min(12, sorted.Max)
		}
	}
	return all
}

// widths are those of the widest texts of the columns that have no fixed width.
type widths [columnNote + 1]int

func (w *widths) add(u *api.User) {
	for column, s := range map[int]text.Text{columnName: u.DisplayName(), columnEmail: u.Email, columnID: text.Text(u.ID), columnNote: u.NoteText()} {
		w[column] = max(w[column], term.Width(s.String()))
	}
}

// SetColumns shows the columns of these names, in their order; without any, all.
func (p *Page) SetColumns(names []string) {
	p.columns = nil
	for _, name := range names {
		if i := slices.Index(ColumnNames(), name); i >= 0 {
			p.columns = append(p.columns, i)
		}
	}
	if p.columns == nil {
		p.columns = []int{columnState, columnName, columnEmail, columnID, columnRegistered, columnNote}
	}
	p.preview.resize(p.width-p.split(p.width), p.body)
}

// pick returns the items of the shown columns.
func pick[T any](items []T, columns []int) []T {
	picked := make([]T, len(columns))
	for i, c := range columns {
		picked[i] = items[c]
	}
	return picked
}

func (p *Page) Resize(width, height int) {
	p.width, p.body = width, height
	p.preview.room = width >= wideEnough && ui.Roomy(width, height)
	p.preview.focus = p.preview.focus && p.preview.fits()
	p.preview.resize(width-p.split(width), height)
	p.cursor.Clamp(p.view.len(), p.rows())
}

// rows is the number of visible users: one line is for the column titles, two for
// a frame, and a long notice takes some.
func (p *Page) rows() int { return p.rowsIn(p.body) }

func (p *Page) rowsIn(height int) int {
	height -= p.taken()
	if ui.Roomy(p.width, p.body) {
		height -= 2
	}
	return max(1, height-1)
}

// taken is how many lines of the body a notice takes.
func (p *Page) taken() int { return max(0, len(p.notice(p.width))-1) }

// View draws the list, in a frame and beside the preview where there is room.
func (p *Page) View(f ui.Frame) string {
	if !ui.Roomy(p.width, p.body) {
		return strings.Join(p.list(f, f.Width, p.rowsIn(f.Height)), "\n")
	}
	width := p.split(f.Width)
	rows := p.rowsIn(f.Height)
	f.Height -= p.taken()
	pane := component.Pane{
		Title: "Users", Lines: p.list(f, width-3, rows), Width: width, Height: f.Height, Focus: !p.preview.focus,
		Foot: p.position(f), Bar: component.Bar{Top: p.cursor.Top, Shown: rows, All: p.view.len()},
	}.View(f.Theme)
	if width == f.Width {
		return pane
	}
	return term.Beside(pane, p.preview.draw(f, f.Width-width))
}

func (p *Page) layout(width int) component.Layout {
	return component.Fit(pick(p.view.columns(), p.columns), width)
}

// list draws the column titles and as many users.
func (p *Page) list(f ui.Frame, width, rows int) []string {
	layout := p.layout(width)
	layout.Down = p.view.order.down()
	lines := []string{layout.Head(f.Theme, slices.Index(p.columns, p.view.order.by.column()), width)}
	if p.view.len() == 0 {
		f.Width = width
		return append(lines, strings.Split(p.empty(f), "\n")...)
	}
	cursor := p.cursor
	cursor.Clamp(p.view.len(), rows)
	marked := p.columns[layout.Index[0]]
	if drawn := pick(p.columns, layout.Index); slices.Contains(drawn, columnState) {
		marked = columnState
	}
	for i := cursor.Top; i < min(p.view.len(), cursor.Top+rows); i++ {
		u := p.view.at(i)
		cells := cellsOf(f.Theme, u)
		if p.Doubts.At(u.ID) != "" {
			cells[columnState] = component.Cell{Text: text.Clean("unknown"), Glyph: "?", Style: f.Theme.Warn}
		}
		if p.marks[u.ID] {
			cells[marked].Glyph = markGlyph
		}
		if p.news[u.ID] {
			cells[columnName].Style = f.Theme.Match
		}
		lines = append(lines, layout.Row(f.Theme, pick(cells, p.columns), i == cursor.At, p.view.query))
	}
	return lines
}

// position says where the cursor is, and when the list was read.
func (p *Page) position(f ui.Frame) string {
	var parts []string
	if at := p.cursor.Position(p.view.len()); at != "" {
		parts = append(parts, at)
	}
	if !p.readAt.IsZero() && f.Local != nil {
		parts = append(parts, "read "+p.readAt.In(f.Local).Format("15:04"))
	}
	if p.auto {
		parts = append(parts, "every 30 s")
	}
	return strings.Join(parts, ", ")
}

// markGlyph stands for a marked user in place of the glyph of the state, which is
// beside its word anyway.
const markGlyph = "✓"

func cellsOf(t *theme.Theme, u *api.User) []component.Cell {
	glyph, style := t.State(string(u.State))
	name := component.Cell{Text: u.DisplayName().Safe(), Mark: true, Line: 1}
	if name.Text.Empty() {
		name = component.Cell{Text: text.Clean("(no name)"), Style: t.Muted}
	}
	return []component.Cell{
		columnState:      {Text: text.Clean(u.State.String()), Glyph: glyph, Style: style},
		columnName:       name,
		columnEmail:      {Text: u.Email.Safe(), Mark: true, Line: 2},
		columnID:         {Text: shortID(t, u.ID), Style: t.Muted, Mark: true, Line: 3},
		columnRegistered: {Text: text.Clean(component.Day(u.RegistrationDate)), Style: t.Muted, Mark: true, Line: 6},
		columnNote:       {Text: u.NoteText().Safe(), Mark: true, Line: 5},
	}
}

// shortID is an id, which is masked here where the finished screen does not tell that
// it is one.
func shortID(t *theme.Theme, id api.UserID) text.Safe {
	if len(id) < 4 {
		return text.Clean(t.Who(string(id)))
	}
	return id.Safe()
}

// empty explains an empty list.
func (p *Page) empty(f ui.Frame) string {
	var lines []string
	switch {
	case p.view.filtered() && p.roster.Len() > 0:
		lines = []string{fmt.Sprintf("No user of %s matches.", humanize.Comma(int64(p.roster.Len()))), "esc clears the filter."}
	case p.busy.Active():
		lines = []string{"Loading users…"}
	case p.rest.Err != nil && p.rest.Err != errStopped:
		return explain(f, "The users could not be loaded.", p.rest.Err)
	case p.rest.Err == errStopped:
		lines = []string{"Loading was stopped. r loads again."}
	case p.hidden() != "":
		lines = []string{p.hidden()}
	default:
		lines = []string{"The service has no users."}
	}
	return " " + strings.Join(lines, "\n ")
}

func explain(f ui.Frame, head string, err error) string {
	lines := component.Explanation(f.Theme, component.Explained(api.Explain(err)), f.Width-2)
	lines = append([]string{f.Theme.Bad.Render(head)}, lines...)
	lines = append(lines, "", f.Theme.Accent.Render("r")+" tries again.")
	if most := max(1, f.Height-1); len(lines) > most {
		lines = lines[:most]
	}
	return " " + strings.Join(lines, "\n ")
}

// Status implements ui.Page: the number of users, their order and the filter. The
// name gives way first, then the filter.
func (p *Page) Status(f ui.Frame, width int) string {
	rest := p.counts()
	if n := len(p.marks); n > 0 {
		rest += "  " + f.Theme.Accent.Render(fmt.Sprintf("%d marked", n))
	}
	if s := p.busy.View(f.Theme); s != "" {
		rest += "  " + p.progress(f.Theme) + s
	}
	if p.view.order.by != byService && width > 40 { // the title of the column has a mark
		rest += "  " + f.Theme.Muted.Render(p.view.order.name())
	}
	least := term.Cells(component.Filter(f.Theme, p.input, 0))
	name := term.Cut(p.name(), max(8, width-term.Cells(rest)-least))
	return name + rest + component.Filter(f.Theme, p.input, width-term.Cells(name+rest))
}

func (p *Page) name() string {
	if p.query != "" {
		return "Matches"
	}
	return cmp.Or(p.Title, "Users")
}

// counts are the users that the filter lets through, of those that were read, of
// those that there are.
func (p *Page) counts() string {
	here := humanize.Comma(int64(p.roster.Len()))
	total, known := p.roster.Total()
	switch {
	case !p.loaded && p.roster.Len() == 0:
		return ""
	case known && (total != p.roster.Len() || !p.view.filtered()):
		here += "/" + humanize.Comma(int64(total))
	case !known && (!p.rest.Complete() || p.busy.Active()):
		here += "/?"
	}
	if p.view.filtered() {
		here = humanize.Comma(int64(p.view.len())) + " of " + here
	}
	return " " + here
}

// progress draws a bar once the total is known.
func (p *Page) progress(t *theme.Theme) string {
	coming := p.roster
	if p.next != nil {
		coming = p.next
	}
	total, known := coming.Total()
	if !known || total == 0 {
		return ""
	}
	const cells = 10
	full := min(cells, coming.Len()*cells/total)
	return t.Accent.Render(strings.Repeat("━", full)) + t.Muted.Render(strings.Repeat("─", cells-full)) + " "
}
