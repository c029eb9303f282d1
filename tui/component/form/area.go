package form

import (
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"apimtui/tui/keys"
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

func (a *Area) exact() string { return a.Value() }
func (a *Area) enter(bool)    {}
func (a *Area) leave()        {}

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
