package form

import (
	"fmt"

	"apimtui/api/text"
	"apimtui/tui/term"
	"apimtui/tui/theme"
)

// The most lines of an area.
const (
	resting = 3  // without the focus
	usual   = 6  // with it, where the form has no lines to spare
	least   = 3  // where even those would be too many
	tallest = 16 // where lines are free: the rest of the form stays near
)

// visual is a line, or the part of one, that stands on one line of the screen.
type visual struct {
	line  int // index into the area's lines
	cells []cell
	start int  // rune it begins with
	ends  bool // the line ends here
}

// visuals wraps all lines. One cell stays free for a cursor at the end.
func (a *Area) visuals(width int) []visual {
	var out []visual
	for i, l := range a.lines {
		rows := wrapCells(cells(l), max(2, width-1))
		for j, row := range rows {
			v := visual{line: i, cells: row, ends: j == len(rows)-1}
			if len(row) > 0 {
				v.start = row[0].at
			}
			out = append(out, v)
		}
	}
	return out
}

// wrapCells breaks after the last space that fits, or where it must.
func wrapCells(line []cell, width int) [][]cell {
	var out [][]cell
	start, used, space := 0, 0, 0
	for i := 0; i < len(line); i++ {
		if used+line[i].width > width && i > start {
			end := i
			if space > start {
				end = space
			}
			out = append(out, line[start:end])
			start, used = end, 0
			i = end - 1
			continue
		}
		used += line[i].width
		if line[i].text == " " {
			space = i + 1
		}
	}
	return append(out, line[start:])
}

// here returns the row and column of the cursor on the screen.
func (a *Area) here(rows []visual) (at, column int) {
	pos := a.input.Position()
	for i, v := range rows {
		if v.line == a.row && v.start <= pos {
			at = i
		}
	}
	for _, c := range rows[at].cells {
		if c.at < pos {
			column += c.width
		}
	}
	return at, column
}

// move moves by screen lines and keeps the column.
func (a *Area) move(by int) {
	rows := a.visuals(a.width)
	at, column := a.here(rows)
	to := at + by
	if to < 0 || to >= len(rows) {
		return
	}
	v, pos := rows[to], rows[to].start
	for i, c := range v.cells {
		if column -= c.width; column < 0 {
			break
		}
		// After the last cell of a broken line the cursor would be on the next
		// one.
		if i < len(v.cells)-1 {
			pos = v.cells[i+1].at
		} else if v.ends {
			pos = len([]rune(a.lines[v.line]))
		}
	}
	a.to(v.line, pos)
}

func (a *Area) draw(t *theme.Theme, width, most int, focused bool) drawing {
	switch {
	case !focused:
		return a.still(t, width, resting, false)
	case a.sealed != nil:
		return a.still(t, width, most, true)
	case a.Value() == "":
		return one(onPlaceholder(t, a.Placeholder, width))
	}
	rows := a.visuals(width)
	at, _ := a.here(rows)
	top := max(0, min(at-most/2, len(rows)-most))
	end := min(len(rows), top+most)
	d := drawing{cursor: at - top, before: top, behind: len(rows) - end}
	for i := top; i < end; i++ {
		if i == at {
			d.beside = append(d.beside, withCursor(t, rows[i].cells, a.input.Position()))
			continue
		}
		s := ""
		for _, c := range rows[i].cells {
			s += c.text
		}
		d.beside = append(d.beside, t.Plain.Render(s))
	}
	return d
}

// still draws the value when it is not focused.
func (a *Area) still(t *theme.Theme, width, most int, focused bool) drawing {
	value := a.Value()
	if value == "" {
		return one(t.Muted.Render(term.Cut(a.Placeholder, width)))
	}
	style := t.Plain
	if focused {
		style = t.Cursor
	}
	var d drawing
	for _, l := range text.Text(value).Lines() {
		d.beside = append(d.beside, styled(style.Render, l.String(), width)...)
	}
	if more := len(d.beside) - most; more > 0 {
		d.beside = append(d.beside[:most-1], t.Muted.Render(term.Cut(fmt.Sprintf("and %d more lines", more+1), width)))
	}
	if focused {
		d.beside = append(d.beside, sealedNote(t, width)...)
	}
	return d
}
