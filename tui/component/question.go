package component

import "time"

// strayFor is how long it has to be quiet after a key that means nothing to a box:
// whoever sent it was writing something else.
const strayFor = 425 * time.Millisecond

// Question is what the topmost box asks. It tells what was typed to answer it from
// what was typed before it was on the screen, or for something else.
type Question struct {
	// Number changes whenever something else is asked. It marks the frame that
	// the question is drawn in.
	Number int
	stray  time.Time
}

// Ask says that something else is asked from now on: a box opened, or learned what
// it asks about.
func (q *Question) Ask() { q.Number++ }

// Stray says that a key came that means nothing to the box.
func (q *Question) Stray(now time.Time) { q.stray = now }

// Quiet says whether it has been quiet for long enough since such a key.
func (q *Question) Quiet(now time.Time) bool { return now.Sub(q.stray) >= strayFor }
