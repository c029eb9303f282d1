package form

import (
	tea "charm.land/bubbletea/v2"

	"apimtui/tui/keys"
	"apimtui/tui/theme"
)

// Action is what a key led to.
type Action int

// The actions. Edited and Moved are about the field that had the focus when the
// key came.
const (
	None   Action = iota
	Edited        // its value is another now
	Moved         // it lost the focus
	Save
	Cancel
	Offer // what the form offers is taken
	Help
)

// Control is the part of a field that holds its value: a *Text, *Area, *Picker,
// *Toggle or *Rows.
type Control interface {
	// exact is the whole value as one string, to detect changes.
	exact() string
	// take handles a key or a paste and reports whether it used it.
	take(a keys.Action, msg tea.Msg) (Action, bool)
	// enter and leave report that the focus comes and goes; back means that it
	// comes from the next field.
	enter(back bool)
	leave()
	// draw draws it in lines of at most width cells. A control of unbounded length
	// takes at most that many lines.
	draw(t *theme.Theme, width, most int, focused bool) drawing
}

var (
	_ Control = (*Text)(nil)
	_ Control = (*Area)(nil)
	_ Control = (*Picker)(nil)
	_ Control = (*Toggle)(nil)
	_ Control = (*Rows)(nil)
	_ Control = (*buttons)(nil)
)

// drawing is a control on the screen. Its lines are styled, and fit.
type drawing struct {
	beside []string // next to the label
	below  []string // under it, from the form's left edge
	cursor int      // the line of beside that has to stay in sight
	// before and behind are how many lines stand out of sight at either end of
	// beside, which has three lines at least when there are any.
	before, behind int
}
