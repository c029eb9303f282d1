package component

import (
	"fmt"
	"strings"

	"charm.land/lipgloss/v2"

	"apimtui/tui/theme"
)

// Dialog draws a box as large as its lines need, at most the screen. top is the
// first line shown; foot is the last line, always visible.
func Dialog(t *theme.Theme, title string, lines []string, top int, foot string, width, height int) string {
	w := max(lipgloss.Width(title)+6, lipgloss.Width(foot)+4)
	for _, l := range lines {
		w = max(w, lipgloss.Width(l)+4)
	}
	w = min(w, max(10, width-2))
	shown := DialogRows(len(lines), height)
	top = max(0, min(top, len(lines)-shown))
	body := make([]string, 0, shown+2)
	for _, l := range lines[top : top+shown] {
		body = append(body, " "+l)
	}
	more := strings.Repeat(" ", max(0, w-2))
	if below := len(lines) - shown - top; below > 0 {
		lines := "lines"
		if below == 1 {
			lines = "line"
		}
		more = t.Warn.Render(fmt.Sprintf(" ↓ %d more %s, down or pgdown", below, lines))
	} else if top > 0 {
		more = t.Muted.Render(" ↑ up or pgup")
	}
	body = append(body, more, " "+foot)
	return Box(t, title, body, w, shown+4)
}

// DialogRows returns how many of n lines a Dialog shows.
func DialogRows(n, height int) int { return min(n, max(1, height-4)) }

// DialogWidth returns the width of lines inside a Dialog.
func DialogWidth(width int) int { return max(10, min(76, width-6)) }
