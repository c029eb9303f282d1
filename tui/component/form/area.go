package form

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"apimtui/api/text"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/term"
	"apimtui/tui/theme"
)

// Area is text of several lines.
type Area struct {
	Placeholder string

	lines  []string        // never empty
	row    int             // the line with the cursor
	input  textinput.Model // edits it
	ending string          // between lines, as the value came
	sealed *string         // the value while it cannot be typed
	width  int             // of the field, so that up and down follow the screen
}

// NewArea returns an area that holds value exactly, with any line endings.
func NewArea(value string) *Area {
	a := &Area{input: newInput(), ending: "\n", width: 40}
	n := strings.Count(value, "\r\n")
	if n > 0 && n == strings.Count(value, "\n") && n == strings.Count(value, "\r") {
		a.ending = "\r\n"
	}
	a.lines = strings.Split(value, a.ending)
	for _, l := range a.lines {
		if !holds(l) {
			a.sealed = &value
			a.lines = []string{""}
			break
		}
	}
	a.to(len(a.lines)-1, len([]rune(a.lines[len(a.lines)-1])))
	return a
}

// Value returns the exact value.
func (a *Area) Value() string {
	if a.sealed != nil {
		return *a.sealed
	}
	return strings.Join(a.lines, a.ending)
}

func (a *Area) enter(bool) {}
func (a *Area) leave()     {}

func (a *Area) to(row, pos int) {
	a.row = row
	a.input.SetValue(a.lines[row])
	a.input.SetCursor(pos)
}

func (a *Area) take(act keys.Action, msg tea.Msg) (Action, bool) {
	switch act {
	case keys.Up, keys.Down, keys.Accept, keys.None, keys.Left, keys.Right, keys.Toggle:
	default:
		return None, false
	}
	if a.sealed != nil {
		if types(msg) || deletes(a.input.KeyMap, msg) {
			a.sealed = nil
		}
		if !types(msg) {
			return None, true
		}
	}
	switch act {
	case keys.Up:
		a.move(-1)
	case keys.Down:
		a.move(1)
	case keys.Accept:
		a.split()
	default:
		a.edit(msg)
	}
	return None, true
}

func (a *Area) edit(msg tea.Msg) {
	if p, ok := msg.(tea.PasteMsg); ok {
		for i, part := range strings.Split(lineFeeds(p.Content), "\n") {
			if i > 0 {
				a.split()
			}
			a.feed(tea.PasteMsg{Content: part})
		}
		return
	}
	if k, ok := msg.(tea.KeyPressMsg); ok && a.acrossLines(k) {
		return
	}
	a.feed(msg)
}

func (a *Area) feed(msg tea.Msg) {
	a.input, _ = a.input.Update(msg)
	a.lines[a.row] = a.input.Value()
}

func (a *Area) split() {
	line, pos := []rune(a.lines[a.row]), a.input.Position()
	rest := append([]string{string(line[:pos]), string(line[pos:])}, a.lines[a.row+1:]...)
	a.lines = append(a.lines[:a.row:a.row], rest...)
	a.to(a.row+1, 0)
}

// join joins a line and the next; the cursor goes between them.
func (a *Area) join(row int) {
	pos := len([]rune(a.lines[row]))
	a.lines[row] += a.lines[row+1]
	a.lines = append(a.lines[:row+1], a.lines[row+2:]...)
	a.to(row, pos)
}

// acrossLines handles a key that crosses the edge of a line.
func (a *Area) acrossLines(k tea.KeyPressMsg) bool {
	m := a.input.KeyMap
	first, last := a.input.Position() == 0, a.input.Position() == len([]rune(a.lines[a.row]))
	switch above, below := a.row > 0, a.row < len(a.lines)-1; {
	case first && above && key.Matches(k, m.DeleteCharacterBackward, m.DeleteWordBackward, m.DeleteBeforeCursor):
		a.join(a.row - 1)
	case last && below && key.Matches(k, m.DeleteCharacterForward, m.DeleteAfterCursor):
		a.join(a.row)
	case first && above && key.Matches(k, m.CharacterBackward):
		a.to(a.row-1, len([]rune(a.lines[a.row-1])))
	case last && below && key.Matches(k, m.CharacterForward):
		a.to(a.row+1, 0)
	default:
		return false
	}
	return true
}

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
		d.beside = append(d.beside, plainly(t, rows[i].cells))
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
		d.beside = append(d.beside, component.Wrapped(style, l.String(), width)...)
	}
	if more := len(d.beside) - most; more > 0 {
		d.beside = append(d.beside[:most-1], t.Muted.Render(term.Cut(fmt.Sprintf("and %d more lines", more+1), width)))
	}
	if focused {
		d.beside = append(d.beside, sealedNote(t, width)...)
	}
	return d
}
