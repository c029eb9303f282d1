package api

import (
	"slices"
	"strings"

	"apimtui/api/secret"
	"apimtui/api/text"
)

// Property is a property of a user that an administrator can change, by its
// name in the REST API.
type Property string

// The properties that can be changed.
const (
	PropEmail      Property = "email"
	PropFirstName  Property = "firstName"
	PropLastName   Property = "lastName"
	PropState      Property = "state"
	PropNote       Property = "note"
	PropIdentities Property = "identities"
	PropPassword   Property = "password" // written, never read
)

// Properties lists those that can be read back, in the order they are shown.
func Properties() []Property {
	return []Property{PropEmail, PropFirstName, PropLastName, PropState, PropNote, PropIdentities}
}

// Label is the property in an operator's words.
func (p Property) Label() string {
	switch p {
	case PropEmail:
		return "e-mail"
	case PropFirstName:
		return "first name"
	case PropLastName:
		return "last name"
	}
	return string(p)
}

// Editable is what of a user can be changed, as a value to compare and edit.
type Editable struct {
	Email, FirstName, LastName text.Text
	State                      State
	Note                       text.Text // "" is the same as unset
	Identities                 []Identity
}

// Editable gives what of the user can be changed.
func (u User) Editable() Editable {
	return Editable{
		Email: u.Email, FirstName: u.FirstName, LastName: u.LastName, State: u.State,
		Note: u.NoteText(), Identities: slices.Clone(u.Identities),
	}
}

// Text is a property's value as one text, to compare and to show.
func (e Editable) Text(p Property) text.Text {
	switch p {
	case PropEmail:
		return e.Email
	case PropFirstName:
		return e.FirstName
	case PropLastName:
		return e.LastName
	case PropState:
		return text.Text(e.State)
	case PropNote:
		return e.Note
	case PropIdentities:
		return identitiesText(e.Identities)
	}
	return ""
}

func identitiesText(ids []Identity) text.Text {
	lines := make([]string, len(ids))
	for i, d := range ids {
		lines[i] = d.Provider.Exact() + ":" + d.ID.Exact()
	}
	return text.Text(strings.Join(lines, "\n"))
}

// same compares one property as the service does: it writes states in lower
// case, and gives no meaning to the order of identities.
func (e Editable) same(o Editable, p Property) bool {
	switch p {
	case PropState:
		return e.State.Is(o.State)
	case PropIdentities:
		return sameIdentities(e.Identities, o.Identities)
	}
	return e.Text(p) == o.Text(p)
}

func sameIdentities(a, b []Identity) bool {
	if len(a) != len(b) {
		return false
	}
	rest := slices.Clone(b)
	for _, d := range a {
		i := slices.Index(rest, d)
		if i < 0 {
			return false
		}
		rest = slices.Delete(rest, i, i+1)
	}
	return true
}

// with gives e with one property taken from another.
func (e Editable) with(p Property, from Editable) Editable {
	switch p {
	case PropEmail:
		e.Email = from.Email
	case PropFirstName:
		e.FirstName = from.FirstName
	case PropLastName:
		e.LastName = from.LastName
	case PropState:
		e.State = from.State
	case PropNote:
		e.Note = from.Note
	case PropIdentities:
		e.Identities = from.Identities
	}
	return e
}

// Changed lists the properties in which two differ.
func (e Editable) Changed(o Editable) []Property {
	var out []Property
	for _, p := range Properties() {
		if !e.same(o, p) {
			out = append(out, p)
		}
	}
	return out
}

// Patch is a change of a user: the properties named take the values of To, and
// the password, if there is one, is set. Nothing else is sent.
type Patch struct {
	Properties []Property
	To         Editable
	Password   secret.Value // empty: not changed
}

// PatchOf is what turns one into the other.
func PatchOf(from, to Editable) Patch { return Patch{Properties: from.Changed(to), To: to} }

// IsZero says that nothing would be changed.
func (p Patch) IsZero() bool { return len(p.Properties) == 0 && p.Password.Empty() }

// Names lists what would be changed, the password included.
func (p Patch) Names() []Property {
	out := slices.Clone(p.Properties)
	if !p.Password.Empty() {
		out = append(out, PropPassword)
	}
	return out
}

// String says what kind of change it is, and nothing of what to: "change of
// e-mail, note". Only where a state goes is told: it is a word of the service's.
func (p Patch) String() string {
	names := p.Names()
	if len(names) == 1 && names[0] == PropState {
		return "change of state to " + p.To.State.String()
	}
	labels := make([]string, len(names))
	for i, n := range names {
		labels[i] = n.Label()
	}
	return "change of " + strings.Join(labels, ", ")
}

// isIn says whether all that can be compared of the patch stands in a user.
func (p Patch) isIn(e Editable) bool { return len(p.missing(e)) == 0 }

// missing lists what of the patch does not stand in a user.
func (p Patch) missing(e Editable) []Property {
	var out []Property
	for _, prop := range p.Properties {
		if !p.To.same(e, prop) {
			out = append(out, prop)
		}
	}
	return out
}

// onto is a user with the patch applied, for when the service has it and cannot
// be asked.
func (p Patch) onto(u User) User {
	e := u.Editable()
	for _, prop := range p.Properties {
		e = e.with(prop, p.To)
	}
	u.Email, u.FirstName, u.LastName, u.State, u.Identities = e.Email, e.FirstName, e.LastName, e.State, e.Identities
	u.Note = nil
	if e.Note != "" {
		u.Note = &e.Note
	}
	return u
}

// properties is the patch on the wire. An emptied note is sent as null, which
// is how the service writes an unset one.
func (p Patch) properties() map[string]any {
	m := map[string]any{}
	for _, prop := range p.Properties {
		m[string(prop)] = p.To.wire(prop)
	}
	if !p.Password.Empty() {
		m[string(PropPassword)] = p.Password.Reveal()
	}
	return m
}

func (e Editable) wire(p Property) any {
	switch p {
	case PropNote:
		if e.Note == "" {
			return nil
		}
	case PropIdentities:
		if e.Identities == nil {
			return []Identity{}
		}
		return e.Identities
	}
	return e.Text(p).Exact()
}
