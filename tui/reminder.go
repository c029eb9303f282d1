package tui

import (
	"errors"
	"slices"
	"time"

	"apimtui/api"
)

// Left is a write of an earlier session whose outcome was not seen, or a draft
// that was lost with it.
type Left struct {
	Began time.Time
	User  api.UserID
	What  string // such as "change of note"; safe to draw
}

// reminder tells of what earlier sessions left, until it was looked at.
type reminder struct {
	journal api.Journal // nil keeps nothing
	left    []Left
	looking bool // at a user of whom a write was left
}

// cutOff notes what is lost when the console ends for a reason that asks no
// question.
func (r *root) cutOff(reason error) {
	draft := r.shown.draft()
	if s, ok := reason.(*SignalError); ok {
		s.InFlight, s.Draft = r.shown.writing(), draft != nil
	} else if !errors.Is(reason, ErrInputEnded) {
		return
	}
	if j := r.memory.remind.journal; j != nil && draft != nil && draft.DraftOf() != "" {
		// Nothing ends the entry, so that the next start tells of it.
		j.Begin(api.Entry{Entity: string(draft.DraftOf()), What: api.UnsavedDraft})
	}
}

// lookAt is the intent to see what became of a write that was left.
type lookAt struct{ user api.UserID }

// looked forgets what was left about a user, now that the operator sees what it
// is.
func (r *reminder) looked(id api.UserID) {
	if r.journal != nil {
		r.journal.Seen(string(id))
	}
	r.left = slices.DeleteFunc(slices.Clone(r.left), func(l Left) bool { return l.User == id })
}

// again says that there is more to look at after a look at one of it.
func (r *reminder) again() bool {
	more := r.looking && len(r.left) > 0
	r.looking = false
	return more
}
