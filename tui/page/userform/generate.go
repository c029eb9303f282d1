package userform

import (
	"encoding/base64"
	"io"

	"apimtui/api"
	"apimtui/tui/component/form"
)

// passwordBytes of randomness make a password of 20 characters, which no rule
// about length or kinds of characters refuses.
const passwordBytes = 15

// newID is empty when there is no randomness to be had: an empty field is
// better than one that others can guess.
func (p *Page) newID() string {
	id, err := api.NewUserID(p.random)
	if err != nil {
		return ""
	}
	p.generated = string(id)
	return p.generated
}

// hintOfID says of the user id what is true of the one that is there now.
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

// newPassword is empty when there is no randomness to be had.
func (p *Page) newPassword() string {
	b := make([]byte, passwordBytes)
	if _, err := io.ReadFull(p.random, b); err != nil {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(b)
}
