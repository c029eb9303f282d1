package userform

import (
	"encoding/base64"
	"io"

	"apimtui/api"
	"apimtui/tui/component/form"
)

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
