package form

import (
	"strings"

	"apimtui/tui/term"
	"apimtui/tui/theme"
)

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
