package tui

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"apimtui/tui/component"
	"apimtui/tui/component/form"
	"apimtui/tui/keys"
	"apimtui/tui/term"
	"apimtui/tui/ui"
)

// wheelRows is how far one notch of the wheel moves.
const wheelRows = 3

// mouse handles a click of the left button, or the wheel. Both act as keys do.
func (r *root) mouse(msg tea.MouseMsg) tea.Cmd {
	m := msg.Mouse()
	if r.shown.tooSmall() {
		return nil
	}
	asked := r.shown.question.Number
	var cmd tea.Cmd
	switch {
	case m.Button == tea.MouseWheelUp:
		cmd = r.wheel(keys.Up)
	case m.Button == tea.MouseWheelDown:
		cmd = r.wheel(keys.Down)
	case m.Button != tea.MouseLeft:
		return nil
	case r.shown.box() != nil:
		cmd = r.clickBox(r.shown.box(), m.X, m.Y)
	default:
		cmd = r.clickPage(m.X, m.Y)
	}
	cmd = tea.Batch(cmd, r.intents())
	if r.shown.question.Number != asked {
		r.shown.question.Stray(time.Now()) // the second click of two answers nothing
	}
	return cmd
}

// wheel moves in what scrolls. In a form it would change values.
func (r *root) wheel(a keys.Action) tea.Cmd {
	var cmds []tea.Cmd
	for range wheelRows {
		scopes, typing := r.scopes(), r.shown.page().Scopes()
		if o := r.shown.box(); o != nil {
			scopes, typing = []keys.Scope{o.Scope()}, nil
		}
		if s := typing; len(s) > 0 && (s[0] == keys.Form || s[0] == keys.TokenForm || s[0] == keys.Typing) {
			return nil
		}
		if name := keyOf(r.keys, a, scopes); name != "" {
			cmds = append(cmds, r.key(keys.Press(name)), r.intents())
		}
	}
	return tea.Batch(cmds...)
}

// keyOf returns the first key of an action in the scopes, or "".
func keyOf(m *keys.Map, a keys.Action, scopes []keys.Scope) string {
	for _, s := range scopes {
		if name := m.Name(s, a); name != "" {
			return name
		}
	}
	return ""
}

// clickBox clicks on a hint of a box, or on a row of one that has rows. A box that
// asks has none.
func (r *root) clickBox(o ui.Overlay, x, y int) tea.Cmd {
	block := ansi.Strip(o.View(r.theme, r.shown.width, r.shown.height))
	lines := strings.Split(block, "\n")
	x -= max(0, (r.shown.width-term.Widest(block))/2)
	y -= max(0, (r.shown.height-len(lines))/2)
	if x < 0 || y < 0 || y >= len(lines) || x >= term.Widest(block) {
		return nil
	}
	scopes := []keys.Scope{o.Scope()}
	if name := r.hintAt(lines[y], x, scopes); name != "" && y == len(lines)-2 {
		return r.key(keys.Press(name))
	}
	if at := strings.Index(lines[0], closes); y == 0 && at >= 0 {
		if from := term.Cells(lines[0][:at]); x >= from && x < from+len(closes) {
			return r.key(keys.Press(keyOf(r.keys, keys.Cancel, scopes)))
		}
	}
	if p, ok := o.(ui.Picker); ok {
		f := ui.Frame{Width: r.shown.width, Height: r.shown.height, Theme: r.theme}
		return r.pick(p, f, x, y, scopes)
	}
	r.shown.question.Stray(time.Now())
	return nil
}

// closes is what the title of a box without hints says.
const closes = "esc closes"

// hintAt returns the key of the hint at a column, or "". Hints are two blanks apart.
func (r *root) hintAt(line string, x int, scopes []keys.Scope) string {
	at := 0
	for _, hint := range strings.SplitAfter(line, "  ") {
		words := strings.Trim(hint, " │┃")
		from := at + term.Cells(hint[:max(0, strings.Index(hint, words))])
		at += term.Cells(hint)
		key, label, _ := strings.Cut(words, " ")
		if x >= from && x < from+term.Cells(words) && label != "" && r.keys.Action(key, scopes...) != keys.None {
			return key
		}
	}
	return ""
}

// clickPage clicks on a hint of the status line, a field or a row.
func (r *root) clickPage(x, y int) tea.Cmd {
	page := r.shown.page()
	f, _, notice := r.frame()
	r.toast = nil
	asks := page.Scopes()[0] == keys.QuestionBox
	line, bottom := "", r.shown.height-1 // with hints
	switch {
	case y == bottom:
		line = r.bottom()
	case asks && y > bottom-len(notice):
		line = notice[len(notice)-bottom+y]
	}
	if name := r.hintAt(ansi.Strip(line), x, r.scopes()); name != "" {
		return r.key(keys.Press(name))
	}
	if asks || y > bottom-len(notice) {
		return nil
	}
	y--
	if r.shown.framed(page) {
		x, y = x-1, y-1
	}
	if page.Scopes()[0] == keys.Form {
		if _, tiled := page.(ui.Tiled); tiled && ui.Roomy(r.shown.room(page)) {
			x, y = x-1, y-1
		}
		return page.Type(form.Click{X: x, Y: y})
	}
	if p, ok := page.(ui.Picker); ok {
		return r.pick(p, f, x, y, page.Scopes())
	}
	return nil
}

// pick chooses a row. A row that is chosen already is opened.
func (r *root) pick(p ui.Picker, f ui.Frame, x, y int, scopes []keys.Scope) tea.Cmd {
	picked, cmd := p.Pick(f, x, y)
	if picked != component.Again {
		return cmd
	}
	for _, a := range []keys.Action{keys.Toggle, keys.Open, keys.Accept} {
		if name := keyOf(r.keys, a, scopes); name != "" {
			return tea.Batch(cmd, r.key(keys.Press(name)))
		}
	}
	return cmd
}
