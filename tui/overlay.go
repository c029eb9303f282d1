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
	"apimtui/tui/ui"
)

// still is an overlay that neither works nor writes.
type still struct {
	id            ui.PageID
	out           *ui.Outbox
	width, height int // of the screen
}

func (s still) ID() ui.PageID             { return s.id }
func (s still) Init() tea.Cmd             { return nil }
func (s still) Type(tea.Msg) tea.Cmd      { return nil }
func (s still) Receive(ui.Result) tea.Cmd { return nil }
func (s still) Writing() bool             { return false }
func (s still) Close()                    {}
func (s *still) Resize(width, height int) { s.width, s.height = width, height }
func (s still) close()                    { s.out.Ask(ui.Close{Overlay: s.id}) }

// help shows every key that works here.
type help struct {
	still
	keys   *keys.Map
	scopes []keys.Scope
	why    func(keys.Action) string
	scroll component.Scroll
	lines  int
}

func (r *root) newHelp(scopes ...keys.Scope) *help {
	h := &help{still: still{id: r.id(), out: r.out}, keys: r.keys, scopes: scopes, why: r.why}
	h.lines = len(component.Help(&theme.Theme{}, h.keys, h.scopes, h.why, 0))
	return h
}

func (h *help) Scope() keys.Scope { return keys.HelpBox }

// shown is how many lines fit on a screen of that height.
func (h *help) shown(height int) int { return max(1, min(h.lines, height-4)) }

func (h *help) Press(k tea.KeyPressMsg) tea.Cmd {
	a := h.keys.Action(k.String(), keys.HelpBox)
	if a == keys.Cancel {
		h.close()
	}
	h.scroll.Move(a, h.lines, h.shown(h.height))
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

// palette finds an action by its name.
type palette struct {
	still
	keys   *keys.Map
	all    []keys.Binding
	found  []keys.Binding
	input  textinput.Model
	cursor component.Cursor
}

const paletteRows = 8

func (r *root) newPalette() *palette {
	p := &palette{still: still{id: r.id(), out: r.out}, keys: r.keys, input: component.Input("› ", 40)}
	for _, b := range r.keys.In(r.scopes()...) {
		if !b.Plain && b.Action != keys.Palette {
			p.all = append(p.all, b)
		}
	}
	p.input.Focus()
	p.match()
	return p
}

func (p *palette) Scope() keys.Scope { return keys.PaletteBox }

// Typing implements ui.Typist.
func (p *palette) Typing() bool { return true }

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

func (p *palette) Type(msg tea.Msg) tea.Cmd {
	p.input, _ = p.input.Update(msg)
	p.match()
	return nil
}

func (p *palette) Press(k tea.KeyPressMsg) tea.Cmd {
	switch a := p.keys.Action(k.String(), keys.PaletteBox); {
	case a == keys.Cancel:
		p.close()
	case a == keys.Accept:
		if len(p.found) > 0 {
			p.close()
			p.out.Ask(ui.Perform{Action: p.found[p.cursor.At].Action})
		}
	case a == keys.None:
		return p.Type(k)
	default:
		p.cursor.Move(a, len(p.found), paletteRows)
	}
	return nil
}

func (p *palette) View(t *theme.Theme, width, height int) string {
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
		lines = append(lines, mark+style.Render(term.Pad(b.Label, 14))+t.Accent.Render(term.Pad(b.Names(), 8))+
			t.Muted.Render(term.Cut(b.Help, max(0, w-28))))
	}
	return component.Box(t, "Commands, enter runs, esc closes", lines, w, min(paletteRows+3, height-2))
}

// question asks before something is lost.
type question struct {
	still
	keys  *keys.Map
	title string
	lines []string
	yes   any // the intent that follows a yes
	// while says that there is something to ask about still; nil is always.
	while func() bool
}

func (r *root) newQuestion(title string, yes any, lines ...string) *question {
	return &question{still: still{id: r.id(), out: r.out}, keys: r.keys, title: title, lines: lines, yes: yes}
}

func (q *question) Scope() keys.Scope { return keys.QuestionBox }

func (q *question) Press(k tea.KeyPressMsg) tea.Cmd {
	switch q.keys.Action(k.String(), keys.QuestionBox) {
	case keys.Yes:
		q.close()
		q.out.Ask(q.yes)
	case keys.Cancel:
		q.close()
	}
	return nil
}

func (q *question) View(t *theme.Theme, width, height int) string {
	foot := component.Hints(t, q.keys.Hints(keys.QuestionBox), component.DialogWidth(width))
	return component.Dialog(t, q.title, q.lines, 0, foot, width, height)
}
