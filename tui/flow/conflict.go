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

// Values are the values of properties.
type Values func(api.Property) text.Text

// merging is a conflict between my values and someone else's.
type merging struct {
	fields []component.Disputed
	names  []api.Property // of fields
	mine   map[api.Property]bool
	asking int // index into fields, while choosing
	stage  stage
}

// verdict is what a key in a conflict decided.
type verdict int

const (
	undecided verdict = iota
	scrolls           // the key is for the text
	merges            // save, with what was chosen
	prevails          // save, with mine in every field that both changed
	yields            // give mine up
	leaves            // back to the draft
)

func (m *merging) add(p api.Property, by api.Side, loaded, theirs, mine []text.Safe) {
	m.names = append(m.names, p)
	m.fields = append(m.fields, component.Disputed{Label: p.Label(), Who: p.Private(), Side: side(by), Loaded: loaded, Theirs: theirs, Mine: mine})
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

func (m *merging) scope() keys.Scope {
	switch m.stage {
	case choosing:
		return keys.ChoiceBox
	case yielding:
		return keys.QuestionBox
	}
	return keys.ConflictBox
}

func (m *merging) press(a keys.Action) verdict {
	switch {
	case m.stage == choosing && (a == keys.Theirs || a == keys.Mine):
		m.fields[m.asking].Chosen, m.fields[m.asking].MineWins = true, a == keys.Mine
		m.mine[m.names[m.asking]] = a == keys.Mine
		return m.next()
	case m.stage == choosing && a == keys.Cancel:
		for i := range m.fields {
			m.fields[i].Chosen = false
		}
		m.stage = conflict
	case m.stage == yielding && a == keys.Yes:
		return yields
	case m.stage == yielding && a == keys.Cancel:
		m.stage = conflict
	case m.stage == conflict && a == keys.Merge:
		return m.next()
	case m.stage == conflict && a == keys.Mine:
		return prevails
	case m.stage == conflict && a == keys.Theirs:
		m.stage = yielding
	case m.stage == conflict && a == keys.Cancel:
		return leaves
	default:
		return scrolls
	}
	return undecided
}

// next asks about the next field that both changed, and merges when all are answered.
func (m *merging) next() verdict {
	for i, f := range m.fields {
		if f.Side == component.Both && !f.Chosen {
			m.stage, m.asking = choosing, i
			return undecided
		}
	}
	return merges
}

// lines draws the fields below what is said first.
func (m *merging) lines(t *theme.Theme, said []string, inner int) []string {
	asking := -1
	if m.stage == choosing {
		asking = m.asking
	}
	return append(append(said, ""), component.Conflict(t, m.fields, asking, inner)...)
}

// top is the first line to show of that many, with the field in question in sight.
func (m *merging) top(lines, width int) int {
	if m.stage != choosing {
		return 0
	}
	after := component.Conflict(&theme.Theme{}, m.fields[m.asking:], 0, conflictWidth(width))
	return max(0, lines-len(after)-2)
}

// dispute shows what both sides changed since the draft's version. Any choice is
// written against the version shown.
func (c *Conversation) dispute(d Draft) {
	m := merging{mine: map[api.Property]bool{}, stage: conflict}
	for _, x := range api.Differences(d.From().User.Editable(), c.written.Now.User.Editable(), d.To()) {
		of := func(e api.Editable) []text.Safe { return e.Text(x.Property).Lines() }
		m.add(x.Property, x.Side, of(x.Loaded), of(x.Theirs), of(x.Mine))
	}
	c.merge, c.draft = m, d
	c.open(conflict)
}

func (c *Conversation) pressConflict(a keys.Action) tea.Cmd {
	switch c.merge.press(a) {
	case merges:
		return c.mergeBoth(func(p api.Property) bool { return c.merge.mine[p] })
	case prevails:
		return c.mergeBoth(func(api.Property) bool { return true })
	case yields:
		c.yield(c.written.Now)
	case leaves:
		c.finish()
	case scrolls:
		c.move(a)
	default:
		c.bringIntoSight()
	}
	return nil
}

// mergeBoth saves both sides' changes against the version shown.
func (c *Conversation) mergeBoth(mineWins func(api.Property) bool) tea.Cmd {
	theirs, d := c.written.Now, c.draft
	d.Rebase(theirs, api.Merge(d.From().User.Editable(), theirs.User.Editable(), d.To(), mineWins))
	return c.send(theirs)
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

// givesUp says what taking theirs means.
func givesUp(lost bool) string {
	if lost {
		return "Your changes are given up, and nothing more is written. " + partly
	}
	return "Your changes are given up, and nothing is written."
}

func (c *Conversation) Resize(width, height int) {
	c.work.Resize(width, height)
	c.bringIntoSight()
}

// bringIntoSight scrolls to the field in question.
func (c *Conversation) bringIntoSight() {
	if c.stage == conflict && c.merge.stage == choosing {
		c.scroll.Top = c.merge.top(len(c.conflictLines(&theme.Theme{}, c.inner(c.width))), c.width)
	}
}

func (c *Conversation) conflictLines(t *theme.Theme, inner int) []string {
	words := "Someone else changed " + c.draft.From().User.Called() + " since you loaded it. " + c.place()
	lines := prose(inner, words)
	if c.draft.Password() {
		lines = append(lines, prose(inner, "Your new password is part of what is saved.")...)
		if !slices.ContainsFunc(c.merge.fields, func(f component.Disputed) bool { return f.Side != component.Mine }) {
			lines = append(lines, prose(inner, "Nothing of theirs that can be read differs: it may be the password.")...)
		}
	}
	return c.merge.lines(t, lines, inner)
}

// place describes how much of my change is in place.
func (c *Conversation) place() string {
	switch {
	case c.lost:
		return partly
	case c.written.Hidden:
		return "Whether your new password was set is not known."
	}
	return c.merge.place()
}

func (m *merging) place() string {
	if slices.ContainsFunc(m.fields, func(f component.Disputed) bool { return f.Side == component.Agree }) {
		return "Not all of your change is there."
	}
	return "Your change is not there."
}
