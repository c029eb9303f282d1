package component

import "time"

const (
	// sentAfter is how long after a question is drawn its frame has been sent to
	// the terminal for certain: three of the renderer's frames. Keys that are
	// pasted, or typed ahead, come sooner.
	sentAfter = 50 * time.Millisecond
	// strayFor is how long it has to be quiet after a key that means nothing here:
	// whoever sent it was writing something else.
	strayFor = 425 * time.Millisecond
)

// Question keeps a box from taking for a confirmation what was typed before the
// box was on the screen, or for something else. The zero value has nothing to
// wait for.
type Question struct{ asked, stray time.Time }

// Ask says that what is asked is drawn from now on: the box opened, or learned
// what it asks about.
func (q *Question) Ask(now time.Time) { q.asked = now }

// Stray says that a key came that means nothing to the box.
func (q *Question) Stray(now time.Time) { q.stray = now }

// Hears says whether a confirmation counts now.
func (q *Question) Hears(now time.Time) bool {
	return now.Sub(q.asked) >= sentAfter && now.Sub(q.stray) >= strayFor
}
