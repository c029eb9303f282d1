package component

import (
	"fmt"
	"slices"
	"strings"

	"apimtui/api/text"
	"apimtui/tui/term"
	"apimtui/tui/theme"
)

// Side is who changed a field since it was loaded.
type Side int

const (
	Theirs Side = iota // only someone else: stays in any case
	Mine               // only I
	Agree              // both, to the same
	Both               // both, to different values: has to be chosen
)

// Disputed is one field in a conflict.
type Disputed struct {
	Label                string
	Side                 Side
	Loaded, Theirs, Mine []text.Safe // lines
	Who                  bool        // they tell who a user is
	// MineWins is the choice for a field that both changed.
	MineWins bool
	Chosen   bool
}

// Conflict draws the fields of a conflict: the loaded, current and typed values.
// The field at asking, if any, is highlighted.
func Conflict(t *theme.Theme, fields []Disputed, asking, width int) []string {
	fields = slices.Clone(fields)
	for i := range fields {
		fields[i].mask(t)
	}
	if width >= tableWidth {
		return conflictTable(t, fields, asking, width)
	}
	var lines []string
	for i, f := range fields {
		if i > 0 {
			lines = append(lines, "")
		}
		mark, style := "  ", t.Strong
		if i == asking {
			mark, style = t.Accent.Render("▌ "), t.Accent
		}
		lines = append(lines, mark+style.Render(f.Label)+"  "+f.verdict(t))
		lines = append(lines, versions(t, f, width)...)
	}
	return lines
}

// mask masks what tells who a user is, before it is broken over lines.
func (f *Disputed) mask(t *theme.Theme) {
	if !f.Who {
		return
	}
	for _, version := range []*[]text.Safe{&f.Loaded, &f.Theirs, &f.Mine} {
		masked := make([]text.Safe, len(*version))
		for i, l := range *version {
			masked[i] = text.Clean(t.Who(l.String()))
		}
		*version = masked
	}
}

// verdict says who changed the field, and what was chosen.
func (f Disputed) verdict(t *theme.Theme) string {
	switch f.Side {
	case Both:
		words := t.Bad.Render("! both changed it")
		if f.Chosen && f.MineWins {
			words += t.Good.Render(": mine")
		} else if f.Chosen {
			words += t.Good.Render(": theirs")
		}
		return words
	case Mine:
		return t.Muted.Render("only you changed it")
	case Agree:
		return t.Muted.Render("both changed it to the same")
	}
	return t.Muted.Render("only they changed it: stays")
}

// versions draws the three versions of a field.
func versions(t *theme.Theme, f Disputed, width int) []string {
	const label = 11
	width -= label + 4
	all := f.trimmed(t, []int{width, width, width}, false)
	var out []string
	for i, name := range []string{"loaded", "now there", "yours"} {
		for j, line := range all[i] {
			head := ""
			if j == 0 {
				head = name
			}
			out = append(out, "  "+t.Muted.Render(term.Pad(head, label))+" "+line)
		}
	}
	return out
}

// trimmed are the lines of the three versions in those widths. Common leading and
// trailing lines are left out so that the differences are visible, and what differs
// from the loaded version is marked on request.
func (f Disputed) trimmed(t *theme.Theme, widths []int, mark bool) [][]string {
	all := [][]string{wrapped(f.Loaded, widths[0]), wrapped(f.Theirs, widths[1]), wrapped(f.Mine, widths[2])}
	above := alike(all, func(lines []string, i int) string { return lines[i] }, 0)
	below := alike(all, func(lines []string, i int) string { return lines[len(lines)-1-i] }, above)
	out := make([][]string, len(all))
	for i, lines := range all {
		lines = slices.Clone(lines)
		for j, l := range lines {
			if mark && i > 0 && !slices.Contains(all[0], l) {
				lines[j] = differing(t, all[0][min(j, len(all[0])-1)], l)
			}
		}
		out[i] = middle(t, lines, above, below)
	}
	return out
}

func wrapped(value []text.Safe, width int) []string {
	var lines []string
	for _, v := range value {
		lines = append(lines, term.Wrap(v.String(), max(10, width))...)
	}
	if len(lines) == 0 || len(lines) == 1 && lines[0] == "" {
		return []string{"(empty)"}
	}
	return lines
}

