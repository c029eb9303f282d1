package ui

import (
	"time"

	"apimtui/api"
)

// Doubts remembers users whose state is not known: a write to them has no known
// outcome, and they were not read since. Nil remembers none.
type Doubts map[api.UserID]doubt

type doubt struct {
	at    string // when the write ended, for the operator
	since time.Time
}

// Open records a write that ended now, at that time of day.
func (d Doubts) Open(id api.UserID, at string) {
	if d != nil {
		d[id] = doubt{at, time.Now()}
	}
}

// At is when the write to a user was, or "" when its state is known.
func (d Doubts) At(id api.UserID) string { return d[id].at }

// Settle records that the state of a user is known.
func (d Doubts) Settle(id api.UserID) { delete(d, id) }

// Ends reports whether a reading of a user that began at a time ends the doubt.
func (d Doubts) Ends(id api.UserID, began time.Time) bool {
	return d.At(id) != "" && !began.Before(d[id].since)
}

// Read records a reading of all users for whom has is true.
func (d Doubts) Read(began time.Time, has func(api.UserID) bool) {
	for id := range d {
		if has(id) && d.Ends(id, began) {
			d.Settle(id)
		}
	}
}
