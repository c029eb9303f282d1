package panel

import (
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"apimtui/tui/component"
	"apimtui/tui/keys"
)

// Line is a value typed on a panel. While it is open, it gets all keys.
type Line struct {
	textinput.Model
	keys *keys.Map
	open bool
}

// NewLine returns a line of that width in cells.
func NewLine(width int) Line {
	return Line{Model: component.Input("", width), keys: keys.NewMap()}
}

// Open begins to edit value.
func (l *Line) Open(value string) tea.Cmd {
	l.open = true
	l.SetValue(value)
	l.CursorEnd()
	return l.Focus()
}

// Close ends it.
func (l *Line) Close() { l.open = false }

// Typing reports whether it is open.
func (l *Line) Typing() bool { return l.open }

// Scopes are where keys are looked up: those of the panel while it is closed.
func (l *Line) Scopes(closed ...keys.Scope) []keys.Scope {
	if l.open {
		return []keys.Scope{keys.Typing}
	}
	return closed
}

// Type handles a key or pasted text. It returns the key's action when that is more
// than an edit; the line stays open.
func (l *Line) Type(msg tea.Msg) (keys.Action, tea.Cmd) {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		if a := l.keys.Action(k.String(), keys.Typing); a == keys.Accept || a == keys.Cancel {
			return a, nil
		}
	}
	var cmd tea.Cmd
	l.Model, cmd = l.Update(msg)
	return keys.None, cmd
}
