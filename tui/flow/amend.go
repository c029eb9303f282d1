package flow

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/text"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

// Amend is a change of a few values of something that is not a user.
type Amend struct {
	What         string // what it is, such as "the group Partners", safe to draw
	Properties   []api.Property
	Loaded, Mine Values
	// Theirs returns the values of the version that a write met instead.
	Theirs func(w api.Written) Values
	// Again returns the write that gives that version these values.
	Again func(w api.Written, to Values) api.Write
}

// sideOf tells who changed a property.
func sideOf(loaded, theirs, mine text.Text) (by api.Side, changed bool) {
	switch {
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
	m := merging{mine: map[api.Property]bool{}, stage: conflict}
	for _, p := range x.Properties {
		if by, changed := sideOf(x.Loaded(p), theirs(p), x.Mine(p)); changed {
			m.add(p, by, x.Loaded(p).Lines(), theirs(p).Lines(), x.Mine(p).Lines())
		}
	}
	if len(m.fields) == 0 {
		return false // nothing that can be merged
	}
	r.merge, r.conflicted, r.stage, r.scroll = m, w, conflict, component.Scroll{}
	r.lost = r.lost || w.Lost
	r.quiet.Open(time.Now())
	r.tell()
	return true
}

func (r *Rows) pressConflict(a keys.Action) tea.Cmd {
	switch r.merge.press(a) {
	case merges:
		return r.mergeBoth(func(p api.Property) bool { return r.merge.mine[p] })
	case prevails:
		return r.mergeBoth(func(api.Property) bool { return true })
	case yields:
		r.yield()
	case leaves:
		r.close()
		r.out.Ask(ui.Notify{Text: api.Conflict.String() + ": " + r.rows[r.at].Act.What + ". " + r.place(), Kind: ui.Warn})
	case scrolls:
		r.move(a)
	default:
		_, lines := r.box(&theme.Theme{}, r.inner(r.width))
		r.scroll.Top = r.merge.top(len(lines), r.width)
	}
	return nil
}

// mergeBoth writes both sides' changes against the version shown.
func (r *Rows) mergeBoth(mineWins func(api.Property) bool) tea.Cmd {
	row := &r.rows[r.at]
	x, theirs := *row.Amend, row.Amend.Theirs(r.conflicted)
	merged := map[api.Property]text.Text{}
	differs := false
	for _, p := range x.Properties {
		by, _ := sideOf(x.Loaded(p), theirs(p), x.Mine(p))
		merged[p] = theirs(p)
		if by == api.MySide || by == api.BothDiffer && mineWins(p) {
			merged[p], differs = x.Mine(p), true
		}
	}
	if !differs {
		r.yield()
		return nil
	}
	x.Loaded, x.Mine = theirs, func(p api.Property) text.Text { return merged[p] }
	row.Amend, row.Write = &x, x.Again(r.conflicted, x.Mine)
	return r.next()
}

// yield ends without a write: nothing of mine is left.
func (r *Rows) yield() {
	words := "Nothing was written: " + r.rows[r.at].Amend.What + " is as the other administrator left it."
	if r.lost {
		words = "Nothing more was written. " + partly
	}
	r.close()
	r.tell()
	r.out.Ask(ui.Notify{Text: words, Kind: ui.Info})
	r.leave()
}

func (r *Rows) place() string {
	if r.lost {
		return partly
	}
	return r.merge.place()
}

func (r *Rows) conflictBox(t *theme.Theme, inner int) (title string, lines []string) {
	if r.merge.stage == yielding {
		return "Take theirs", prose(inner, givesUp(r.lost))
	}
	said := prose(inner, "Someone else changed "+r.rows[r.at].Amend.What+" since you loaded it. "+r.place())
	return "Conflict", r.merge.lines(t, said, inner)
}
