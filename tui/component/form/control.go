package form

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"apimtui/tui/component"
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
	Leave // what was typed is given up
)

// Control is the part of a field that holds its value: a *Text, *Area, *Picker,
// *Toggle or *Rows.
type Control interface {
	// Value is the whole value, exactly.
	Value() string
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

// buttons are the last stop of a form. The focus visits each of them.
type buttons struct {
	all []button
	at  int
}

type button struct {
	label string
	act   Action
}

func (b *buttons) Value() string { return "" }
func (b *buttons) leave()        {}

func (b *buttons) enter(back bool) {
	b.at = 0
	if back {
		b.at = len(b.all) - 1
	}
}

func (b *buttons) take(a keys.Action, _ tea.Msg) (Action, bool) {
	switch a {
	case keys.Next:
		if b.at == len(b.all)-1 {
			return None, false
		}
		b.at++
	case keys.Previous:
		if b.at == 0 {
			return None, false
		}
		b.at--
	case keys.Left:
		b.at = max(0, b.at-1)
	case keys.Right:
		b.at = min(len(b.all)-1, b.at+1)
	case keys.Accept, keys.Toggle:
		return b.all[b.at].act, true
	default:
		return None, false
	}
	return None, true
}

func (b *buttons) draw(t *theme.Theme, _, _ int, focused bool) drawing {
	line := ""
	for i, x := range b.all {
		mark, style := " ", t.Plain
		if focused && i == b.at {
			mark, style = t.Accent.Render("▌"), t.Strong
		}
		line += mark + style.Render("[ "+x.label+" ]") + " "
	}
	return one(line)
}

// Toggle is a checkbox.
type Toggle struct {
	Meaning string // one line, of the set box

	on bool
}

// NewToggle returns a checkbox.
func NewToggle(on bool, meaning string) *Toggle { return &Toggle{Meaning: meaning, on: on} }

// On reports whether it is checked.
func (g *Toggle) On() bool { return g.on }

// Value returns "true" or "false".
func (g *Toggle) Value() string { return strconv.FormatBool(g.on) }
func (g *Toggle) enter(bool)    {}
func (g *Toggle) leave()        {}

func (g *Toggle) take(a keys.Action, _ tea.Msg) (Action, bool) {
	if a != keys.Toggle {
		return None, false
	}
	g.on = !g.on
	return None, true
}

func (g *Toggle) draw(t *theme.Theme, width, _ int, focused bool) drawing {
	box := "[ ] "
	if g.on {
		box = "[x] "
	}
	style := t.Plain
	if focused {
		style = t.Strong
	}
	d := drawing{}
	for _, l := range component.Wrapped(t.Muted, g.Meaning, width-len(box)) {
		d.beside = append(d.beside, style.Render(box)+l)
		box = strings.Repeat(" ", len(box))
	}
	return d
}
