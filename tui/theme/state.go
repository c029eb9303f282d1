package theme

import (
	"strings"

	"charm.land/lipgloss/v2"
)

// State gives the glyph and style of a user's or subscription's state. The
// word always stands beside the glyph, so that neither colour nor shape is
// needed to read it.
func (t *Theme) State(state string) (glyph string, style lipgloss.Style) {
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

// Link is the style of a text that a terminal opens as a link. The address is
// not part of what is drawn.
func (t *Theme) Link(address string) lipgloss.Style {
	return t.Accent.Hyperlink(address).Underline(true)
}
