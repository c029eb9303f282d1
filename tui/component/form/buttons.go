package form

import (
	tea "charm.land/bubbletea/v2"

	"apimtui/tui/keys"
	"apimtui/tui/theme"
)

// buttons are the last stop of a form. The focus visits each of them.
type buttons struct {
	all []button
	at  int
}

type button struct {
	label string
	act   Action
}

func (b *buttons) exact() string { return "" }
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
