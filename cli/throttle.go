package cli

import (
	"fmt"
	"time"

	"apimtui/api"
)

// throttled prints that a request waits for a retry. It is also printed in
// scripts, because a minute of silence looks like a hang.
func (a *app) throttled(now api.Progress) {
	if now.Throttled > 0 {
		fmt.Fprintf(a.io.err, "Azure throttles this subscription; retrying in %s. Ctrl+C stops.\n", seconds(now.Throttled))
	}
}

// paused is throttled for a partly loaded list.
func (a *app) paused(r *api.Roster, wait time.Duration) {
	fmt.Fprintf(a.io.err, "Azure throttles this subscription; %s so far, continuing in %s. Ctrl+C stops.\n", loading(r), seconds(wait))
}

// seconds rounds up, so that the retry is not later than announced.
func seconds(d time.Duration) string {
	return fmt.Sprintf("%d s", int64((d+time.Second-1)/time.Second))
}
