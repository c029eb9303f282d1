package tui

import (
	"cmp"
	"slices"
	"unicode"

	tea "charm.land/bubbletea/v2"

	"apimtui/tui/keys"
)

// apart takes esc and the key after it apart. A terminal sends both as it sends
// one key with Alt, and tmux does so for half a second after an esc. Nothing is
// bound to Alt.
func apart(k tea.KeyPressMsg) []tea.KeyPressMsg {
	if !k.Mod.Contains(tea.ModAlt) {
		return nil
	}
	after := tea.Key(k)
	after.Mod &^= tea.ModAlt
	switch letter := after.Text == "" && after.Code > ' ' && after.Code < tea.KeyExtended; {
	case letter && after.Mod == 0:
		after.Text = string(after.Code)
	case letter && after.Mod == tea.ModShift:
		after.Text = string(cmp.Or(after.ShiftedCode, unicode.ToUpper(after.Code)))
	}
	return []tea.KeyPressMsg{{Code: tea.KeyEscape}, tea.KeyPressMsg(after)}
}

// edits says that a key with Alt is one that lines of text are edited with, where
// text is typed.
func (r *root) edits(k tea.KeyPressMsg) bool {
	typing := r.page().Typing()
	if o := r.overlay(); o != nil {
		typing = o.Scope() == keys.Typing || o.Scope() == keys.ConfirmID || o.Scope() == keys.PaletteBox
	}
	return typing && slices.Contains([]string{"alt+b", "alt+f", "alt+d", "alt+backspace", "alt+delete", "alt+left", "alt+right"}, k.String())
}

// typed takes keys as though they had come one by one.
func (r *root) typed(keys []tea.KeyPressMsg) tea.Cmd {
	var cmds []tea.Cmd
	for _, k := range keys {
		cmds = append(cmds, r.key(k), r.intents())
	}
	return tea.Batch(cmds...)
}
