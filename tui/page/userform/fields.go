package userform

import (
	"strings"

	"apimtui/api"
	"apimtui/api/text"
	"apimtui/tui/component/form"
	"apimtui/tui/keys"
	"apimtui/tui/theme"
)

// The fields, named as in the REST API where possible.
const (
	fieldID           = "userId"
	fieldEmail        = string(api.PropEmail)
	fieldFirstName    = string(api.PropFirstName)
	fieldLastName     = string(api.PropLastName)
	fieldPassword     = string(api.PropPassword)
	fieldState        = string(api.PropState)
	fieldNote         = string(api.PropNote)
	fieldIdentities   = string(api.PropIdentities)
	fieldConfirmation = "confirmation"
	fieldAppType      = "appType"
	fieldNotify       = "notify"
)

func (p *Page) newSections(n api.NewUser) []form.Section {
	e := n.Editable
	id := who(form.NewText(string(n.ID)))
	id.Generate = p.newID
	if !p.draft {
		id.Set(p.newID())
		id.Select()
	}
	password := p.passwordField("made by the service", "Empty: the service makes one and does not show it.")
	password.Control.(*form.Text).Set(n.Password.Reveal())
	account := []*form.Field{
		{ID: fieldID, Label: "User id", Control: id, Hint: p.hintOfID(id)},
		{ID: fieldEmail, Label: "E-mail", Control: who(required(e.Email))},
		{ID: fieldFirstName, Label: "First name", Control: required(e.FirstName)},
		{ID: fieldLastName, Label: "Last name", Control: required(e.LastName)},
		password,
		{ID: fieldState, Label: "State", Control: statePicker(e.State)},
	}
	return []form.Section{
		{Title: "NEW USER", Fields: account},
		{Title: "MORE", Right: true, Fields: moreFields(e)},
		{Title: "MAIL", Right: true, Fields: []*form.Field{
			{ID: fieldConfirmation, Label: "Confirmation", Control: confirmationPicker(n.Confirmation)},
			{ID: fieldAppType, Label: "App type", Control: appTypePicker(n.AppType)},
			{ID: fieldNotify, Label: "Notify", Control: form.NewToggle(n.Notify, "mail the user that the account exists")},
		}},
	}
}

func (p *Page) editSections(u api.User) []form.Section {
	e := u.Editable()
	state := &form.Field{ID: fieldState, Label: "State", Control: statePicker(e.State)}
	if u.ID == api.BuiltInUser {
		state.Locked = "The built-in administrator's state cannot be changed."
	}
	return []form.Section{
		{Title: "ACCOUNT", Fields: []*form.Field{
			{ID: fieldEmail, Label: "E-mail", Control: who(form.NewText(e.Email.Exact())), Hint: "Identities keep the old address."},
			{ID: fieldFirstName, Label: "First name", Control: form.NewText(e.FirstName.Exact())},
			{ID: fieldLastName, Label: "Last name", Control: form.NewText(e.LastName.Exact())},
			p.passwordField("unchanged", "Empty: stays as it is."),
			state,
		}},
		{Title: "MORE", Right: true, Fields: moreFields(e)},
	}
}

// who marks a field that tells who a user is.
func who(x *form.Text) *form.Text {
	x.Who = true
	return x
}

func required(value text.Text) *form.Text {
	x := form.NewText(value.Exact())
	x.Placeholder = "required"
	return x
}

func (p *Page) passwordField(empty, hint string) *form.Field {
	x := form.NewSecret()
	x.Placeholder = empty
	x.Generate = p.newPassword
	return &form.Field{ID: fieldPassword, Label: "Password", Control: x, Hint: hint + " " +
		p.keyOf(keys.Generate) + " makes one, " + p.keyOf(keys.Reveal) + " shows it."}
}

func moreFields(e api.Editable) []*form.Field {
	note := form.NewArea(e.Note.Exact())
	note.Placeholder = "–"
	values := make([]string, len(e.Identities))
	for i, d := range e.Identities {
		values[i] = d.Provider.Exact() + ":" + d.ID.Exact()
	}
	identities := form.NewRows("add PROVIDER:ID", values...)
	identities.Who = true
	return []*form.Field{
		{ID: fieldNote, Label: "Note", Control: note},
		{ID: fieldIdentities, Label: "Identities", Control: identities,
			Hint: "How the user signs in, such as Aad:OBJECT-ID. An emptied row is removed."},
	}
}

// statePicker offers the selectable states and the user's current one.
func statePicker(s api.State) *form.Picker {
	options := []form.Option{
		{Value: string(api.StateActive), Meaning: "may sign in and call APIs"},
		{Value: string(api.StateBlocked), Meaning: "can neither sign in nor call APIs"},
		{Value: string(api.StatePending), Meaning: "has not confirmed the identity yet"},
	}
	known := ""
	for _, o := range options {
		if strings.EqualFold(o.Value, string(s)) {
			known = o.Value
		}
	}
	if known == "" {
		meaning := "a state this console does not know"
		if strings.EqualFold(string(s), string(api.StateDeleted)) {
			meaning = "closed: identities and all that belonged to it are gone"
		}
		known = string(s)
		options = append(options, form.Option{Value: known, Label: text.Clean(known), Meaning: meaning})
	}
	x := form.NewPicker(known, options...)
	x.Glyph = (*theme.Theme).State
	return x
}

func confirmationPicker(c api.Confirmation) *form.Picker {
	return form.NewPicker(string(c),
		form.Option{Value: string(api.ConfirmNone), Label: text.Clean("none"), Meaning: "no such mail"},
		form.Option{Value: string(api.ConfirmSignup), Meaning: "a mail asks to confirm the address"},
		form.Option{Value: string(api.ConfirmInvite), Meaning: "a mail invites to set a password, for 2 days"},
	)
}

func appTypePicker(a api.AppType) *form.Picker {
	return form.NewPicker(string(a),
		form.Option{Value: string(api.AppDeveloperPortal), Meaning: "links go to the developer portal"},
		form.Option{Value: string(api.AppLegacyPortal), Meaning: "links go to the legacy portal"},
		form.Option{Value: string(api.AppUnset), Label: text.Clean("not sent"), Meaning: "links go to the legacy portal; for services before 2020"},
	)
}
