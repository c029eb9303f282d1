package theme

import (
	"strings"

	"charm.land/lipgloss/v2"
)

// Style draws pieces of lines. A frame has hundreds of them, so the sequences
// around a piece are made once, with the theme. The zero value draws plain text.
type Style struct {
	lipgloss.Style
	open, end string
}

func styled(base lipgloss.Style) Style {
	drawn := base.Render("x")
	at := strings.LastIndex(drawn, "x") // an address of a link may have one too
	return Style{Style: base, open: drawn[:at], end: drawn[at+1:]}
}

// Render draws a text; each of its lines has the style.
func (s Style) Render(text string) string {
	if s.open == "" || text == "" {
		return text
	}
	return s.open + strings.ReplaceAll(text, "\n", s.end+"\n"+s.open) + s.end
}

// Lines draws lines, each with the style.
func (s Style) Lines(lines []string) []string {
	all := make([]string, len(lines))
	for i, l := range lines {
		all[i] = s.Render(l)
	}
	return all
}
