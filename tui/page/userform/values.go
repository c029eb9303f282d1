package userform

import (
	"cmp"
	"slices"
	"strings"

	"github.com/dustin/go-humanize/english"

	"apimtui/api"
	"apimtui/api/secret"
	"apimtui/api/text"
	"apimtui/tui/component/form"
	"apimtui/tui/keys"
)

func (p *Page) text(field string) *form.Text { return p.form.Field(field).Control.(*form.Text) }
func (p *Page) picker(field string) *form.Picker {
	return p.form.Field(field).Control.(*form.Picker)
}
func (p *Page) rows() []form.Row { return p.form.Field(fieldIdentities).Control.(*form.Rows).Values() }

// editable is the user as typed. Unchanged values are exactly as read.
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
		e.State = api.State(p.picker(fieldState).Value())
	}
	e.Identities = nil
	for _, r := range p.rows() {
		e.Identities = append(e.Identities, p.identity(r))
	}
	return e
}

// identity parses a row. An unchanged one keeps its identity, since a provider may
// contain a colon.
func (p *Page) identity(r form.Row) api.Identity {
	if r.Origin >= 0 {
		return p.identities[r.Origin]
	}
	provider, id, _ := strings.Cut(r.Text, ":")
	return api.Identity{Provider: text.Text(strings.TrimSpace(provider)), ID: text.Text(strings.TrimSpace(id))}
}

func (p *Page) newUser() api.NewUser {
	return api.NewUser{
		ID:           api.UserID(p.text(fieldID).Value()),
		Editable:     p.editable(),
		Password:     p.hand(),
		Confirmation: api.Confirmation(p.picker(fieldConfirmation).Value()),
		AppType:      api.AppType(p.picker(fieldAppType).Value()),
		Notify:       p.form.Field(fieldNotify).Control.(*form.Toggle).On(),
	}
}

func (p *Page) password() secret.Value {
	v := p.text(fieldPassword).Value()
	if v == "" {
		return secret.Value{}
	}
	return secret.New(v)
}

// changes names the fields that a save would send.
func (p *Page) changes() []string {
	if p.base == nil {
		same := func(f *form.Field) bool { return !f.Changed() }
		return labels(slices.DeleteFunc(slices.Clone(p.form.Fields()), same))
	}
	var fields []*form.Field
	patch := api.PatchOf(p.base.User.Editable(), p.editable())
	patch.Password = p.password()
	defer patch.Password.Wipe()
	for _, prop := range patch.Names() {
		fields = append(fields, p.form.Field(string(prop)))
	}
	return labels(fields)
}

// labels are the fields' names within a sentence, in alphabetical order.
func labels(fields []*form.Field) []string {
	var out []string
	for _, f := range fields {
		out = append(out, strings.ToLower(f.Label))
	}
	slices.Sort(out)
	return out
}

// summary describes the changes: "2 changes: e-mail, note".
func summary(changes []string) string {
	return english.Plural(len(changes), "change", "") + ": " + strings.Join(changes, ", ")
}

// name is the name of the edited user.
func (p *Page) name() text.Safe {
	u := p.base.User
	return cmp.Or(u.DisplayName(), u.Email, text.Text(u.ID)).Safe()
}

func (p *Page) Dirty() bool { return p.draft || len(p.changes()) > 0 }

func (p *Page) DraftOf() api.UserID {
	if p.base != nil {
		return p.base.User.ID
	}
	return api.UserID(p.text(fieldID).Value())
}

// keyOf names the key of an action in the form.
func (p *Page) keyOf(a keys.Action) string { return p.keys.Name(keys.Form, a) }