// alike counts the lines that all versions share at one end, without those already
// taken by the other end.
func alike(versions [][]string, line func(lines []string, i int) string, taken int) int {
	for n := 0; ; n++ {
		for _, v := range versions {
			if n >= len(v)-taken || line(v, n) != line(versions[0], n) {
				return n
			}
		}
	}
}

// middle leaves out lines at both ends and marks the gaps.
func middle(t *theme.Theme, lines []string, above, below int) []string {
	var out []string
	if above > 1 {
		out = append(out, t.Muted.Render(fmt.Sprintf("… %d lines that all have", above)))
		lines = lines[above:]
	}
	if below > 1 {
		out = append(out, lines[:len(lines)-below]...)
		return append(out, t.Muted.Render(fmt.Sprintf("… %d lines that all have", below)))
	}
	return append(out, lines...)
}

// tableWidth is the width from which a conflict is drawn as a table.
const tableWidth = 92

// conflictTable draws the fields as rows with a column for each version, and one
// for what would be written.
func conflictTable(t *theme.Theme, fields []Disputed, asking, width int) []string {
	names := []string{"loaded", "now there", "yours", "to be written"}
	label := 0
	for _, f := range fields {
		label = max(label, term.Width(f.Label)+2)
	}
	cells := cellWidths(fields, names, width-label-2)
	line := func(mark string, head theme.Style, name string, texts []string) string {
		s := mark + head.Render(term.Pad(name, label))
		for i, c := range texts {
			s += padded(c, cells[i]) + "  "
		}
		return strings.TrimRight(s, " ")
	}
	var titles []string
	for _, s := range names {
		titles = append(titles, t.Muted.Render(s))
	}
	lines := []string{line("  ", t.Muted, "", titles)}
	for i, f := range fields {
		mark, head := "  ", t.Strong
		if i == asking {
			mark, head = t.Accent.Render("▌ "), t.Accent
		}
		columns := f.columns(t, cells)
		for row := range columns[0] {
			texts := make([]string, len(columns))
			for c := range columns {
				texts[c] = columns[c][row]
			}
			name := ""
			if row == 0 {
				name = f.Label
			}
			lines = append(lines, line(mark, head, name, texts))
			mark = "  "
		}
		lines = append(lines, "  "+strings.Repeat(" ", label)+f.verdict(t))
	}
	return lines
}

// cellWidths are those of the columns, as wide as their content; the widest give way
// where there is no room for all.
func cellWidths(fields []Disputed, names []string, width int) []int {
	cells := make([]int, len(names))
	for i, name := range names {
		cells[i] = max(10, term.Width(name)) // no text is wrapped in fewer
	}
	for _, f := range fields {
		for i, value := range [][]text.Safe{f.Loaded, f.Theirs, f.Mine} {
			for _, line := range value {
				cells[i] = max(cells[i], term.Width(line.String()))
			}
		}
	}
	cells[3] = max(cells[1], cells[2], term.Width("not chosen yet"))
	for over := width - 2*len(cells); ; {
		sum, widest := 0, 0
		for i, c := range cells {
			if sum += c; c > cells[widest] { // the result is never narrower than what it repeats
				widest = i
			}
		}
		if sum <= over {
			return cells
		}
		cells[widest]--
	}
}

// columns are the lines of the versions and of the result, equally many.
func (f Disputed) columns(t *theme.Theme, widths []int) [][]string {
	columns := f.trimmed(t, widths, true)
	switch f.result() {
	case Theirs:
		columns = append(columns, columns[1])
	case Mine:
		columns = append(columns, columns[2])
	default:
		columns = append(columns, []string{t.Bad.Render("not chosen yet")})
	}
	rows := 0
	for _, c := range columns {
		rows = max(rows, len(c))
	}
	for i := range columns {
		columns[i] = append(slices.Clone(columns[i]), make([]string, rows-len(columns[i]))...)
	}
	return columns
}

// result is whose value would be written, Both while that is not chosen.
func (f Disputed) result() Side {
	switch {
	case f.Side == Mine, f.Side == Both && f.Chosen && f.MineWins:
		return Mine
	case f.Side == Both && !f.Chosen:
		return Both
	}
	return Theirs
}

// differing draws a line with the part marked that another line does not have.
func differing(t *theme.Theme, from, to string) string {
	a, b := []rune(from), []rune(to)
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	end := len(b) - tail
	if head == end {
		return to
	}
	return string(b[:head]) + t.Match.Render(string(b[head:end])) + string(b[end:])
}
