package component

import "time"

const (
	// sentAfter is when a drawn question has certainly been sent to the terminal:
	// after three of the renderer's frames. Pasted keys and keys typed ahead come
	// sooner.
	sentAfter = 50 * time.Millisecond
	// strayFor is the quiet time required after an unknown key: the operator was
	// typing something else.
	strayFor = 425 * time.Millisecond
)

// Question keeps a box from taking keys as a confirmation that were typed before
// it was on the screen or meant for something else. The zero value waits for
// nothing.
type Question struct{ asked, stray time.Time }

// Ask starts the wait: the box opened, or its question changed.
func (q *Question) Ask(now time.Time) { q.asked = now }

// Stray records a key that means nothing to the box.
func (q *Question) Stray(now time.Time) { q.stray = now }

// Hears reports whether a confirmation counts now.
func (q *Question) Hears(now time.Time) bool {
	return now.Sub(q.asked) >= sentAfter && now.Sub(q.stray) >= strayFor
}
