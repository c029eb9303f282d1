package tui

import (
	"cmp"
	"slices"
	"time"
	"unicode"

	tea "charm.land/bubbletea/v2"

	"apimtui/tui/keys"
	"apimtui/tui/ui"
)

// key passes a key to the overlay, the page's text, the page's actions and the
// global ones, in this order; the first that binds it handles it.
func (r *root) key(k tea.KeyPressMsg) tea.Cmd {
	k = keys.Canonical(k, r.shown.typing())
	r.toast = nil
	r.present.note(k, r.shown.typing())
	switch r.keys.Action(k.String(), keys.Everywhere) {
	case keys.Quit:
		return r.quit()
	case keys.Redraw:
		return tea.ClearScreen
	case keys.Suspend:
		return tea.Suspend
	}
	if r.shown.tooSmall() {
		return nil // the effect of a key would be invisible
	}
	if r.opts.Another != nil && r.keys.Action(k.String(), keys.DemoTyping) != keys.None {
		r.another()
		return nil
	}
	if r.opts.NewToken != nil && r.keys.Action(k.String(), keys.SignIn) != keys.None {
		return r.do(keys.FreshToken)
	}
	if o := r.shown.box(); o != nil {
		return r.press(o, k)
	}
	a := r.keys.Action(k.String(), r.scopes()...)
	if r.shown.page().Typing() {
		if why := r.present.why(a); why != "" {
			r.toast = &ui.Notify{Text: why, Kind: ui.Warn}
			return nil
		}
		return r.shown.page().Type(k)
	}
	if r.isAhead(a) {
		r.memory.ahead = append(r.memory.ahead, k)
		return nil
	}
	return r.do(a)
}

// press passes a key to a box. Text meant for something else, or typed before the
// question was on the screen, confirms nothing.
func (r *root) press(o ui.Overlay, k tea.KeyPressMsg) tea.Cmd {
	scope, now := o.Scope(), time.Now()
	a := r.keys.Action(k.String(), scope)
	switch {
	case keys.Confirms(scope, a) && !(r.look.heard(r.shown.question.Number) && r.shown.question.Quiet(now)):
		return nil
	case a == keys.None && !o.Typing():
		r.shown.question.Stray(now)
	}
	if cmd, helped := r.helpOver(o, k); helped {
		return cmd
	}
	cmd := o.Press(k)
	if o.Scope() != scope {
		r.shown.question.Ask() // it asks something else
	}
	return cmd
}

// helpOver opens the help for a box, or the log, unless the key is text.
func (r *root) helpOver(o ui.Overlay, k tea.KeyPressMsg) (tea.Cmd, bool) {
	if o.Typing() || r.keys.Action(k.String(), o.Scope()) != keys.None {
		return nil, false
	}
	switch r.keys.Action(k.String(), keys.Everywhere) {
	case keys.Help:
		return r.shown.over(newHelp(r, o.Scope())), true
	case keys.Log:
		return r.do(keys.Log), true
	case keys.Palette:
		r.toast = &ui.Notify{Text: "Disabled: a box is open.", Kind: ui.Warn}
		return nil, true
	}
	return nil, false
}

func (r *root) paste(msg tea.PasteMsg) tea.Cmd {
	if o := r.shown.box(); o != nil {
		return o.Type(msg)
	}
	if r.shown.page().Typing() {
		return r.shown.page().Type(msg)
	}
	return nil
}

// scopes are where keys are looked up now. While text is typed nothing else works
// or is offered.
func (r *root) scopes() []keys.Scope {
	scopes := r.shown.page().Scopes()
	if r.opts.NewToken != nil {
		scopes = append(scopes, keys.SignIn)
	}
	switch {
	case slices.Contains(scopes, keys.Form) && r.opts.Another != nil:
		return append(scopes, keys.DemoTyping)
	case r.shown.page().Typing():
		return scopes
	}
	if r.opts.Another != nil {
		scopes = append(scopes, keys.Demo)
	}
	return append(scopes, keys.Everywhere)
}

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
