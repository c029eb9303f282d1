package userlist

import (
	"fmt"
	"strings"
	"time"

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

func columns() []component.Column {
	return []component.Column{
		columnState:      {Title: "STATE", Min: 9, Max: 9, Keep: 5},
		columnName:       {Title: "NAME", Min: 16, Max: 28, Keep: 6},
		columnEmail:      {Title: "E-MAIL", Min: 30, Max: 36, Keep: 4},
		columnID:         {Title: "USER ID", Min: 12, Max: 24, Keep: 3},
		columnRegistered: {Title: "REGISTERED", Min: 10, Max: 10, Keep: 2},
		columnNote:       {Title: "NOTE", Min: 14, Max: 200, Keep: 1},
	}
}

func (p *Page) Resize(width, height int) {
	p.width, p.body = width, height
	p.cursor.Clamp(p.view.len(), p.rows())
	p.input.SetWidth(filterWidth(width))
}

// rows is the number of visible users: one line is for the column titles, and a
// long notice takes some.
func (p *Page) rows() int { return p.rowsIn(p.width, p.body) }

func (p *Page) rowsIn(width, height int) int {
	return max(1, height-1-max(0, len(p.notice(width))-1))
}

// filterWidth is the width of the filter in the top line.
func filterWidth(width int) int { return max(8, min(30, width/4)) }

func (p *Page) View(f ui.Frame) string {
	layout := component.Fit(columns(), f.Width)
	lines := []string{layout.Head(f.Theme, p.view.sortColumn(), f.Width)}
	if p.view.len() == 0 {
		lines = append(lines, strings.Split(p.empty(f), "\n")...)
	}
	cursor, rows := p.cursor, p.rowsIn(f.Width, f.Height)
	cursor.Clamp(p.view.len(), rows)
	for i := cursor.Top; i < min(p.view.len(), cursor.Top+rows); i++ {
		cells := cellsOf(f.Theme, p.view.at(i))
		if p.marks[p.view.at(i).ID] {
			cells[columnState].Glyph = markGlyph
		}
		lines = append(lines, layout.Row(f.Theme, cells, i == cursor.At, p.view.Query()))
	}
	return strings.Join(lines, "\n")
}

// markGlyph stands for a marked user in place of the glyph of the state, which is
// beside its word anyway.
const markGlyph = "✓"

func cellsOf(t *theme.Theme, u *api.User) []component.Cell {
	glyph, style := t.State(string(u.State))
	name := component.Cell{Text: u.DisplayName().Safe(), Mark: true}
	if name.Text.Empty() {
		name = component.Cell{Text: text.Clean("(no name)"), Style: t.Muted}
	}
	return []component.Cell{
		columnState:      {Text: text.Clean(u.State.String()), Glyph: glyph, Style: style},
		columnName:       name,
		columnEmail:      {Text: u.Email.Safe(), Mark: true},
		columnID:         {Text: u.ID.Safe(), Style: t.Muted, Mark: true},
		columnRegistered: {Text: text.Clean(date(u.RegistrationDate)), Style: t.Muted, Mark: true},
		columnNote:       {Text: u.NoteText().Safe(), Mark: true},
	}
}

func date(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.DateOnly)
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

// Status implements ui.Page: the number of users, their order and the filter.
func (p *Page) Status(f ui.Frame, width int) string {
	parts := []string{p.counts()}
	if n := len(p.marks); n > 0 {
		parts = append(parts, f.Theme.Accent.Render(fmt.Sprintf("%d marked", n)))
	}
	if s := p.busy.View(f.Theme); s != "" {
		parts = append(parts, p.progress(f.Theme)+s)
	}
	if p.view.sort != byService && width > 40 {
		parts = append(parts, f.Theme.Muted.Render("by "+p.view.sortName()))
	}
	switch {
	case p.typing:
		parts = append(parts, p.input.View())
	case p.view.filtered():
		parts = append(parts, f.Theme.Accent.Render("/"+term.Cut(text.Clean(p.input.Value()).String(), filterWidth(f.Width))))
	}
	return strings.Join(parts, "  ")
}

func (p *Page) counts() string {
	name := "Users"
	if p.query != "" {
		name = "Matches"
	}
	here := humanize.Comma(int64(p.roster.Len()))
	if p.view.filtered() {
		here = humanize.Comma(int64(p.view.len())) + " of " + here
	}
	total, known := p.roster.Total()
	switch {
	case !p.loaded && p.roster.Len() == 0:
		return name
	case known:
		return name + " " + here + "/" + humanize.Comma(int64(total))
	case !p.rest.Complete() || p.busy.Active():
		return name + " " + here + "/?"
	}
	return name + " " + here
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
