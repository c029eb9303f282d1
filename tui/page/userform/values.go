package userform

import (
	"fmt"
	"slices"
	"strings"

	"apimtui/api"
	"apimtui/api/text"
	"apimtui/tui/component/form"
	"apimtui/tui/keys"
)

func (p *Page) text(field string) *form.Text { return p.form.Field(field).Control.(*form.Text) }
func (p *Page) picked(field string) string   { return p.form.Field(field).Control.(*form.Picker).Value() }

// editable is the user as the form has it. What nobody changed is what was
// read, to the byte.
func (p *Page) editable() api.Editable {
	var e api.Editable
	if p.base != nil {
		e = p.base.User.Editable()
	}
	e.Email = text.Text(p.text(fieldEmail).Value())
	e.FirstName = text.Text(p.text(fieldFirstName).Value())
	e.LastName = text.Text(p.text(fieldLastName).Value())
	e.Note = text.Text(p.form.Field(fieldNote).Control.(*form.Area).Value())
	if p.base == nil || p.form.Field(fieldState).Changed() {
		e.State = api.State(p.picked(fieldState))
	}
	if p.form.Field(fieldIdentities).Changed() || p.draft {
		e.Identities = identities(p.rows(), p.began())
	}
	return e
}

func (p *Page) rows() []form.Row { return p.form.Field(fieldIdentities).Control.(*form.Rows).Values() }
