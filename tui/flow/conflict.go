package flow

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/text"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

// merging is a conflict between a draft and someone else's change.
type merging struct {
	draft  Draft
	fields []component.Disputed
	names  []api.Property // of fields
	mine   map[api.Property]bool
	asking int // index into fields, while choosing
}

// dispute shows what both sides changed since the draft's version. Any choice is
// written against the version shown.
func (c *Conversation) dispute(d Draft) {
	m := merging{draft: d, mine: map[api.Property]bool{}}
	for _, x := range api.Differences(d.From().User.Editable(), c.written.Now.User.Editable(), d.To()) {
		m.names = append(m.names, x.Property)
		m.fields = append(m.fields, component.Disputed{
			Label: x.Property.Label(), Side: side(x.Side),
			Loaded: shown(x.Loaded, x.Property), Theirs: shown(x.Theirs, x.Property), Mine: shown(x.Mine, x.Property),
		})
	}
	c.merge = m
	c.open(conflict)
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

func (c *Conversation) pressConflict(a keys.Action) tea.Cmd {
	switch a {
	case keys.Merge:
		return c.nextField()
	case keys.Mine:
		return c.mergeBoth(func(api.Property) bool { return true })
	case keys.Theirs:
		c.stage = yielding
	case keys.Cancel:
		c.finish()
	default:
		c.move(a)
	}
	return nil
}

// nextField asks about the next field that both changed, and merges when all are
// answered.
func (c *Conversation) nextField() tea.Cmd {
	for i, f := range c.merge.fields {
		if f.Side == component.Both && !f.Chosen {
			c.stage, c.merge.asking = choosing, i
			c.bringIntoSight()
			return nil
		}
	}
	return c.mergeBoth(func(p api.Property) bool { return c.merge.mine[p] })
}

func (c *Conversation) pressChoice(a keys.Action) tea.Cmd {
	m := &c.merge
	switch a {
	case keys.Theirs, keys.Mine:
		m.fields[m.asking].Chosen, m.fields[m.asking].MineWins = true, a == keys.Mine
		m.mine[m.names[m.asking]] = a == keys.Mine
		return c.nextField()
	case keys.Cancel:
		for i := range m.fields {
			m.fields[i].Chosen = false
		}
		c.stage = conflict
	default:
		c.move(a)
	}
	return nil
}

// mergeBoth saves both sides' changes against the version shown.
func (c *Conversation) mergeBoth(mineWins func(api.Property) bool) tea.Cmd {
	theirs, d := c.written.Now, c.merge.draft
	d.Rebase(theirs, api.Merge(d.From().User.Editable(), theirs.User.Editable(), d.To(), mineWins))
	return c.send(theirs)
}

func (c *Conversation) pressYield(a keys.Action) {
	switch a {
	case keys.Yes:
		c.yield(c.written.Now)
	case keys.Cancel:
		c.stage = conflict
	default:
		c.move(a)
	}
}

// yield ends without a write: nothing of the draft is left.
func (c *Conversation) yield(theirs api.Version) {
	words := "Nothing was written: " + theirs.User.Called() + " is as the other administrator left it."
	if c.lost {
		words = "Nothing more was written. " + partly
	}
	c.close()
	c.out.Ask(ui.Learned{Version: theirs})
	c.out.Ask(ui.Notify{Text: words, Kind: ui.Info})
	if c.owner != 0 {
		c.out.Ask(ui.Leave{Page: c.owner})
	}
}

// partly is shown when the answer to my write was lost before someone else wrote.
const partly = "The answer to a write of yours was lost: part of what is there may be yours."

func (c *Conversation) yieldLines(inner int) []string {
	words := "Your changes are given up, and nothing is written."
	if c.lost {
		words = "Your changes are given up, and nothing more is written. " + partly
	}
	return prose(inner, words)
}

func (c *Conversation) Resize(width, height int) {
	c.work.Resize(width, height)
	if c.stage == choosing {
		c.bringIntoSight()
	}
}

// bringIntoSight scrolls to the field in question.
func (c *Conversation) bringIntoSight() {
	t, inner := &theme.Theme{}, c.inner(c.width)
	after := component.Conflict(t, c.merge.fields[c.merge.asking:], 0, inner)
	c.scroll.Top = max(0, len(c.conflictLines(t, inner))-len(after)-2)
}

func (c *Conversation) conflictLines(t *theme.Theme, inner int) []string {
	m := &c.merge
	asking := -1
	if c.stage == choosing {
		asking = m.asking
	}
	words := "Someone else changed " + m.draft.From().User.Called() + " since you loaded it. " + c.place()
	lines := prose(inner, words)
	if m.draft.Password() {
		lines = append(lines, prose(inner, "Your new password is part of what is saved.")...)
		if !slices.ContainsFunc(m.fields, func(f component.Disputed) bool { return f.Side != component.Mine }) {
			lines = append(lines, prose(inner, "Nothing of theirs that can be read differs: it may be the password.")...)
		}
	}
	lines = append(lines, "")
	return append(lines, component.Conflict(t, m.fields, asking, inner)...)
}

// place describes how much of my change is in place.
func (c *Conversation) place() string {
	switch {
	case c.lost:
		return partly
	case c.written.Hidden:
		return "Whether your new password was set is not known."
	case slices.ContainsFunc(c.merge.fields, func(f component.Disputed) bool { return f.Side == component.Agree }):
		return "Not all of your change is there."
	}
	return "Your change is not there."
}
