package tui

import (
	tea "charm.land/bubbletea/v2"

	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

type help struct {
	ui.Still
	keys   *keys.Map
	scopes []keys.Scope
	why    func(keys.Action) string
	scroll component.Scroll
	lines  int
}

func newHelp(r *root, scopes ...keys.Scope) *help {
	h := &help{Still: r.still(), keys: r.keys, scopes: scopes, why: r.why}
	h.lines = len(component.Help(&theme.Theme{}, h.keys, h.scopes, h.why, 0))
	return h
}

func (h *help) Scope() keys.Scope { return keys.HelpBox }

// shown is how many lines fit on a screen of that height.
func (h *help) shown(height int) int { return max(1, min(h.lines, height-4)) }

func (h *help) Press(k tea.KeyPressMsg) tea.Cmd {
	a := h.keys.Action(k.String(), keys.HelpBox)
	if a == keys.Cancel {
		h.Dismiss()
	}
	h.scroll.Move(a, h.lines, h.shown(h.Height))
	return nil
}

func (h *help) View(t *theme.Theme, width, height int) string {
	w, shown := min(76, width-4), h.shown(height)
	lines := component.Help(t, h.keys, h.scopes, h.why, w-4)
	top := max(0, min(h.scroll.Top, len(lines)-shown))
	title := "Keys, esc closes"
	if h.lines > shown {
		title = "Keys, j and k scroll, esc closes"
	}
	for i, l := range lines {
		lines[i] = " " + l
	}
	return component.Box(t, title, lines[top:], w, shown+2)
}
