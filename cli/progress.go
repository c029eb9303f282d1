package cli

import (
	"fmt"
	"io"
	"strings"
	"time"

	"apimtui/api"
	"apimtui/tui/term"
)

// progress is a line on stderr that is overwritten, at a terminal.
type progress struct {
	io    *stdio
	shown int // cells
}

// show draws s, which is safe text.
func (p *progress) show(s string) {
	if !p.io.errTerminal || p.io.lines {
		return
	}
	// A line that wraps cannot be overwritten.
	s = term.Cut(s, p.io.columns()-1)
	w := max(p.shown, term.Width(s))
	p.shown = term.Width(s)
	_, _ = io.WriteString(p.io.err, "\r"+term.Pad(s, w))
}

func (p *progress) clear() {
	if p.shown == 0 {
		return
	}
	_, _ = io.WriteString(p.io.err, "\r"+strings.Repeat(" ", p.shown)+"\r")
	p.shown = 0
}

// throttled prints that a request waits for a retry. It is also printed in
// scripts, because a minute of silence looks like a hang.
func (a *app) throttled(now api.Progress) {
	if now.Throttled > 0 {
		fmt.Fprintf(a.io.err, "Azure throttles this subscription; retrying in %s. Ctrl+C stops.\n", seconds(now.Throttled))
	}
}

// seconds rounds up, so that the retry is not later than announced.
func seconds(d time.Duration) string {
	return fmt.Sprintf("%d s", int64((d+time.Second-1)/time.Second))
}
