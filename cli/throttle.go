package cli

import (
	"fmt"
	"time"

	"apimtui/api"
)

// throttled says that a request waits until it is sent once more. A script's log
// has it too: a minute of silence looks like a hang.
func (a *app) throttled(now api.Progress) {
	if now.Throttled > 0 {
		fmt.Fprintf(a.io.err, "Azure throttles this subscription; sent once more in %s. Ctrl+C stops.\n", seconds(now.Throttled))
	}
}

// paused is throttled for a list of which a part has come.
func (a *app) paused(r *api.Roster, wait time.Duration) {
	fmt.Fprintf(a.io.err, "Azure throttles this subscription; %s so far, going on in %s. Ctrl+C stops.\n", loading(r), seconds(wait))
}

// seconds rounds up: what is promised then has begun.
func seconds(d time.Duration) string {
	return fmt.Sprintf("%d s", int64((d+time.Second-1)/time.Second))
}
