package theme

import "strings"

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
