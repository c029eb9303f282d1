package component

import (
	"slices"
	"strings"

	"apimtui/api/text"
	"apimtui/tui/term"
	"apimtui/tui/theme"
)

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
			s += c + strings.Repeat(" ", max(0, cells[i]-term.Cells(c))) + "  "
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

// columns are the lines of the versions and of the result, equally many. What
// differs from the loaded version is marked.
func (f Disputed) columns(t *theme.Theme, widths []int) [][]string {
	all := [][]string{wrapped(f.Loaded, widths[0]), wrapped(f.Theirs, widths[1]), wrapped(f.Mine, widths[2])}
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
