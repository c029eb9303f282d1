package form

import (
	"fmt"
	"strings"

	"charm.land/lipgloss/v2"

	"apimtui/tui/term"
	"apimtui/tui/theme"
)

const (
	// twoColumns is the width from which sections stand side by side.
	twoColumns = 100
	// label is the width of the column of labels.
	label = 14
	// margin is the focus mark before a value and a cell after it.
	margin = 2
	// listIndent is the indent of a list of options.
	listIndent = 4
)

func (f *Form) column() int {
	if f.width >= twoColumns {
		return f.width / 2
	}
	return f.width
}

func (f *Form) valueWidth() int { return max(10, f.column()-label-margin) }

// View draws the form in the size set by Resize.
func (f *Form) View(t *theme.Theme) string {
	head := f.explain(t)
	room := max(1, f.height-len(head))
	s := f.sheet(t, room)
	top := f.scrolled(s, room)
	return strings.Join(append(head, s.lines[top:min(len(s.lines), top+room)]...), "\n")
}

// measured is the sheet as View draws it, without colours, and the lines that View
// has for it.
func (f *Form) measured() (s sheet, room int) {
	plain := &theme.Theme{}
	room = max(1, f.height-len(f.explain(plain)))
	return f.sheet(plain, room), room
}

// follow keeps the focused field in view.
func (f *Form) follow() {
	s, room := f.measured()
	f.top = f.scrolled(s, room)
}

// scrolled is the first line to show: the current one unless the focus would be
// out of view. Of a field taller than the room, the cursor line stays.
func (f *Form) scrolled(s sheet, room int) int {
	top := f.top
	if s.to > top+room {
		top = s.to - room
	}
	if s.from < top {
		top = s.from
	}
	if s.cursor >= top+room {
		top = s.cursor - room + 1
	}
	// The heading of the first section comes back with its first field.
	if top == 1 && s.to < room {
		top = 0
	}
	return max(0, min(top, len(s.lines)-room))
}

// Hidden returns how many lines are out of view above and below.
func (f *Form) Hidden() (above, below int) {
	s, room := f.measured()
	above = f.scrolled(s, room)
	return above, max(0, len(s.lines)-above-room)
}

func (f *Form) field(t *theme.Theme, s *sheet, x *Field) {
	focused := x == f.fields[f.at]
	from := len(s.lines)
	if x.Control == f.buttons {
		s.add(f.buttons.draw(t, f.width, s.most, focused).beside...)
	} else {
		f.labelled(t, s, x, focused)
	}
	s.spots = append(s.spots, spot{field: x, from: from, to: len(s.lines)})
	if focused {
		s.from, s.to = from, len(s.lines)
	}
}

func (f *Form) labelled(t *theme.Theme, s *sheet, x *Field, focused bool) {
	mark, style := " ", t.Muted
	if focused {
		mark, style = t.Accent.Render("▌"), t.Strong
		s.cursor = len(s.lines)
	}
	if x.Locked != "" {
		style = t.Muted
	}
	d := x.Control.draw(t, f.valueWidth(), s.most, focused && x.Locked == "")
	indent := strings.Repeat(" ", label+1)
	for i, l := range d.beside {
		head := indent
		switch {
		case i == 0:
			head = mark + style.Render(term.Pad(x.Label, label))
		case i == 1 && d.before > 0:
			head = " " + t.Muted.Render(term.Pad(fmt.Sprintf("↑ %d more", d.before), label))
		case i == len(d.beside)-1 && d.behind > 0:
			head = " " + t.Muted.Render(term.Pad(fmt.Sprintf("↓ %d more", d.behind), label))
		}
		s.add(head + l)
	}
	if focused {
		s.cursor += d.cursor
	}
	for _, l := range d.below {
		s.add(cut(strings.Repeat(" ", listIndent)+l, f.column()-1))
	}
	f.remarks(t, s, x, focused, indent)
}

// remarks are the hints and errors below a field.
func (f *Form) remarks(t *theme.Theme, s *sheet, x *Field, focused bool, indent string) {
	say := func(style theme.Style, words string) {
		for _, l := range styled(style.Render, words, f.valueWidth()) {
			s.add(indent + l)
		}
	}
	if !x.Error.Empty() {
		say(t.Bad, "✗ "+x.Error.String())
	}
	if !x.Warning.Empty() {
		say(t.Warn, "! "+x.Warning.String())
	}
	switch {
	case !focused:
	case x.Locked != "":
		say(t.Muted, x.Locked)
	case x.Hint != "":
		say(t.Muted, x.Hint)
	}
}

func cut(s string, width int) string { return lipgloss.NewStyle().MaxWidth(width).Render(s) }
