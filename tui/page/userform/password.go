package userform

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/secret"
	"apimtui/tui/component"
)

// taskMask runs while the password is in clear, and not else.
const taskMask = "mask"

// watch begins or ends what masks a revealed password in time.
func (p *Page) watch() tea.Cmd {
	switch {
	case !p.form.Revealed():
		p.tasks.Cancel(taskMask)
		p.maskAt = time.Time{}
	case p.maskAt.IsZero():
		p.maskAt = time.Now().Add(component.MaskAfter)
		return p.tick()
	}
	return nil
}

func (p *Page) tick() tea.Cmd { return p.tasks.After(taskMask, time.Second) }

// pass lets a second pass.
func (p *Page) pass() tea.Cmd {
	if time.Now().Before(p.maskAt) {
		return p.tick()
	}
	p.form.Mask()
	return p.watch()
}

// hand gives the password to a write.
func (p *Page) hand() secret.Value {
	p.sent = p.password()
	return p.sent
}

// Changed implements ui.Watcher. Every write is told of before its form is left,
// and what it was given is needed no more.
func (p *Page) Changed(api.Version) tea.Cmd { p.sent.Wipe(); return nil }

// Gone implements ui.Watcher, as Changed does.
func (p *Page) Gone(api.UserID) tea.Cmd { p.sent.Wipe(); return nil }
