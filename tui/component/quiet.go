package component

import "time"

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
