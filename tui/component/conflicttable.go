package component

import (
	"slices"
	"strings"

	"apimtui/tui/term"
	"apimtui/tui/theme"
)

// The widths from which a conflict is drawn as a table, and from which that has a
// column for what would be written.
const (
	tableWidth  = 92
	resultWidth = 130
)

// conflictTable draws the fields as rows with a column for each version, and one
// for what would be written.
func conflictTable(t *theme.Theme, fields []Disputed, asking, width int) []string {
	const label = 14
	names := []string{"loaded", "now there", "yours", "to be written"}
	if width < resultWidth {
		names = names[:3]
	}
	cell := (width-label-2)/len(names) - 2
	line := func(mark string, head theme.Style, name string, cells []string) string {
		s := mark + head.Render(term.Pad(name, label))
		for _, c := range cells {
			s += c + strings.Repeat(" ", max(0, cell-term.Cells(c))) + "  "
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
		columns := f.columns(t, cell)[:len(names)]
		for row := range columns[0] {
			cells := make([]string, len(columns))
			for c := range columns {
				cells[c] = columns[c][row]
			}
			name := ""
			if row == 0 {
				name = f.Label
			}
			lines = append(lines, line(mark, head, name, cells))
			mark = "  "
		}
		lines = append(lines, "  "+strings.Repeat(" ", label)+f.verdict(t))
	}
	return lines
}

// columns are the lines of the versions and of the result, equally many. What
// differs from the loaded version is marked.
func (f Disputed) columns(t *theme.Theme, width int) [][]string {
	all := [][]string{wrapped(f.Loaded, width), wrapped(f.Theirs, width), wrapped(f.Mine, width)}
	above := alike(all, func(lines []string, i int) string { return lines[i] }, 0)
	below := alike(all, func(lines []string, i int) string { return lines[len(lines)-1-i] }, above)
	columns := make([][]string, 4)
	for i, lines := range all {
		marked := slices.Clone(lines)
		for j, l := range lines {
			if i > 0 && !slices.Contains(all[0], l) {
				marked[j] = differing(t, all[0][min(j, len(all[0])-1)], l)
			}
		}
		columns[i] = middle(t, marked, above, below)
	}
	switch f.result() {
	case Theirs:
		columns[3] = columns[1]
	case Mine:
		columns[3] = columns[2]
	default:
		columns[3] = []string{t.Bad.Render("not chosen yet")}
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
