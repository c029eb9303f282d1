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
