package tui

import (
	tea "charm.land/bubbletea/v2"

	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/term"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

type help struct {
	ui.Still
	scopes []keys.Scope
	why    func(keys.Action) string
	mouse  bool // it is read
}

func newHelp(r *root, scopes ...keys.Scope) *help {
	return &help{Still: r.still(keys.HelpBox), scopes: scopes, why: r.why, mouse: r.opts.Mouse}
}

// lines draws the keys for a screen of that width.
func (h *help) lines(t *theme.Theme, width int) []string {
	lines := component.Help(t, h.Keys, h.scopes, h.why, width-8)
	if h.mouse {
		lines = append([]string{"The mouse is on: hold shift to select text.", ""}, lines...)
	}
	return lines
}

func (h *help) Press(k tea.KeyPressMsg) tea.Cmd {
	a := h.Action(k)
	if a == keys.Cancel {
		h.Dismiss()
	}
	n := len(h.lines(&theme.Theme{}, h.Width))
	h.Scroll.Move(a, n, min(n, h.Height-4))
	return nil
}

func (h *help) View(t *theme.Theme, width, height int) string {
	lines := h.lines(t, width)
	shown := max(1, min(len(lines), height-4))
	title := "Keys, " + closes
	if len(lines) > shown {
		title = "Keys, j and k scroll, " + closes
	}
	wide := 0
	for i, l := range lines {
		lines[i] = " " + l
		wide = max(wide, term.Cells(l))
	}
	top := max(0, min(h.Scroll.Top, len(lines)-shown))
	return component.Pane{
		Title: title, Lines: lines[top:], Width: max(min(76, width-4), wide+4), Height: shown + 2, Focus: true,
		Bar: component.Bar{Top: top, Shown: shown, All: len(lines)},
	}.View(t)
}
