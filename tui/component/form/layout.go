package form

import (
	"fmt"
	"strings"

	"charm.land/lipgloss/v2"

	"apimtui/tui/component"
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
		s.add(lipgloss.NewStyle().MaxWidth(f.column() - 1).Render(strings.Repeat(" ", listIndent) + l))
	}
	f.remarks(t, s, x, focused, indent)
}

// remarks are the hints and errors below a field.
func (f *Form) remarks(t *theme.Theme, s *sheet, x *Field, focused bool, indent string) {
	say := func(style theme.Style, words string) {
		for _, l := range component.Wrapped(style, words, f.valueWidth()) {
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

// sheet is the whole form as lines, with the position of the focus.
type sheet struct {
	lines    []string
	from, to int // the field with the focus, half open
	cursor   int
	most     int // lines that a field of any length takes
	// slack is how many lines the focused field can grow by before the sheet does:
	// its column is the shorter one.
	slack int
	spots []spot // of all fields
}

func (s *sheet) add(lines ...string) { s.lines = append(s.lines, lines...) }

// sheet lays the form out for that many lines. A focused long area takes the free
// lines, and fewer than usual where it would not fit.
func (f *Form) sheet(t *theme.Theme, room int) sheet {
	s := f.sheetOf(t, usual)
	if _, ok := f.fields[f.at].Control.(*Area); !ok {
		return s
	}
	for most := usual - 1; most >= least && s.to-s.from > room; most-- {
		s = f.sheetOf(t, most)
	}
	if free := room - len(s.lines) + s.slack; free > 0 {
		s = f.sheetOf(t, min(usual+free, tallest))
	}
	return s
}

func (f *Form) sheetOf(t *theme.Theme, most int) sheet {
	left, right := sheet{most: most}, sheet{most: most}
	for _, section := range f.sections {
		to := &left
		if section.Right && f.width >= twoColumns {
			to = &right
		}
		if len(to.lines) > 0 {
			to.add("")
		}
		to.add(t.Accent.Render(" " + strings.ToUpper(section.Title)))
		for _, x := range section.Fields {
			f.field(t, to, x)
		}
	}
	s := beside(left, right, f.column())
	s.add("")
	f.field(t, &s, f.fields[len(f.fields)-1])
	return s
}

func beside(left, right sheet, at int) sheet {
	s := left
	if right.to > 0 {
		s = right
	}
	s.spots = left.spots
	for _, p := range right.spots {
		p.left = at
		s.spots = append(s.spots, p)
	}
	height := max(len(left.lines), len(right.lines))
	s.slack = height - len(s.lines)
	s.lines = make([]string, height)
	for i := range s.lines {
		if i < len(left.lines) {
			s.lines[i] = left.lines[i]
		}
		if i < len(right.lines) {
			s.lines[i] += strings.Repeat(" ", max(0, at-term.Cells(s.lines[i]))) + right.lines[i]
		}
	}
	return s
}
