package form

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"apimtui/tui/keys"
	"apimtui/tui/theme"
)

// Toggle is a checkbox.
type Toggle struct {
	Meaning string // one line, of the set box

	on bool
}

// NewToggle returns a checkbox.
func NewToggle(on bool, meaning string) *Toggle { return &Toggle{Meaning: meaning, on: on} }

// On reports whether it is checked.
func (g *Toggle) On() bool { return g.on }

func (g *Toggle) exact() string { return strconv.FormatBool(g.on) }
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
	for _, l := range styled(t.Muted.Render, g.Meaning, width-len(box)) {
		d.beside = append(d.beside, style.Render(box)+l)
		box = strings.Repeat(" ", len(box))
	}
	return d
}
