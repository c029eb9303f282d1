// Package component holds the parts that pages are made of. Components are
// values in, typed actions out: they know neither the service nor each other,
// and draw nothing that has not been made safe.
package component

import (
	"fmt"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
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

// Box draws lines in a frame with a title; width and height are those of the
// frame. Lines may be styled; what does not fit is cut.
func Box(t *theme.Theme, title string, lines []string, width, height int) string {
	return Pane{Title: title, Lines: lines, Width: width, Height: height, Focus: true}.View(t)
}

// Pane is lines in a frame. Width and Height are those of the frame.
type Pane struct {
	Title         string // may be styled
	Foot          string // in the lower border, on the right; where something is in a list
	Lines         []string
	Width, Height int
	// Focus is set for the pane that has the keys.
	Focus bool
	// Bar says which part of a longer text or list is in view; the zero value has
	// no scrollbar.
	Bar Bar
}

// Bar is a scrollbar: the first line in view, and how many of all are.
type Bar struct{ Top, Shown, All int }

// thumb returns the rows of a track of that height that the scrollbar fills.
func (b Bar) thumb(height int) (from, to int) {
	if b.All <= b.Shown || b.Shown <= 0 || height <= 0 {
		return 0, 0
	}
	size := max(1, height*b.Shown/b.All)
	from = (height - size) * b.Top / (b.All - b.Shown)
	return from, from + size
}

// View draws the pane. Lines may be styled; what does not fit is cut.
func (p Pane) View(t *theme.Theme) string {
	inner := max(0, p.Width-2)
	border := t.Border.Render
	if p.Focus {
		border = t.Frame.Render
	}
	cut := lipgloss.NewStyle().MaxWidth(inner).Inline(true)
	label := ""
	if p.Title != "" {
		label = " " + ansi.Truncate(p.Title, max(0, inner-4), term.Ellipsis) + " "
	}
	rows := make([]string, 0, p.Height)
	rows = append(rows, border("╭─")+label+border(strings.Repeat("─", max(0, inner-1-term.Cells(label)))+"╮"))
	from, to := p.Bar.thumb(p.Height - 2)
	for i := range max(0, p.Height-2) {
		line, edge := "", "│"
		if i < len(p.Lines) {
			line = p.Lines[i]
		}
		if term.Cells(line) > inner {
			line = cut.Render(line)
		}
		if from <= i && i < to {
			edge = "┃"
		}
		rows = append(rows, border("│")+padded(line, inner)+border(edge))
	}
	return strings.Join(append(rows, border("╰")+p.foot(t, inner, border)+border("╯")), "\n")
}

// foot draws the lower border between its corners.
func (p Pane) foot(t *theme.Theme, inner int, border func(string) string) string {
	foot := p.Foot
	if foot == "" || term.Width(foot)+4 > inner {
		return border(strings.Repeat("─", inner))
	}
	return border(strings.Repeat("─", inner-term.Width(foot)-3)+" ") + t.Muted.Render(foot) + border(" ─")
}

// Over draws a screen in the quiet tone, and a block over the middle of it.
func Over(t *theme.Theme, screen, block string, width, height int) string {
	lines := strings.Split(ansi.Strip(screen), "\n")
	over, w := strings.Split(block, "\n"), term.Widest(block)
	x, y := max(0, (width-w)/2), max(0, (height-len(over))/2)
	for len(lines) < y+len(over) {
		lines = append(lines, "")
	}
	for i, l := range lines {
		if i < y || i >= y+len(over) {
			lines[i] = t.Border.Render(l)
			continue
		}
		left, right := ansi.Truncate(l, x, ""), ansi.TruncateLeft(l, x+w, "")
		room := max(0, term.Cells(l)-x-w)
		if term.Cells(right) > room { // it begins with a wide character that is half covered
			right = ansi.TruncateLeft(l, x+w+1, "")
		}
		lines[i] = t.Border.Render(padded(left, x)) + padded(over[i-y], w) +
			t.Border.Render(strings.Repeat(" ", room-term.Cells(right))+right)
	}
	return strings.Join(lines, "\n")
}

// padded fills a line up to a width in cells.
func padded(line string, width int) string {
	return line + strings.Repeat(" ", max(0, width-term.Cells(line)))
}
