package form

import (
	"strings"
	"unicode"

	"charm.land/lipgloss/v2"

	"apimtui/api/text"
	"apimtui/tui/term"
	"apimtui/tui/theme"
)

// cell is one character as it is drawn while it can be edited: with its marks,
// and made visible where it would not be.
type cell struct {
	text  string
	width int // in terminal cells
	at    int // index of its first rune
}

// cells takes a line apart. Spaces stay spaces here: the cursor shows them.
func cells(s string) []cell {
	runes := []rune(s)
	var out []cell
	for i := 0; i < len(runes); {
		end := i + 1
		for end < len(runes) && unicode.IsMark(runes[end]) {
			end++
		}
		drawn := text.Clean(string(runes[i:end])).String()
		if runes[i] == ' ' && end == i+1 {
			drawn = " "
		}
		out = append(out, cell{drawn, term.Width(drawn), i})
		i = end
	}
	return out
}

// masked draws every rune of s as the same dot.
func masked(s string) []cell {
	out := make([]cell, len([]rune(s)))
	for i := range out {
		out[i] = cell{"•", 1, i}
	}
	return out
}

// cursorStyle marks a character as the one the cursor is on.
func cursorStyle() lipgloss.Style { return lipgloss.NewStyle().Reverse(true) }

// withCursor draws the cells, with the cursor on the one that holds rune pos or
// behind the last.
func withCursor(t *theme.Theme, line []cell, pos int) string {
	var b strings.Builder
	plain := func(part []cell) {
		var s strings.Builder
		for _, c := range part {
			s.WriteString(c.text)
		}
		b.WriteString(t.Plain.Render(s.String()))
	}
	i := cursorCell(line, pos)
	plain(line[:i])
	if i == len(line) {
		return b.String() + cursorStyle().Render(" ")
	}
	b.WriteString(cursorStyle().Render(line[i].text))
	plain(line[i+1:])
	return b.String()
}

// cursorCell is the index of the cell that holds rune pos, or how many there
// are when it stands behind the last.
func cursorCell(line []cell, pos int) int {
	for i := range line {
		if next := i + 1; next < len(line) && pos < line[next].at || next == len(line) && pos <= line[i].at {
			return i
		}
	}
	return len(line)
}

// window draws the part of a line that holds the cursor. It moves by half its
// width at a time, so that most keys change one cell.
func window(t *theme.Theme, line []cell, pos, width int) string {
	width = max(width, 8)
	at, total := 0, 1 // the cursor may stand behind the last
	for i, c := range line {
		if i < cursorCell(line, pos) {
			at += c.width
		}
		total += c.width
	}
	if total <= width {
		return withCursor(t, line, pos)
	}
	from := 0
	for at > from+width-4 {
		from += width / 2
	}
	first, last, column := -1, len(line), 0
	for i, c := range line {
		if first < 0 && column >= from {
			first = i
		}
		if column+c.width > from+width-2 {
			last = i
			break
		}
		column += c.width
	}
	s := withCursor(t, line[first:last], pos)
	if last < len(line) {
		s = withCursorIn(t, line[first:last], pos) + t.Muted.Render(term.Ellipsis)
	}
	if from > 0 {
		s = t.Muted.Render(term.Ellipsis) + s
	}
	return s
}

// withCursorIn draws cells of which the last is followed by others, so that the
// cursor never stands behind it.
func withCursorIn(t *theme.Theme, line []cell, pos int) string {
	i := min(cursorCell(line, pos), len(line)-1)
	return withCursor(t, line, line[i].at)
}
