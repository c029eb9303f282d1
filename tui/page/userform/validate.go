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

// shortPassword is from the developer portal's rule. Administrators have been seen
// to set shorter ones, so it is only a warning.
const shortPassword = 8

// finding is what is wrong with a value.
type finding struct {
	words string
	// unfinished is set when more typing may fix it, so that it is not reported
	// during typing.
	unfinished bool
}

// check validates a field. An unchanged value is always valid.
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

// warning describes a value that may be unintended.
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

// warnOfIdentities names the identities that a new user cannot have. The service
// refuses those of Entra ID; only Basic has been seen to work.
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

// unreadable reports whether the developer portal rejects r in a user id.
func unreadable(r rune) bool {
	return r != '-' && r != '_' && (r >= unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r))
}

// edited validates the field being typed in.
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

// left validates a field that lost the focus, including missing values.
func (p *Page) left(field string) {
	if p.form.Field(field) == nil {
		return
	}
	p.started[field] = true
	p.judge(field)
}

// judge shows the remarks on a field. A service error stays until the field is
// edited.
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
