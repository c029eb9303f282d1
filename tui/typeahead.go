package tui

import (
	"cmp"
	"slices"
	"unicode"

	tea "charm.land/bubbletea/v2"

	"apimtui/tui/keys"
)

// apart separates esc and the key after it. A terminal sends both like one key
// with Alt, and tmux does so for half a second after an esc. Nothing is bound to
// Alt. Where the terminal names Alt, it is one key: the line marks such letters
// with a lock, and other keys have Alt only then.
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

// edits reports whether a key with Alt edits the current line of text.
func (r *root) edits(k tea.KeyPressMsg) bool {
	return r.shown.typing() && slices.Contains([]string{"alt+b", "alt+f", "alt+d", "alt+backspace", "alt+delete", "alt+left", "alt+right"}, k.String())
}

// typed handles keys as though they had arrived one by one.
func (r *root) typed(keys []tea.KeyPressMsg) tea.Cmd {
	var cmds []tea.Cmd
	for _, k := range keys {
		cmds = append(cmds, r.key(k), r.intents())
	}
	return tea.Batch(cmds...)
}

// isAhead reports whether an action needs a user who is still being looked for, or
// follows one that does.
func (r *root) isAhead(a keys.Action) bool {
	if !r.shown.expecting() || a == keys.Back || a == keys.Leave {
		return false
	}
	x := r.actions[a]
	return x != nil && x.NeedsUser || len(r.memory.ahead) > 0
}

// catchUp handles keys typed ahead, once their user is there.
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
