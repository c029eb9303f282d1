package component

import (
	"apimtui/api/text"
	"apimtui/tui/term"
	"apimtui/tui/theme"
)

// Explained is an error in words, as returned by api.Explain.
type Explained struct {
	What      text.Safe
	Do        text.Safe
	More      []text.Safe
	RequestID text.Safe
}

// Explanation draws an error in words as wrapped lines.
func Explanation(t *theme.Theme, x Explained, width int) []string {
	var lines []string
	add := func(s string, style func(string) string) {
		for _, l := range term.Wrap(s, max(10, width)) {
			lines = append(lines, style(l))
		}
	}
	add(x.What.String(), t.Plain.Render)
	for _, m := range x.More {
		add("· "+m.String(), t.Plain.Render)
	}
	if !x.Do.Empty() {
		add(x.Do.String(), t.Strong.Render)
	}
	if !x.RequestID.Empty() {
		add("Request id "+x.RequestID.String(), t.Muted.Render)
	}
	return lines
}
