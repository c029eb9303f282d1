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

// merging is a conflict between my values and someone else's.
type merging struct {
	fields []component.Disputed
	names  []api.Property // of fields
	asking int            // index into fields, while choosing
	stage  stage
	said   []string // above the fields
	// What can be decided: to save with what was chosen, to give mine up, or to go back
	// to the draft.
	save         func() tea.Cmd
	yield, leave func()
}

func (m *merging) add(p api.Property, by api.Side, loaded, theirs, mine []text.Safe) {
	side := map[api.Side]component.Side{
		api.TheirSide: component.Theirs, api.MySide: component.Mine,
		api.BothAgree: component.Agree, api.BothDiffer: component.Both,
	}[by]
	m.names = append(m.names, p)
	m.fields = append(m.fields, component.Disputed{Label: p.Label(), Who: p.Private(), Side: side, Loaded: loaded, Theirs: theirs, Mine: mine})
}

// mineWins reports whether mine was chosen for a property.
func (m *merging) mineWins(p api.Property) bool { return m.fields[slices.Index(m.names, p)].MineWins }

func (m *merging) scope() keys.Scope {
	switch m.stage {
	case choosing:
		return keys.ChoiceBox
	case yielding:
		return keys.QuestionBox
	}
	return keys.ConflictBox
}

// place describes how much of my change is in place.
func (m *merging) place(lost bool) string {
	switch {
	case lost:
		return partly
	case slices.ContainsFunc(m.fields, func(f component.Disputed) bool { return f.Side == component.Agree }):
		return "Not all of your change is there."
	}
	return "Your change is not there."
}

func (w *work) pressConflict(a keys.Action) tea.Cmd {
	m := &w.merge
	switch {
	case m.stage == choosing && (a == keys.Theirs || a == keys.Mine):
		m.fields[m.asking].Chosen, m.fields[m.asking].MineWins = true, a == keys.Mine
		return w.choose()
	case m.stage == conflict && a == keys.Merge:
		return w.choose()
	case m.stage == conflict && a == keys.Mine:
		for i := range m.fields {
			m.fields[i].MineWins = true
		}
		return m.save()
	case m.stage == conflict && a == keys.Theirs:
		m.stage = yielding
	case m.stage == conflict && a == keys.Cancel:
		m.leave()
	case m.stage == yielding && a == keys.Yes:
		m.yield()
	case a == keys.Cancel:
		for i := range m.fields {
			m.fields[i].Chosen = false
		}
		m.stage = conflict
	default:
		w.move(a)
	}
	return nil
}

// choose asks about the next field that both changed, and saves when all are answered.
func (w *work) choose() tea.Cmd {
	for i, f := range w.merge.fields {
		if f.Side == component.Both && !f.Chosen {
			w.merge.stage, w.merge.asking = choosing, i
			w.bringIntoSight()
			return nil
		}
	}
	return w.merge.save()
}

// bringIntoSight scrolls to the field in question.
func (w *work) bringIntoSight() {
	if w.stage != conflict || w.merge.stage != choosing {
		return
	}
	inner := w.inner(w.Width)
	_, lines := w.box(&theme.Theme{}, inner)
	after := component.Conflict(&theme.Theme{}, w.merge.fields[w.merge.asking:], 0, inner)
	w.Scroll.Top = max(0, len(lines)-len(after)-2)
}

func (w *work) conflictBox(t *theme.Theme, inner int) (title string, lines []string) {
	asking := -1
	switch w.merge.stage {
	case yielding:
		words := "Your changes are given up, and nothing is written."
		if w.lost {
			words = "Your changes are given up, and nothing more is written. " + partly
		}
		return "Take theirs", prose(inner, words)
	case choosing:
		asking = w.merge.asking
	}
	lines = append(prose(inner, w.merge.said...), "")
	return "Conflict", append(lines, component.Conflict(t, w.merge.fields, asking, inner)...)
}

// tellTheirs tells that what is as someone else left it: nothing of mine is written.
func (w *work) tellTheirs(what string) {
	words := "Nothing was written: " + what + " is as the other administrator left it."
	if w.lost {
		words = "Nothing more was written. " + partly
	}
	w.Out.Ask(ui.Notify{Text: words, Kind: ui.Info})
}

// partly is shown when the answer to my write was lost before someone else wrote.
const partly = "The answer to a write of yours was lost: part of what is there may be yours."

