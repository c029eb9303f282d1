package tui

import (
	"cmp"
	"slices"
	"unicode"

	tea "charm.land/bubbletea/v2"

	"apimtui/tui/action"
	"apimtui/tui/keys"
)

// apart takes esc and the key after it apart. A terminal sends both as it sends
// one key with Alt, and tmux does so for half a second after an esc. Nothing is
// bound to Alt. Where the terminal names Alt, it is one key: the line marks letters
// so named with a lock, and keys that are no letters come with Alt only so.
func apart(k tea.KeyPressMsg) []tea.KeyPressMsg {
	if !k.Mod.Contains(tea.ModAlt) || k.Mod.Contains(tea.ModNumLock) || k.Code > tea.KeyExtended {
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
	return r.shown.typing() && slices.Contains([]string{"alt+b", "alt+f", "alt+d", "alt+backspace", "alt+delete", "alt+left", "alt+right"}, k.String())
}

// typed takes keys as though they had come one by one.
func (r *root) typed(keys []tea.KeyPressMsg) tea.Cmd {
	var cmds []tea.Cmd
	for _, k := range keys {
		cmds = append(cmds, r.key(k), r.intents())
	}
	return tea.Batch(cmds...)
}

// isAhead says that an action is about a user who is being looked for, or comes
// after one that is.
func (r *root) isAhead(a keys.Action) bool {
	if !r.shown.expecting() || a == keys.Back || a == keys.Leave {
		return false
	}
	x := action.Find(a)
	return x != nil && x.NeedsUser || len(r.memory.ahead) > 0
}

// catchUp takes what was typed ahead, once there is a user it can be about.
func (r *root) catchUp() tea.Cmd {
	if len(r.memory.ahead) == 0 || r.shown.expecting() {
		return nil
	}
	typed := r.memory.ahead
	r.memory.ahead = nil
	if r.shown.chosen() == nil {
		return nil
	}
	return r.typed(typed)
}
