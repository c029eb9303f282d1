package api

import (
	"context"
	"time"
)

// Below these remainders of the subscription's reads, which other tools share,
// a load holds back. Resource Manager refills 25 a second.
const (
	budgetAmple = 150
	budgetLow   = 50
	// lowInterval lies between two reads while little is left, so that less is
	// spent than is refilled.
	lowInterval = time.Second / 20
)

// budget is what a load knows of the subscription's reads.
type budget struct {
	left int       // as an answer last said, -1 unknown
	last time.Time // when the last read was sent
}

// heard notes what an answer says is left, unless it says nothing.
func (b *budget) heard(left int) {
	if left >= 0 {
		b.left = left
	}
}

func (b *budget) sent() { b.last = time.Now() }

// wait is how long the next read has to wait.
func (b *budget) wait() time.Duration {
	if b.left < 0 || b.left >= budgetLow {
		return 0
	}
	return max(0, time.Until(b.last.Add(lowInterval)))
}

// spend waits until a read may be sent, and takes it for sent. It is false when
// the caller gave up meanwhile.
func (b *budget) spend(ctx context.Context) bool {
	if wait := b.wait(); wait > 0 && !sleep(ctx, wait) {
		return false
	}
	b.sent()
	return true
}
