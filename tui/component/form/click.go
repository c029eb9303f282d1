package form

import (
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"apimtui/tui/term"
	"apimtui/tui/theme"
)

// Click is a click of the mouse, in cells from the top left of the form.
type Click struct{ X, Y int }

// spot is where a field is on the sheet: its lines, half open, and its left edge.
type spot struct {
	field          *Field
	from, to, left int
}

// click focuses the field there. A button is pressed, and in the field with the
// focus an option is chosen, or the box set or cleared.
func (f *Form) click(c Click) Action {
	s, room := f.measured()
	y := c.Y - len(f.explain(&theme.Theme{}))
	if c.X < 0 || c.X >= f.width || y < 0 || y >= room {
		return None
	}
	y += f.scrolled(s, room)
	i := -1
	var at spot
	for _, p := range s.spots {
		if y >= p.from && y < p.to && c.X >= p.left {
			at, i = p, slices.Index(f.fields, p.field)
		}
	}
	switch {
	case i < 0:
		return None
	case at.field.Control == f.buttons:
		return f.press(i, c.X)
	case i != f.at:
		f.focus(i, false)
		return Moved
	case at.field.Locked != "":
		return None
	}
	before := at.field.Control.Value()
	switch control := at.field.Control.(type) {
	case *Picker:
		control.pick(s.lines[y], c.X, at.left+label+1)
	case *Toggle:
		control.on = !control.on
	}
	if at.field.Control.Value() != before {
		return Edited
	}
	return None
}

// press presses the button at a column.
func (f *Form) press(field, x int) Action {
	for i, b := range f.buttons.all {
		width := term.Cells("[ " + b.label + " ]")
		if x--; x >= 0 && x < width {
			if field != f.at {
				f.focus(field, false)
			}
			f.buttons.at = i
			return b.act
		}
		x -= width + 1
	}
	return None
}

// pick chooses the option at a column of a line: of all that stand in it from a
// column on, or of the one that it begins with.
func (p *Picker) pick(line string, x, from int) {
	plain := &theme.Theme{}
	if row := p.row(plain); strings.Contains(line, row) {
		for i, o := range p.options {
			width := term.Cells("( ) " + o.label())
			if x >= from && x < from+width {
				p.at = i
			}
			from += width + 2
		}
		return
	}
	words, longest := strings.TrimLeft(ansi.Strip(line), " ›"), 0
	for i, o := range p.options {
		if name := ansi.Strip(p.name(plain, o)); strings.HasPrefix(words, name) && len(name) > longest {
			p.at, longest = i, len(name)
		}
	}
}
