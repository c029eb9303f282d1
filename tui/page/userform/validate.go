package userform

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"apimtui/api"
	"apimtui/api/text"
	"apimtui/tui/keys"
)

// shortPassword is from the developer portal's rule. Administrators have been
// seen to set shorter ones, so it is no error.
const shortPassword = 8

// finding is what is wrong with a value.
type finding struct {
	words string
	// unfinished says that typing on may mend it, so that it is not held
	// against somebody who is still typing.
	unfinished bool
}

// check judges a field as it is now. What was read and not changed is right,
// whatever it is.
func (p *Page) check(field string) finding {
	x := p.form.Field(field)
	if p.base != nil && !x.Changed() {
		return finding{}
	}
	switch field {
	case fieldID:
		return found(api.CheckUserID(p.text(field).Value()))
	case fieldEmail:
		return found(api.CheckEmail(p.text(field).Value()))
	case fieldFirstName, fieldLastName:
		return found(api.CheckName(api.Property(field), p.text(field).Value()))
	case fieldIdentities:
		return p.checkIdentities()
	}
	return finding{}
}

func found(err error) finding {
	var wrong *api.PropertyError
	if errors.As(err, &wrong) {
		return finding{wrong.Says, wrong.Unfinished}
	}
	return finding{}
}

func (p *Page) checkIdentities() finding {
	for i, r := range p.rows() {
		d := p.identity(r)
		if r.Origin < 0 && (d.Provider == "" || d.ID == "") {
			return finding{fmt.Sprintf("Row %d: write PROVIDER:ID, such as Aad:OBJECT-ID.", i+1), true}
		}
	}
	return finding{}
}

// warning is what may not be meant.
func (p *Page) warning(field string) string {
	switch field {
	case fieldID:
		if strings.ContainsFunc(p.text(field).Value(), unreadable) {
			return "The developer portal reads only letters, digits, - and _ in an id: no sign-in there by link."
		}
	case fieldPassword:
		if n := len([]rune(p.text(field).Value())); n > 0 && n < shortPassword {
			return fmt.Sprintf("Shorter than %d characters: the service may refuse it.", shortPassword)
		}
	case fieldIdentities:
		if p.base == nil {
			return p.warnOfIdentities()
		}
	}
	return ""
}

// warnOfIdentities says which identities a new user cannot have. The service
// has been seen to refuse those of Entra ID, and nobody has seen it take
// another but Basic.
func (p *Page) warnOfIdentities() string {
	verb := "may refuse"
	var providers []string
	for _, r := range p.rows() {
		d := p.identity(r)
		name := d.Provider.Safe().String()
		lower := strings.ToLower(d.Provider.Exact())
		if d.Provider == "" || d.ID == "" || lower == "basic" || slices.Contains(providers, name) {
			continue
		}
		if strings.HasPrefix(lower, "aad") {
			verb = "refuses"
		}
		providers = append(providers, name)
	}
	if len(providers) == 0 {
		return ""
	}
	return fmt.Sprintf("The service %s %s identities on creation: remove them (%s), or expect “%s”.",
		verb, strings.Join(providers, ", "), p.keyOf(keys.Remove), api.NotApplied)
}

// unreadable says that the developer portal does not take r for a part of a
// user id.
func unreadable(r rune) bool {
	return r != '-' && r != '_' && (r >= unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r))
}

// edited judges the field that is being typed in.
func (p *Page) edited(field string) {
	if p.form.Field(field) == nil {
		return
	}
	delete(p.refused, field)
	if p.offer.field == field {
		p.clearOffer()
	}
	p.judge(field)
}

// left judges a field that was left: what is missing in it is missing.
func (p *Page) left(field string) {
	if p.form.Field(field) == nil {
		return
	}
	p.started[field] = true
	p.judge(field)
}

// judge shows what is to be said of a field. What the service said of it stays
// until it is edited.
func (p *Page) judge(field string) {
	x := p.form.Field(field)
	x.Warning = text.Clean(p.warning(field))
	if p.refused[field] {
		return
	}
	wrong := p.check(field)
	if wrong.unfinished && !p.started[field] {
		wrong = finding{}
	}
	x.Error = text.Clean(wrong.words)
}

// checkAll judges all fields, and gives the first that is wrong.
func (p *Page) checkAll() (bad string) {
	clear(p.refused)
	for _, f := range p.order() {
		p.left(f)
		if bad == "" && !p.form.Field(f).Error.Empty() {
			bad = f
		}
	}
	return bad
}
