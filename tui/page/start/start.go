// Package start is the page of a first run: no service is chosen yet, and it
// offers ways to one.
package start

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/term"
	"apimtui/tui/ui"
)

// Scope is where the page's keys are looked up.
const Scope keys.Scope = "first run"

// Bindings are the page's keys.
func Bindings() []keys.Binding {
	return append(keys.Moves(Scope, "choice", true, true),
		keys.Binding{Scope: Scope, Action: keys.Open, Keys: []string{"enter"}, Label: "choose", Help: "go on with this choice", Rank: 1})
}

// Choice is one way to a service.
type Choice struct {
	Label, Meaning string // safe to draw
	Intent         any    // what the root then does
}

// Page offers choices.
type Page struct {
	id      ui.PageID
	out     *ui.Outbox
	choices []Choice
	cursor  component.Cursor
	height  int
}

var _ ui.Page = (*Page)(nil)

// New returns the page with the first choice chosen.
func New(id ui.PageID, out *ui.Outbox, choices []Choice) *Page {
	return &Page{id: id, out: out, choices: choices}
}

func (p *Page) ID() ui.PageID        { return p.id }
func (p *Page) Init() tea.Cmd        { return nil }
func (p *Page) Scopes() []keys.Scope { return []keys.Scope{Scope} }
func (p *Page) Why(a keys.Action) string {
	if a == keys.Back {
		return "Disabled: this is the first page."
	}
	return ""
}
func (p *Page) Typing() bool                { return false }
func (p *Page) Type(tea.Msg) tea.Cmd        { return nil }
func (p *Page) Receive(ui.Result) tea.Cmd   { return nil }
func (p *Page) Notice(ui.Frame) []string    { return nil }
func (p *Page) Close()                      {}
func (p *Page) Resize(_, height int)        { p.height = height }
func (p *Page) Status(ui.Frame, int) string { return "" }

func (p *Page) Do(a keys.Action) (tea.Cmd, bool) {
	if a == keys.Open {
		p.out.Ask(p.choices[p.cursor.At].Intent)
		return nil, true
	}
	return nil, p.cursor.Move(a, len(p.choices), p.height)
}

// wide is the width of the labels.
func (p *Page) wide() (wide int) {
	for _, c := range p.choices {
		wide = max(wide, term.Width(c.Label))
	}
	return wide
}

func (p *Page) meaning(c Choice, f ui.Frame) []string {
	return term.Wrap(c.Meaning, max(10, f.Width-p.wide()-6))
}

// above are the lines before the choices.
const above = 3

func (p *Page) Pick(f ui.Frame, _, y int) (component.Picked, tea.Cmd) {
	y -= above
	for i, c := range p.choices {
		if lines := len(p.meaning(c, f)); y >= lines {
			y -= lines
			continue
		}
		if y < 0 {
			break
		}
		return p.cursor.Pick(i-p.cursor.Top, len(p.choices), p.height), nil
	}
	return component.Nothing, nil
}

func (p *Page) View(f ui.Frame) string {
	t, wide := f.Theme, p.wide()
	lines := []string{"", " " + t.Strong.Render("No service is chosen yet."), ""}
	for i, c := range p.choices {
		meaning := p.meaning(c, f)
		label, about := term.Pad(c.Label, wide+2), t.Muted.Render(meaning[0])
		if i == p.cursor.At {
			lines = append(lines, component.Chosen(t, " "+t.Accent.Render("▌")+t.Strong.Render(label)+about))
		} else {
			lines = append(lines, "  "+t.Plain.Render(label)+about)
		}
		for _, more := range meaning[1:] {
			lines = append(lines, strings.Repeat(" ", wide+4)+t.Muted.Render(more))
		}
	}
	return strings.Join(lines, "\n")
}
