package component

import (
	"strings"

	"apimtui/tui/term"
	"apimtui/tui/theme"

	"charm.land/lipgloss/v2"
)

// Box draws lines in a frame with a title; width and height are those of the
// frame. Lines may be styled; what does not fit is cut.
func Box(t *theme.Theme, title string, lines []string, width, height int) string {
	inner := max(0, width-2)
	border := t.Accent.Render
	cut := lipgloss.NewStyle().MaxWidth(inner).Inline(true)
	label := ""
	if title != "" {
		label = " " + term.Cut(title, max(0, inner-4)) + " "
	}
	rows := make([]string, 0, height)
	rows = append(rows, border("╭─"+label+strings.Repeat("─", max(0, inner-1-term.Width(label)))+"╮"))
	for i := range max(0, height-2) {
		line := ""
		if i < len(lines) {
			line = cut.Render(lines[i])
		}
		pad := strings.Repeat(" ", max(0, inner-lipgloss.Width(line)))
		rows = append(rows, border("│")+line+pad+border("│"))
	}
	rows = append(rows, border("╰"+strings.Repeat("─", inner)+"╯"))
	return strings.Join(rows, "\n")
}

// Over draws a block over the middle of a screen of the given size.
func Over(screen, block string, width, height int) string {
	w, h := lipgloss.Width(block), lipgloss.Height(block)
	return lipgloss.NewCompositor(
		lipgloss.NewLayer(screen),
		lipgloss.NewLayer(block).X(max(0, (width-w)/2)).Y(max(0, (height-h)/2)).Z(1),
	).Render()
}
