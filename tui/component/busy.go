package component

import (
	"cmp"
	"fmt"
	"math"
	"time"

	"apimtui/tui/theme"
)

// Delays before a mark and before words are shown.
const (
	ShowAfter  = 150 * time.Millisecond
	WordsAfter = 2 * time.Second
	// TickEvery is how often a visible Busy redraws: often enough to look alive,
	// rarely enough for a slow line.
	TickEvery = 250 * time.Millisecond
)

// Busy shows that something takes time. The zero value is idle.
type Busy struct {
	since time.Time
	now   time.Time
	// Bound is set when no key can end the wait any more.
	Bound bool
	// Ends is what esc does to the wait, such as "cancels the rest"; "" cancels it.
	Ends string
}

// Start begins the wait.
func (b *Busy) Start(now time.Time) { *b = Busy{since: now, now: now} }

// Stop ends the wait.
func (b *Busy) Stop() { *b = Busy{} }

// Tick advances the clock and returns the time until the next tick.
func (b *Busy) Tick(now time.Time) time.Duration {
	b.now = now
	return TickEvery
}

// Active reports whether something is being waited for.
func (b *Busy) Active() bool { return !b.since.IsZero() }

// Until returns the seconds left until t, as of the last tick.
func (b *Busy) Until(t time.Time) int {
	if t.IsZero() || !b.Active() {
		return 0
	}
	return max(0, int(math.Ceil(t.Sub(b.now).Seconds())))
}

// View draws a spinner and, after a while, the elapsed time and the key that
// cancels.
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
			words += ", esc " + cmp.Or(b.Ends, "cancels")
		}
		s += t.Muted.Render(words)
	}
	return s
}
