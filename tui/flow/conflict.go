package flow

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/text"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/term"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

// openConflict shows what both sides did since the version this change is
// against. Whatever is chosen here is written against the version shown.
func (s *Save) openConflict() {
	s.mine = map[api.Property]bool{}
	s.fields, s.names = nil, nil
	for _, d := range api.Differences(s.from.User.Editable(), s.written.Now.User.Editable(), s.to) {
		s.names = append(s.names, d.Property)
		s.fields = append(s.fields, component.Disputed{
			Label: d.Property.Label(), Side: side(d.Side),
			Loaded: shown(d.Loaded, d.Property), Theirs: shown(d.Theirs, d.Property), Mine: shown(d.Mine, d.Property),
		})
	}
	s.open(saveConflict)
}

func side(d api.Side) component.Side {
	switch d {
	case api.MySide:
		return component.Mine
	case api.BothAgree:
		return component.Agree
	case api.BothDiffer:
		return component.Both
	}
	return component.Theirs
}

func shown(e api.Editable, p api.Property) []text.Safe { return e.Text(p).Lines() }

func (s *Save) pressConflict(a keys.Action) tea.Cmd {
	switch a {
	case keys.Merge:
		return s.next()
	case keys.Mine:
		return s.merge(func(api.Property) bool { return true })
	case keys.Theirs:
		s.state = saveTheirs
	case keys.Cancel:
		s.finish(s.written)
	default:
		s.scrollOver(a, s.conflictLines)
	}
	return nil
}

// next asks about the next field that both changed, and merges when all are
// answered.
func (s *Save) next() tea.Cmd {
	for i, f := range s.fields {
		if f.Side == component.Both && !f.Chosen {
			s.state, s.asking = saveChoosing, i
			s.bringIntoSight()
			return nil
		}
	}
	return s.merge(func(p api.Property) bool { return s.mine[p] })
}

func (s *Save) pressChoice(a keys.Action) tea.Cmd {
	switch a {
	case keys.Theirs, keys.Mine:
		s.fields[s.asking].Chosen, s.fields[s.asking].MineWins = true, a == keys.Mine
		s.mine[s.names[s.asking]] = a == keys.Mine
		return s.next()
	case keys.Cancel:
		for i := range s.fields {
			s.fields[i].Chosen = false
		}
		s.state = saveConflict
	default:
		s.scrollOver(a, s.conflictLines)
	}
	return nil
}

// merge saves both sides' changes, against the version shown.
func (s *Save) merge(mineWins func(api.Property) bool) tea.Cmd {
	theirs := s.written.Now
	wanted := len(s.patch().Names())
	s.to = api.Merge(s.from.User.Editable(), theirs.User.Editable(), s.to, mineWins)
	s.from = theirs
	if names := s.patch().Names(); len(names) < wanted {
		s.what = labels(names) + " of " + name(theirs.User)
	}
	return s.send()
}

// takeTheirs ends without a write: nothing of mine is left.
func (s *Save) takeTheirs(theirs api.Version) {
	words := "Nothing was written: " + name(theirs.User) + " is as the other administrator left it."
	if s.earlier {
		words = "Nothing more was written. " + nothingWritten(true)
	}
	s.out.Ask(ui.Done{Overlay: s.id, Owner: s.ask.Owner, Before: &s.from, Subject: theirs.User, Theirs: true,
		What: words, Written: api.Written{Result: api.Result{Outcome: api.Saved}, Now: theirs}})
}

func labels(names []api.Property) string {
	words := make([]string, len(names))
	for i, n := range names {
		words[i] = n.Label()
	}
	return strings.Join(words, ", ")
}

// pressTheirs gives the draft up, or does not.
func (s *Save) pressTheirs(a keys.Action) {
	switch a {
	case keys.Yes:
		s.takeTheirs(s.written.Now)
	case keys.Cancel:
		s.state = saveConflict
	}
}

// Resize implements ui.Overlay.
func (s *Save) Resize(width, height int) {
	s.base.Resize(width, height)
	if s.state == saveChoosing {
		s.bringIntoSight()
	}
}

// bringIntoSight scrolls to the field that is asked about.
func (s *Save) bringIntoSight() {
	t, inner := &theme.Theme{}, component.DialogWidth(s.width)
	after := component.Conflict(t, s.fields[s.asking:], 0, inner)
	s.scroll.Top = max(0, len(s.conflictLines(t, inner))-len(after)-2)
}

func (s *Save) viewConflict(t *theme.Theme, width, height int) string {
	return s.dialog(t, "Conflict", s.conflictLines(t, component.DialogWidth(width)), s.Scope(), width, height)
}

func (s *Save) conflictLines(t *theme.Theme, inner int) []string {
	asking := -1
	if s.state == saveChoosing {
		asking = s.asking
	}
	lines := term.Wrap("Someone else changed "+name(s.from.User)+" since you loaded it. "+nothingWritten(s.earlier), inner)
	if s.password() {
		lines = append(lines, prose(inner, "Your new password is part of what is saved.")...)
		if !slices.ContainsFunc(s.fields, func(f component.Disputed) bool { return f.Side != component.Mine }) {
			lines = append(lines, prose(inner, "Nothing of theirs that can be read differs: it may be the password.")...)
		}
	}
	lines = append(lines, "")
	return append(lines, component.Conflict(t, s.fields, asking, inner)...)
}
