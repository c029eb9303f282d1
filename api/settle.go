package api

import (
	"context"
	"time"
)

// settleTime is how long a service may still be at work on a write that nobody
// waits for any more: it goes on with what it has taken.
const settleTime = 2 * time.Second

// settled finds out what became of a write whose answer was lost. That it left
// no trace is believed only when it still has none a little later.
func settled(ctx context.Context, look func() Written) Written {
	w := look()
	if w.Outcome != NotApplied {
		return w
	}
	sleep(context.WithoutCancel(ctx), settleTime)
	return look()
}
