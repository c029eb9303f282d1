package panel

import (
	tea "charm.land/bubbletea/v2"

	"apimtui/tui/keys"
)

// Edit begins to edit a value on the panel's line.
func (k *Keeper[G]) Edit(value string) tea.Cmd {
	k.typing = true
	k.Line.SetValue(value)
	k.Line.CursorEnd()
	return k.Line.Focus()
}

func (k *Keeper[G]) Typing() bool { return k.typing }

func (k *Keeper[G]) Scopes() []keys.Scope {
	if k.typing {
		return []keys.Scope{keys.Typing}
	}
	return k.Setup.Scopes
}

// Type implements ui.Page: it edits the line until that is accepted or given up.
func (k *Keeper[G]) Type(msg tea.Msg) tea.Cmd {
	if press, ok := msg.(tea.KeyPressMsg); ok {
		if a := k.keys.Action(press.String(), keys.Typing); a == keys.Accept || a == keys.Cancel {
			k.typing = !k.Typed(a == keys.Accept, k.Line.Value())
			return nil
		}
	}
	var cmd tea.Cmd
	k.Line, cmd = k.Line.Update(msg)
	return cmd
}
