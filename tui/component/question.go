package component

import "time"

// strayFor is the quiet time required after an unknown key: the operator was
// typing something else.
const strayFor = 425 * time.Millisecond

// Question is what the topmost box asks. It keeps a box from taking keys as a
// confirmation that were typed before it was on the screen or meant for something
// else.
type Question struct {
	// Number changes whenever something else is asked. It marks the frame that
	// the question is drawn in.
	Number int
	stray  time.Time
}

// Ask records that the question changed: a box opened, or what it asks about did.
func (q *Question) Ask() { q.Number++ }

// Stray records a key that means nothing to the box.
func (q *Question) Stray(now time.Time) { q.stray = now }

// Quiet reports whether enough time has passed since such a key.
func (q *Question) Quiet(now time.Time) bool { return now.Sub(q.stray) >= strayFor }

// The quiet time before a box that opened by itself takes keys, and the longest
// time it ignores them.
const (
	quietFor  = 425 * time.Millisecond
	quietMost = 1500 * time.Millisecond
)

// Quiet keeps a box that opens by itself from taking keys typed for something
// else. The zero value takes all keys.
type Quiet struct{ opened, last time.Time }

// Open starts to wait for quiet.
func (q *Quiet) Open(now time.Time) { q.opened, q.last = now, now }

// Swallow reports whether a key came too soon to be meant for the box.
func (q *Quiet) Swallow(now time.Time) bool {
	if q.opened.IsZero() {
		return false
	}
	if now.Sub(q.last) >= quietFor || now.Sub(q.opened) >= quietMost {
		q.opened = time.Time{}
		return false
	}
	q.last = now
	return true
}
