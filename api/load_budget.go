package api

import (
	"context"
	"time"
)

// A load slows down below these remainders of the subscription's reads, which
// other tools share. Resource Manager refills 25 a second.
const (
	budgetAmple = 150
	budgetLow   = 50
	// lowInterval separates two reads while little is left, so that less is
	// spent than is refilled.
	lowInterval = time.Second / 20
)

// budget tracks the subscription's remaining reads.
type budget struct {
	left int       // from the last answer, -1 unknown
	last time.Time // when the last read was sent
}

// heard records the remaining reads of an answer, if it has them.
func (b *budget) heard(left int) {
	if left >= 0 {
		b.left = left
	}
}

// wait returns how long the next read has to wait.
func (b *budget) wait() time.Duration {
	if b.left < 0 || b.left >= budgetLow {
		return 0
	}
	return max(0, time.Until(b.last.Add(lowInterval)))
}

// spend waits until a read may be sent, and counts it. It returns false when
// the caller canceled.
func (b *budget) spend(ctx context.Context) bool {
	if wait := b.wait(); wait > 0 && !sleep(ctx, wait) {
		return false
	}
	b.last = time.Now()
	return true
}
