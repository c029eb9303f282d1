package userform

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/secret"
	"apimtui/tui/component"
)

// taskMask runs while the password is in clear.
const taskMask = "mask"

// watch starts or stops the timer that masks a revealed password.
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

// hand passes the password to a write.
func (p *Page) hand() secret.Value {
	p.sent = p.password()
	return p.sent
}

// Changed implements ui.Watcher. It comes after every write, when the password
// passed to it is no longer needed.
func (p *Page) Changed(api.Version) tea.Cmd { p.sent.Wipe(); return nil }

func (p *Page) Gone(api.UserID) tea.Cmd { p.sent.Wipe(); return nil }
