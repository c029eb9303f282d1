package form

import (
	"strings"
	"unicode"

	"apimtui/api/text"
	"apimtui/tui/term"
	"apimtui/tui/theme"
)

// cell is one editable character with its marks; an invisible one is made visible.
type cell struct {
	text  string
	width int // in terminal cells
	at    int // index of its first rune
	end   int // and of the rune behind its last
}

// cells splits a line. Spaces are kept: the cursor shows them.
func cells(s string) []cell {
	runes := []rune(s)
	out := make([]cell, 0, len(runes))
	for i := 0; i < len(runes); {
		end := i + 1
		for end < len(runes) && unicode.IsMark(runes[end]) {
			end++
		}
		drawn := text.Clean(string(runes[i:end])).String()
		if runes[i] == ' ' && end == i+1 {
			drawn = " "
		}
		out = append(out, cell{drawn, term.Width(drawn), i, end})
		i = end
	}
	return out
}

// masked draws every rune of s as the same dot.
func masked(s string) []cell {
	out := make([]cell, len([]rune(s)))
	for i := range out {
		out[i] = cell{"•", 1, i, i + 1}
	}
	return out
}

// withCursor draws the cells with the cursor at rune pos or at the end.
func withCursor(t *theme.Theme, line []cell, pos int) string {
	i := cursorCell(line, pos)
	before := plainly(t, line[:i])
	if i == len(line) {
		return before + t.Cursor.Render(" ")
	}
	return before + t.Cursor.Render(line[i].text) + plainly(t, line[i+1:])
}

func plainly(t *theme.Theme, line []cell) string {
	var s strings.Builder
	for _, c := range line {
		s.WriteString(c.text)
	}
	return t.Plain.Render(s.String())
}

// onPlaceholder draws what stands in an empty field, with the cursor on its start: it
// stays in place when the focus comes and goes.
func onPlaceholder(t *theme.Theme, s string, width int) string {
	first, rest := " ", ""
	if s != "" {
		runes := []rune(term.Cut(s, width))
		first, rest = string(runes[:1]), string(runes[1:])
	}
	return t.Cursor.Render(first) + t.Muted.Render(rest)
}

// cursorCell returns the index of the cell that holds rune pos, or the number of
// cells when it is at the end.
func cursorCell(line []cell, pos int) int {
	for i, c := range line {
		if pos < c.end {
			return i
		}
	}
	return len(line)
}

// window draws the part of a line around the cursor. It scrolls by half its width,
// so that most keys change one cell, and leaves few cells empty behind the line.
func window(t *theme.Theme, line []cell, pos, width int) string {
	at, under, total := 0, 1, 1 // the cursor may stand behind the last cell
	cursor := cursorCell(line, pos)
	for i, c := range line {
		if i < cursor {
			at += c.width
		} else if i == cursor {
			under = c.width
		}
		total += c.width
	}
	if total <= width {
		return withCursor(t, line, pos)
	}
	from := 0
	for step := max(1, width/2); at+under > from+width-2; {
		from += step
	}
	const few = 8
	for from-few >= max(total-(width-2), few) {
		from -= few
	}
	first, last := visible(line, from, from+width-2)
	s := withCursor(t, line[first:last], pos)
	if last < len(line) {
		s += t.Muted.Render(term.Ellipsis)
	}
	if from > 0 {
		s = t.Muted.Render(term.Ellipsis) + s
	}
	return s
}

// visible returns the cells that lie entirely between two columns.
func visible(line []cell, from, to int) (first, last int) {
	column := 0
	for first < len(line) && column < from {
		column += line[first].width
		first++
	}
	for last = first; last < len(line) && column+line[last].width <= to; last++ {
		column += line[last].width
	}
	return first, last
}
