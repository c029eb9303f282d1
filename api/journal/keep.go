package journal

import (
	"slices"
	"strings"

	"apimtui/api"
	"apimtui/api/text"
)

// kept returns an entry as it is written: values that name or describe a person
// are shortened. Seals, which allow to compare them, are not for the audit log.
func (s *Store) kept(e api.Entry, sealed bool) api.Entry {
	e.Changes = slices.Clone(e.Changes)
	for i := range e.Changes {
		c := &e.Changes[i]
		if c.Property == api.PropPassword {
			*c = api.Change{Property: c.Property}
			continue
		}
		if sealed {
			c.Sealed = &[2]string{c.Property.Seal(e.Salt, c.Before), c.Property.Seal(e.Salt, c.After)}
		}
		if !s.o.Values {
			c.Before, c.After = shorten(c.Property, c.Before), shorten(c.Property, c.After)
		}
	}
	if !sealed {
		e.Salt = ""
	}
	return e
}

// shorten keeps the beginning of a note, at most a third, and of an address the
// first character and the domain.
func shorten(p api.Property, t text.Text) text.Text {
	s := t.Exact()
	switch {
	case s == "":
	case p == api.PropNote, p == api.PropStateComment:
		r := []rune(s)
		s = string(r[:min(8, len(r)/3)]) + "…"
	case p == api.PropEmail:
		s = shortAddress(s)
	case p == api.PropIdentities:
		lines := strings.Split(s, "\n")
		for i, line := range lines {
			provider, id, _ := strings.Cut(line, ":")
			lines[i] = provider + ":" + shortAddress(id)
		}
		s = strings.Join(lines, "\n")
	}
	return text.Text(s)
}

func shortAddress(s string) string {
	r, domain := []rune(s), ""
	if at := strings.LastIndexByte(s, '@'); at > 0 {
		domain = s[at:]
	}
	return string(r[:min(1, len(r)/2)]) + "…" + domain
}
