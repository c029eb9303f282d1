package tui

import (
	"cmp"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"apimtui/tui/keys"
	"apimtui/tui/term"
	"apimtui/tui/theme"
)

// presentation is the console before an audience: what is drawn is masked, and the
// pressed keys are shown. The zero value is none.
type presentation struct {
	veil    *veil
	pressed []string // the last keys
}

// mostPressed is how many keys are shown.
const mostPressed = 3

// look chooses what an audience sees best.
func (p *presentation) look(t *theme.Theme) {
	if p.veil != nil {
		t.FullRow, t.Private = true, true
	}
}

// begin starts a presentation, with what the options would show.
func (p *presentation) begin(o *Options) {
	p.veil = cmp.Or(p.veil, newVeil())
	p.veil.learnText(o.Query)
	if o.Where != nil {
		p.veil.learnText(o.Where())
	}
	for _, l := range o.Left {
		p.veil.add(string(l.User))
	}
	if o.Theme != theme.Mono {
		o.Theme = theme.HighContrast
	}
}

// hear learns the addresses in a sentence.
func (p *presentation) hear(s string) {
	if p.veil != nil {
		p.veil.learnText(s)
	}
}

// learn learns who is in what was read, or is about to be written.
func (p *presentation) learn(v any) {
	if p.veil != nil {
		p.veil.learn(v)
	}
}

// note remembers a key, unless it is text: that may be a password.
func (p *presentation) note(k tea.KeyPressMsg, typing bool) {
	if p.veil == nil || typing && k.Text != "" {
		return
	}
	p.pressed = append(p.pressed, k.String())
	p.pressed = slices.Clone(p.pressed[max(0, len(p.pressed)-mostPressed):])
}

// cover masks a part of the screen before it is put together.
func (p *presentation) cover(s string) string {
	if p.veil == nil {
		return s
	}
	return p.veil.cover(s)
}

// keys draws the last keys.
func (p *presentation) keys(t *theme.Theme) string {
	if len(p.pressed) == 0 {
		return ""
	}
	return t.Badge.Render(" " + strings.Join(p.pressed, "  ") + " ")
}

// why returns the reason why a secret is not shown, or "".
func (p *presentation) why(a keys.Action) string {
	if p.veil == nil || !slices.Contains([]keys.Action{keys.Reveal, keys.Alone, keys.QR}, a) {
		return ""
	}
	return "Disabled: a presentation shows no secret. It can be copied, or written to a file."
}

// ink sets the terminal's own text colour, which may be too faint for an audience.
func (r *root) ink(v *tea.View) {
	if r.present.veil != nil && r.theme.Ink != nil && !term.NoColor(r.opts.Env) {
		v.ForegroundColor = r.theme.Ink
	}
}
