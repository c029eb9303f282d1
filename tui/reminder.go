package tui

import (
	"errors"
	"slices"
	"time"

	"apimtui/api"
)

// Left is a write of an earlier session with an unknown outcome, or a draft that
// was lost with it.
type Left struct {
	Began time.Time
	User  api.UserID
	What  string // such as "change of note"; safe to draw
	Entry api.Entry
}

// reminder reports what earlier sessions left until it was looked at.
type reminder struct {
	journal api.Journal // nil keeps nothing
	left    []Left
	looking bool // at a user of whom a write was left
}

// cutOff records what is lost when the console ends without a question.
func (r *root) cutOff(reason error) {
	draft := r.shown.draft()
	if s, ok := reason.(*SignalError); ok {
		s.InFlight, s.Draft = r.shown.writing(), draft != nil
	} else if !errors.Is(reason, ErrInputEnded) {
		return
	}
	if j := r.memory.remind.journal; j != nil && draft != nil && draft.DraftOf() != "" {
		// The entry is never ended, so that the next start reports it.
		_, _ = j.Begin(api.Entry{Entity: string(draft.DraftOf()), What: api.UnsavedDraft})
	}
}

// lookAt is the intent to look up what became of such a write.
type lookAt struct {
	left  Left
	found api.Presence // "" while it is looked up
}

// looked removes the entries of a user once the operator sees its current state.
func (r *reminder) looked(id api.UserID) {
	if r.journal != nil {
		r.journal.Seen(string(id))
	}
	r.left = slices.DeleteFunc(slices.Clone(r.left), func(l Left) bool { return l.User == id })
}

// again announces that more remains to look at.
func (r *reminder) again() bool {
	more := r.looking && len(r.left) > 0
	r.looking = false
	return more
}
