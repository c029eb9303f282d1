package component

import (
	"strings"

	"apimtui/api/text"
	"apimtui/tui/term"
	"apimtui/tui/theme"
)

const panelLabel = 14

// Panel collects the lines of an action panel. Operators act on this text, so
// nothing is cut silently: long lines are wrapped, and hidden lines are announced.
type Panel struct {
	t     *theme.Theme
	width int
	lines []string
	loose map[int]bool // lines that give way first
}

// NewPanel returns a panel of that width in cells.
func NewPanel(t *theme.Theme, width int) *Panel {
	return &Panel{t: t, width: width, loose: map[int]bool{}}
}

// Room returns the cells beside a label.
func (p *Panel) Room() int { return max(4, p.width-panelLabel-2) }

// Title adds the panel's name.
func (p *Panel) Title(s string) { p.Line(p.t.Accent.Render(s)) }

// Line adds a line that is styled and fits.
func (p *Panel) Line(s string) { p.lines = append(p.lines, " "+s) }

// Mark adds a line whose first cell is the cursor's bar or a blank.
func (p *Panel) Mark(bar, name, value string) {
	p.lines = append(p.lines, bar+p.t.Muted.Render(term.Pad(name, panelLabel))+value)
}

// Gap adds a blank line, which is dropped where there is no room.
func (p *Panel) Gap() {
	p.loose[len(p.lines)] = true
	p.lines = append(p.lines, "")
}

// Aside adds a remark below a row, which is dropped where there is no room.
func (p *Panel) Aside(s string) {
	first := len(p.lines)
	p.Styled("", p.t.Muted, s)
	for i := first; i < len(p.lines); i++ {
		p.loose[i] = true
	}
}

// Say adds wrapped text over the whole width; "" adds nothing.
func (p *Panel) Say(style theme.Style, s string) {
	if s == "" {
		return
	}
	for _, l := range Wrapped(style, s, p.width-2) {
		p.Line(l)
	}
}

// Row adds a label and a value that is safe to draw.
func (p *Panel) Row(name, value string) { p.Styled(name, p.t.Plain, value) }

// Styled is Row in a style.
func (p *Panel) Styled(name string, style theme.Style, value string) {
	p.Drawn(name, Wrapped(style, value, p.Room()))
}

// Drawn adds a label and lines that are styled and fit.
func (p *Panel) Drawn(name string, lines []string) {
	for _, l := range lines {
		p.Mark(" ", name, l)
		name = ""
	}
}

// User names the user of the panel. A name may be cut; the id distinguishes users
// of the same name.
func (p *Panel) User(name, id string) {
	if both := strings.TrimSpace(name + "  " + id); term.Width(both) <= p.Room() {
		p.Row("User", both)
		return
	}
	p.Row("User", term.Cut(name, p.Room()))
	p.Row("", id)
}

// Error adds an error in words, below its explanation.
func (p *Panel) Error(x Explained) {
	for _, l := range Explanation(p.t, x, p.width-2) {
		p.Line(l)
	}
}

// View draws the panel in that many lines; more stands for the hidden ones.
func (p *Panel) View(height int, more string) string {
	lines := p.lines
	if len(lines) > height {
		lines = nil
		for i, l := range p.lines {
			if !p.loose[i] {
				lines = append(lines, l)
			}
		}
	}
	if len(lines) > height {
		lines = append(lines[:max(0, height-1):max(0, height-1)], " "+p.t.Warn.Render(term.Cut(more, max(0, p.width-2))))
	}
	return strings.Join(lines[:min(len(lines), max(0, height))], "\n")
}

// Explained is an error in words, as returned by api.Explain.
type Explained struct {
	What      text.Safe
	Do        text.Safe
	More      []text.Safe
	RequestID text.Safe
}

// Explanation draws an error in words as wrapped lines.
func Explanation(t *theme.Theme, x Explained, width int) []string {
	lines := Wrapped(t.Plain, x.What.String(), width)
	for _, m := range x.More {
		lines = append(lines, Wrapped(t.Plain, "· "+m.String(), width)...)
	}
	if !x.Do.Empty() {
		lines = append(lines, Wrapped(t.Strong, x.Do.String(), width)...)
	}
	if !x.RequestID.Empty() {
		lines = append(lines, Wrapped(t.Muted, "Request id "+x.RequestID.String(), width)...)
	}
	return lines
}

// Wrapped draws a text in a style, in lines of that width, or of 10 cells at least.
func Wrapped(style theme.Style, s string, width int) []string {
	lines := term.Wrap(s, max(10, width))
	for i, l := range lines {
		lines[i] = style.Render(l)
	}
	return lines
}
