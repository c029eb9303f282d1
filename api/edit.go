package api

import (
	"cmp"
	"slices"
	"strings"

	"apimtui/api/secret"
	"apimtui/api/text"
)

// Property is a user property that an administrator can change, by its name in
// the REST API.
type Property string

const (
	PropEmail      Property = "email"
	PropFirstName  Property = "firstName"
	PropLastName   Property = "lastName"
	PropState      Property = "state"
	PropNote       Property = "note"
	PropIdentities Property = "identities"
	PropPassword   Property = "password" // written, never read
)

// Properties lists the readable properties in display order.
func Properties() []Property {
	return []Property{PropEmail, PropFirstName, PropLastName, PropState, PropNote, PropIdentities}
}

func (p Property) Label() string {
	return cmp.Or(map[Property]string{
		PropEmail: "e-mail", PropFirstName: "first name", PropLastName: "last name",
		PropDisplayName: "name", PropOwner: "owner", PropStateComment: "comment",
	}[p], string(p))
}

// Private reports whether the property tells who a user is.
func (p Property) Private() bool { return p == PropEmail || p == PropIdentities || p == PropOwner }

func Labels(properties []Property) string {
	all := make([]string, len(properties))
	for i, p := range properties {
		all[i] = p.Label()
	}
	return strings.Join(all, ", ")
}

type Editable struct {
	Email, FirstName, LastName text.Text
	State                      State
	Note                       text.Text // "" is the same as unset
	Identities                 []Identity
}

func (u User) Editable() Editable {
	return Editable{
		Email: u.Email, FirstName: u.FirstName, LastName: u.LastName, State: u.State,
		Note: u.NoteText(), Identities: slices.Clone(u.Identities),
	}
}

// At returns where a property is kept as text, nil for others.
func (e *Editable) At(p Property) *text.Text {
	switch p {
	case PropEmail:
		return &e.Email
	case PropFirstName:
		return &e.FirstName
	case PropLastName:
		return &e.LastName
	case PropState:
		return (*text.Text)(&e.State)
	case PropNote:
		return &e.Note
	}
	return nil
}

// Text returns a property's value as text, for comparison and display.
func (e Editable) Text(p Property) text.Text {
	if p == PropIdentities {
		return identitiesText(e.Identities)
	}
	return deref(e.At(p))
}

func identitiesText(ids []Identity) text.Text {
	lines := make([]string, len(ids))
	for i, d := range ids {
		lines[i] = d.Provider.Exact() + ":" + d.ID.Exact()
	}
	return text.Text(strings.Join(lines, "\n"))
}

// same compares one property as the service does: states are case-insensitive,
// and the order of identities means nothing.
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
	order := func(a, b Identity) int { return cmp.Or(cmp.Compare(a.Provider, b.Provider), cmp.Compare(a.ID, b.ID)) }
	return slices.Equal(slices.SortedFunc(slices.Values(a), order), slices.SortedFunc(slices.Values(b), order))
}

// with returns e with one property copied from another.
func (e Editable) with(p Property, from Editable) Editable {
	if p == PropIdentities {
		e.Identities = from.Identities
	} else if to := e.At(p); to != nil {
		*to = *from.At(p)
	}
	return e
}

func (e Editable) Changed(o Editable) []Property {
	var out []Property
	for _, p := range Properties() {
		if !e.same(o, p) {
			out = append(out, p)
		}
	}
	return out
}

// Patch changes a user: the named properties take their values from To, and a
// password is set if there is one. Nothing else is sent.
type Patch struct {
	Properties []Property
	To         Editable
	Password   secret.Value // empty: unchanged
}

func PatchOf(from, to Editable) Patch { return Patch{Properties: from.Changed(to), To: to} }

func (p Patch) IsZero() bool { return len(p.Properties) == 0 && p.Password.Empty() }

func (p Patch) Names() []Property {
	out := slices.Clone(p.Properties)
	if !p.Password.Empty() {
		out = append(out, PropPassword)
	}
	return out
}

// String describes the change without its values: "change of e-mail, note".
// Only a state is named, because it is one of the service's own words.
func (p Patch) String() string {
	names := p.Names()
	if len(names) == 1 && names[0] == PropState {
		return "change of state to " + p.To.State.String()
	}
	return "change of " + Labels(names)
}

// missing lists the properties that a user does not have as the patch wants
// them.
func (p Patch) missing(e Editable) []Property { return edits[Editable]{p.Properties, p.To}.missing(e) }

// onto applies the patch to a user, for when the service cannot be asked for
// the result.
func (p Patch) onto(u User) User {
	e := u.Editable()
	for _, prop := range p.Properties {
		e = e.with(prop, p.To)
	}
	u.Email, u.FirstName, u.LastName, u.State, u.Identities = e.Email, e.FirstName, e.LastName, e.State, e.Identities
	u.Note = orNil(e.Note)
	return u
}

// properties returns the patch on the wire. An empty note is sent as null, as
// the service itself writes it.
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
