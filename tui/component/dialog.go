package component

import (
	"fmt"
	"strings"

	"github.com/dustin/go-humanize/english"

	"apimtui/tui/term"
	"apimtui/tui/theme"
)

// Dialog draws a box as large as its lines need, at most the screen. top is the
// first line shown; foot is the last line, always visible.
func Dialog(t *theme.Theme, title string, lines []string, top int, foot string, width, height int) string {
	w := max(term.Cells(title)+6, term.Cells(foot)+4)
	for _, l := range lines {
		w = max(w, term.Cells(l)+4)
	}
	shown := DialogRows(len(lines), height)
	top = max(0, min(top, len(lines)-shown))
	if out := len(lines) - shown; out > 0 {
		w = max(w, term.Cells(below(out))+3) // as wide at its end as at its beginning
	}
	w = min(w, max(10, width-2))
	body := make([]string, 0, shown+2)
	for _, l := range lines[top : top+shown] {
		body = append(body, " "+l)
	}
	more := strings.Repeat(" ", max(0, w-2))
	if out := len(lines) - shown - top; out > 0 {
		more = t.Warn.Render(below(out))
	} else if top > 0 {
		more = t.Muted.Render(" ↑ up or pgup")
	}
	body = append(body, more, " "+foot)
	return Box(t, title, body, w, shown+4)
}

// below returns the hint that lines are out of sight.
func below(n int) string {
	return fmt.Sprintf(" ↓ %s, down or pgdown", english.Plural(n, "more line", ""))
}

// DialogRows returns how many of n lines a Dialog shows.
func DialogRows(n, height int) int { return min(n, max(1, height-4)) }

// DialogWidth returns the width of lines inside a Dialog.
func DialogWidth(width int) int { return max(10, min(76, width-6)) }
