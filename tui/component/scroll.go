package component

import (
	"fmt"

	"github.com/dustin/go-humanize"

	"apimtui/tui/keys"
)

// Cursor is a position in a list and the visible part of the list. The zero value
// is at the top.
type Cursor struct {
	At  int // chosen row
	Top int // first row shown
}

// Move handles a movement among n rows, of which height are shown. It reports
// whether the action was a movement.
func (c *Cursor) Move(a keys.Action, n, height int) bool {
	at, moves := moved(a, c.At, n-1, height)
	if moves {
		c.At = at
		c.Clamp(n, height)
	}
	return moves
}

// moved is where a movement leads, which may be beyond either end, and whether the
// action is one.
func moved(a keys.Action, at, last, height int) (int, bool) {
	page := max(1, height-1)
	switch a {
	case keys.Up:
		return at - 1, true
	case keys.Down:
		return at + 1, true
	case keys.PageUp:
		return at - page, true
	case keys.PageDown:
		return at + page, true
	case keys.Home:
		return 0, true
	case keys.End:
		return last, true
	}
	return at, false
}

// Position says where the cursor is among n rows, "" where there are none. It is
// padded, so that a move writes the digits alone.
func (c *Cursor) Position(n int) string {
	if n == 0 {
		return ""
	}
	of := humanize.Comma(int64(n))
	return fmt.Sprintf("%*s of %s", len(of), humanize.Comma(int64(c.At+1)), of)
}

// Clamp brings the cursor back into the list and into view.
func (c *Cursor) Clamp(n, height int) {
	c.At = max(0, min(c.At, n-1))
	if c.At < c.Top {
		c.Top = c.At
	}
	if height > 0 && c.At >= c.Top+height {
		c.Top = c.At - height + 1
	}
	c.Top = max(0, min(c.Top, n-height))
}

// Picked is what a click chose.
type Picked int

// Nothing is chosen, another row, or the row that was chosen already.
const (
	Nothing Picked = iota
	Chose
	Again
)

// Pick chooses the row that is shown in a line, counted from 0, of the height lines
// that show n rows.
func (c *Cursor) Pick(line, n, height int) Picked {
	c.Clamp(n, height)
	at := c.Top + line
	if line < 0 || line >= height || at >= n {
		return Nothing
	}
	if at == c.At {
		return Again
	}
	c.At = at
	return Chose
}

// Scroll is the visible part of a text. The zero value is at the top.
type Scroll struct{ Top int }

// Move handles a movement over n lines, of which height are shown.
func (s *Scroll) Move(a keys.Action, n, height int) bool {
	top, moves := moved(a, s.Top, n, height)
	if moves {
		s.Top = max(0, min(top, n-height))
	}
	return moves
}