// dispute shows what both sides changed since the draft's version. Any choice is
// written against the version shown.
func (c *Conversation) dispute(d Draft) {
	from, theirs := d.From().User, c.written.Now
	m := merging{stage: conflict, leave: c.finish, yield: func() { c.yield(theirs) }, save: func() tea.Cmd {
		d.Rebase(theirs, api.Merge(from.Editable(), theirs.User.Editable(), d.To(), c.merge.mineWins))
		return c.send(theirs)
	}}
	for _, x := range api.Differences(from.Editable(), theirs.User.Editable(), d.To()) {
		of := func(e api.Editable) []text.Safe { return e.Text(x.Property).Lines() }
		m.add(x.Property, x.Side, of(x.Loaded), of(x.Theirs), of(x.Mine))
	}
	place := m.place(c.lost)
	if c.written.Hidden && !c.lost {
		place = "Whether your new password was set is not known."
	}
	m.said = []string{"Someone else changed " + from.Called() + " since you loaded it. " + place}
	if d.Password() {
		m.said = append(m.said, "Your new password is part of what is saved.")
		if !slices.ContainsFunc(m.fields, func(f component.Disputed) bool { return f.Side != component.Mine }) {
			m.said = append(m.said, "Nothing of theirs that can be read differs: it may be the password.")
		}
	}
	c.merge = m
	c.open(conflict)
}

// yield ends without a write: nothing of the draft is left.
func (c *Conversation) yield(theirs api.Version) {
	c.Dismiss()
	c.Out.Ask(ui.Learned{Version: theirs})
	c.tellTheirs(theirs.User.Called())
	if c.owner != 0 {
		c.Out.Ask(ui.Leave{Page: c.owner})
	}
}

// Values are the values of properties.
type Values func(api.Property) text.Text

// Amend is a change of a few values of something that is not a user.
type Amend struct {
	What         string // what it is, such as "the group Partners", safe to draw
	Properties   []api.Property
	Loaded, Mine Values
	Theirs       func(w api.Written) Values // returns the values of the version that a write met instead
	// Again returns the write that gives that version these values.
	Again func(w api.Written, to Values) api.Write
}

// side tells who changed a property.
func (x *Amend) side(p api.Property, theirs Values) (by api.Side, changed bool) {
	switch loaded, mine, theirs := x.Loaded(p), x.Mine(p), theirs(p); {
	case theirs == loaded && mine == loaded:
		return api.NoSide, false
	case theirs == mine:
		return api.BothAgree, true
	case mine == loaded:
		return api.TheirSide, true
	case theirs == loaded:
		return api.MySide, true
	}
	return api.BothDiffer, true
}

// disputed opens the conflict that a write ended with, if it can be merged.
func (r *Rows) disputed(w api.Written) bool {
	x := r.rows[r.at].Amend
	if x == nil || w.Outcome != api.Conflict {
		return false
	}
	theirs := x.Theirs(w)
	m := merging{stage: conflict, yield: r.yield, save: func() tea.Cmd { return r.mergeBoth(*x, w) }}
	for _, p := range x.Properties {
		if by, changed := x.side(p, theirs); changed {
			m.add(p, by, x.Loaded(p).Lines(), theirs(p).Lines(), x.Mine(p).Lines())
		}
	}
	if len(m.fields) == 0 {
		return false // nothing that can be merged
	}
	r.lost = r.lost || w.Lost
	place := m.place(r.lost)
	m.said = []string{"Someone else changed " + x.What + " since you loaded it. " + place}
	m.leave = func() {
		r.Dismiss()
		r.Out.Ask(ui.Notify{Text: api.Conflict.String() + ": " + r.rows[r.at].Act.What + ". " + place, Kind: ui.Warn})
	}
	r.merge = m
	r.open(conflict)
	r.tell()
	return true
}

// mergeBoth writes both sides' changes against the version that w met.
func (r *Rows) mergeBoth(x Amend, w api.Written) tea.Cmd {
	theirs, merged, differs := x.Theirs(w), map[api.Property]text.Text{}, false
	for _, p := range x.Properties {
		merged[p] = theirs(p)
		if by, _ := x.side(p, theirs); by == api.MySide || by == api.BothDiffer && r.merge.mineWins(p) {
			merged[p], differs = x.Mine(p), true
		}
	}
	if !differs {
		r.yield()
		return nil
	}
	x.Loaded, x.Mine = theirs, func(p api.Property) text.Text { return merged[p] }
	row := &r.rows[r.at]
	row.Amend, row.Write = &x, x.Again(w, x.Mine)
	return r.next()
}

// yield ends without a write: nothing of mine is left.
func (r *Rows) yield() {
	r.Dismiss()
	r.tell()
	r.tellTheirs(r.rows[r.at].Amend.What)
	r.leave()
}
