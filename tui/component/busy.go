package component

import (
	"fmt"
	"math"
	"time"

	"apimtui/tui/theme"
)

// When waiting is worth a mark, and when it is worth words.
const (
	ShowAfter  = 150 * time.Millisecond
	WordsAfter = 2 * time.Second
	// TickEvery is how often a shown Busy wants to be drawn anew: often
	// enough to look alive, seldom enough for a slow line.
	TickEvery = 250 * time.Millisecond
)

// Busy tells that something takes time. The zero value is idle.
type Busy struct {
	since time.Time
	now   time.Time
	// Bound says that no key ends the waiting any more.
	Bound bool
}

// Start begins to wait.
func (b *Busy) Start(now time.Time) { *b = Busy{since: now, now: now} }

// Stop ends it.
func (b *Busy) Stop() { *b = Busy{} }

// Tick lets time pass. It gives the time until the next tick is wanted.
func (b *Busy) Tick(now time.Time) time.Duration {
	b.now = now
	return TickEvery
}

// Active says that something is waited for.
func (b *Busy) Active() bool { return !b.since.IsZero() }

// Until is how many seconds are left until t, as of the last tick.
func (b *Busy) Until(t time.Time) int {
	if t.IsZero() || !b.Active() {
		return 0
	}
	return max(0, int(math.Ceil(t.Sub(b.now).Seconds())))
}

// View draws a turning mark and, once it takes long, for how long and the way
// out.
func (b *Busy) View(t *theme.Theme) string {
	waited := b.now.Sub(b.since)
	if !b.Active() || waited < ShowAfter {
		return ""
	}
	frames := []string{"◐", "◓", "◑", "◒"}
	s := t.Accent.Render(frames[int(waited/TickEvery)%len(frames)])
	if waited >= WordsAfter {
		words := fmt.Sprintf(" %d s", int(waited.Seconds()))
		if !b.Bound {
			words += ", esc cancels"
		}
		s += t.Muted.Render(words)
	}
	return s
}
