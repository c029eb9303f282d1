package journal

import (
	"slices"
	"strings"

	"apimtui/api"
	"apimtui/api/text"
)

// kept returns an entry as it is written: values that name or describe a person
// are shortened, and seals allow to compare them.
func (s *Store) kept(e api.Entry) api.Entry {
	e.Changes = slices.Clone(e.Changes)
	for i := range e.Changes {
		c := &e.Changes[i]
		if c.Property == api.PropPassword {
			*c = api.Change{Property: c.Property}
			continue
		}
		c.Sealed = &[2]string{c.Property.Seal(e.Salt, c.Before), c.Property.Seal(e.Salt, c.After)}
		if !s.o.Values {
			c.Before, c.After = shorten(c.Property, c.Before), shorten(c.Property, c.After)
		}
	}
	return e
}

// unsealed is an entry for the audit log, which nobody compares.
func unsealed(e api.Entry) api.Entry {
	e.Salt, e.Changes = "", slices.Clone(e.Changes)
	for i := range e.Changes {
		e.Changes[i].Sealed = nil
	}
	return e
}

func shorten(p api.Property, t text.Text) text.Text {
	switch p {
	case api.PropNote:
		return short(t)
	case api.PropEmail:
		return shortMail(t)
	case api.PropIdentities:
		lines := strings.Split(t.Exact(), "\n")
		for i, line := range lines {
			if provider, id, ok := strings.Cut(line, ":"); ok {
				lines[i] = provider + ":" + shortMail(text.Text(id)).Exact()
			}
		}
		return text.Text(strings.Join(lines, "\n"))
	}
	return t
}

// shortMail keeps the first character and the domain.
func shortMail(t text.Text) text.Text {
	at := strings.LastIndexByte(t.Exact(), '@')
	if at < 1 {
		return short(t)
	}
	return text.Text(string([]rune(t.Exact())[:1])+"…") + t[at:]
}

// short keeps the beginning, at most a third.
func short(t text.Text) text.Text {
	r := []rune(t.Exact())
	if len(r) == 0 {
		return t
	}
	return text.Text(string(r[:min(8, len(r)/3)]) + "…")
}
