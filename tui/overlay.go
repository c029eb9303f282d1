package tui

import (
	"cmp"
	"slices"
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"apimtui/api/text/search"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/term"
	"apimtui/tui/theme"
)

// overlay is a box over the page that has all keys until it is closed.
type overlay interface {
	// press takes a key. It says whether the overlay stays, and which action
	// was chosen in it.
	press(k tea.KeyPressMsg) (stays bool, chosen keys.Action)
	typed(msg tea.Msg)
	view(t *theme.Theme, width, height int) string
}

func (r *root) overlayKey(k tea.KeyPressMsg) tea.Cmd {
	stays, chosen := r.overlay.press(k)
	if !stays {
		r.overlay = nil
	}
	return r.do(chosen)
}

// help shows every key that works here.
type help struct {
	keys   *keys.Map
	scopes []keys.Scope
	scroll component.Scroll
	lines  int
	shown  int
}

func newHelp(m *keys.Map, scopes []keys.Scope) *help {
	h := &help{keys: m, scopes: scopes, shown: 1}
	h.lines = len(component.Help(&theme.Theme{}, m, scopes, enabled, 0))
	return h
}

// enabled is why an action is disabled: none is yet.
func enabled(keys.Action) string { return "" }

func (h *help) typed(tea.Msg) {}

func (h *help) press(k tea.KeyPressMsg) (bool, keys.Action) {
	a := h.keys.Action(k.String(), keys.HelpBox)
	if a == keys.Cancel {
		return false, keys.None
	}
	h.scroll.Move(a, h.lines, h.shown)
	return true, keys.None
}

func (h *help) view(t *theme.Theme, width, height int) string {
	w, rows := min(76, width-4), max(3, min(h.lines+2, height-2))
	h.shown = rows - 2
	lines := component.Help(t, h.keys, h.scopes, enabled, w-4)
	top := max(0, min(h.scroll.Top, len(lines)-h.shown))
	title := "Keys, esc closes"
	if h.lines > h.shown {
		title = "Keys, j and k scroll, esc closes"
	}
	for i, l := range lines {
		lines[i] = " " + l
	}
	return component.Box(t, title, lines[top:], w, rows)
}

// palette finds an action by its name.
type palette struct {
	keys   *keys.Map
	all    []keys.Binding
	found  []keys.Binding
	input  textinput.Model
	cursor component.Cursor
}

const paletteRows = 8

func newPalette(m *keys.Map, scopes []keys.Scope) *palette {
	p := &palette{keys: m, input: component.Input("› ", 40)}
	for _, b := range m.In(scopes...) {
		if !b.Plain && b.Action != keys.Palette {
			p.all = append(p.all, b)
		}
	}
	p.input.Focus()
	p.match()
	return p
}

func (p *palette) match() {
	typed := search.Fold(p.input.Value())
	q := search.Parse(typed)
	p.found = nil
	for _, b := range p.all {
		if q.Match(search.Fold(b.Label + " " + b.Help)) {
			p.found = append(p.found, b)
		}
	}
	// What begins with what was typed is what was meant; then what the page
	// does comes before what works everywhere.
	slices.SortStableFunc(p.found, func(a, b keys.Binding) int {
		return cmp.Or(far(a, typed)-far(b, typed), a.Rank-b.Rank)
	})
	p.cursor = component.Cursor{}
}

func far(b keys.Binding, typed string) int {
	switch {
	case strings.HasPrefix(b.Label, typed):
		return 0
	case strings.Contains(b.Label, typed):
		return 1
	}
	return 2
}

func (p *palette) typed(msg tea.Msg) {
	p.input, _ = p.input.Update(msg)
	p.match()
}

func (p *palette) press(k tea.KeyPressMsg) (bool, keys.Action) {
	a := p.keys.Action(k.String(), keys.PaletteBox)
	switch {
	case a == keys.Cancel:
		return false, keys.None
	case a == keys.Accept && len(p.found) > 0:
		return false, p.found[p.cursor.At].Action
	case a == keys.None:
		p.typed(k)
	default:
		p.cursor.Move(a, len(p.found), paletteRows)
	}
	return true, keys.None
}

func (p *palette) view(t *theme.Theme, width, height int) string {
	w := min(64, width-4)
	lines := []string{" " + p.input.View()}
	if len(p.found) == 0 {
		lines = append(lines, " "+t.Muted.Render("no action of that name"))
	}
	for i := p.cursor.Top; i < min(len(p.found), p.cursor.Top+paletteRows); i++ {
		b := p.found[i]
		mark, style := "  ", t.Plain
		if i == p.cursor.At {
			mark, style = t.Accent.Render("▌")+" ", t.Strong
		}
		lines = append(lines, mark+style.Render(term.Pad(b.Label, 12))+t.Accent.Render(term.Pad(b.Names(), 8))+
			t.Muted.Render(term.Cut(b.Help, max(0, w-26))))
	}
	return component.Box(t, "Commands, enter runs, esc closes", lines, w, min(paletteRows+3, height-2))
}
