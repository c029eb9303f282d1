package cli

import (
	"io"
	"strings"

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

// clear erases the line.
func (p *progress) clear() {
	if p.shown == 0 {
		return
	}
	_, _ = io.WriteString(p.io.err, "\r"+strings.Repeat(" ", p.shown)+"\r")
	p.shown = 0
}
