package component

import "apimtui/tui/keys"

// Cursor is a place in a list and the part of the list that is shown. The zero
// value is at the top.
type Cursor struct {
	At  int // chosen row
	Top int // first row shown
}

// Move carries out a movement among n rows, of which height are shown. It says
// whether the action was a movement.
func (c *Cursor) Move(a keys.Action, n, height int) bool {
	page := max(1, height-1)
	switch a {
	case keys.Up:
		c.At--
	case keys.Down:
		c.At++
	case keys.PageUp:
		c.At -= page
	case keys.PageDown:
		c.At += page
	case keys.Home:
		c.At = 0
	case keys.End:
		c.At = n - 1
	default:
		return false
	}
	c.Clamp(n, height)
	return true
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

// Scroll is a part of a text that is shown. The zero value is at the top.
type Scroll struct{ Top int }

// Move carries out a movement over n lines, of which height are shown.
func (s *Scroll) Move(a keys.Action, n, height int) bool {
	page := max(1, height-1)
	switch a {
	case keys.Up:
		s.Top--
	case keys.Down:
		s.Top++
	case keys.PageUp:
		s.Top -= page
	case keys.PageDown:
		s.Top += page
	case keys.Home:
		s.Top = 0
	case keys.End:
		s.Top = n
	default:
		return false
	}
	s.Top = max(0, min(s.Top, n-height))
	return true
}
