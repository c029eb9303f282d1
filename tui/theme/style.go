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

// State returns the glyph and style of a user's or subscription's state. The word
// is always shown too, so that neither colour nor shape is needed.
func (t *Theme) State(state string) (glyph string, style Style) {
	switch strings.ToLower(state) {
	case "active":
		return "●", t.Good
	case "blocked", "suspended", "rejected":
		return "■", t.Bad
	case "pending", "submitted":
		return "◌", t.Warn
	case "deleted", "cancelled", "expired":
		return "×", t.Muted
	}
	return "?", t.Plain
}

// Link is the style of a text that a terminal opens as a link. The address is not
// drawn.
func (t *Theme) Link(address string) Style {
	return styled(t.Accent.Hyperlink(address).Underline(true))
}

// Who is an address, an id, or an identity as it is shown: before an audience with a
// dot for each rune, so that it can be typed. What says nothing of the user stays: the
// provider of an identity, and the beginning and the end of a domain.
func (t *Theme) Who(s string) string {
	if !t.Private {
		return s
	}
	provider, at, end := strings.IndexByte(s, ':'), strings.LastIndexByte(s, '@'), strings.LastIndexByte(s, '.')
	var b strings.Builder
	for i, r := range s {
		domain := at >= 0 && (i == at || i == at+1 || end > at && i >= end)
		if i > provider && !domain {
			r = '•'
		}
		b.WriteRune(r)
	}
	return b.String()
}
