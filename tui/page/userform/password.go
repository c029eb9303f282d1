package userform

import (
	"encoding/base64"
	"io"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/secret"
	"apimtui/tui/component"
	"apimtui/tui/component/form"
)

// taskMask waits while the password is in clear.
const taskMask = "mask"

// watch starts or stops the timer that masks a revealed password.
func (p *Page) watch() tea.Cmd {
	switch {
	case !p.form.Revealed():
		p.tasks.Cancel(taskMask)
	case !p.tasks.Running(taskMask):
		return p.tasks.After(taskMask, component.MaskAfter)
	}
	return nil
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

// passwordBytes of randomness make a password of 20 characters, which satisfies
// any rule about length or character classes.
const passwordBytes = 15

// newID is empty when no randomness is available: an empty field is better than a
// guessable one.
func (p *Page) newID() string {
	id, err := api.NewUserID(p.random)
	if err != nil {
		return ""
	}
	p.generated = string(id)
	return p.generated
}

// hintOfID describes the current user id.
func (p *Page) hintOfID(id *form.Text) string {
	const always = "It cannot be changed later."
	switch {
	case id.Value() == "" || id.Value() != p.generated:
		return always
	case id.Selected():
		return "Generated; type to replace it. " + always
	}
	return "Generated. " + always
}

// newPassword is empty when no randomness is available.
func (p *Page) newPassword() string {
	b := make([]byte, passwordBytes)
	if _, err := io.ReadFull(p.random, b); err != nil {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(b)
}
