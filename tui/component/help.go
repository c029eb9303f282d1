package component

import (
	"strings"

	"apimtui/tui/keys"
	"apimtui/tui/term"
	"apimtui/tui/theme"
)

// Hints draws the status line: as many bindings as fit, most useful first.
func Hints(t *theme.Theme, bindings []keys.Binding, width int) string {
	var b strings.Builder
	used := 0
	for _, k := range bindings {
		key, label := k.Keys[0], k.Label
		n := term.Width(key) + 1 + term.Width(label)
		if used > 0 {
			n += 2
		}
		if used+n > width {
			continue
		}
		if used > 0 {
			b.WriteString("  ")
		}
		b.WriteString(t.Accent.Render(key) + " " + t.Muted.Render(label))
		used += n
	}
	return b.String()
}

// Help draws the key table as lines: the scopes given, in their order.
func Help(t *theme.Theme, m *keys.Map, scopes []keys.Scope, why func(keys.Action) string, width int) []string {
	const keyColumn = 16
	var lines []string
	for i, s := range scopes {
		if i > 0 {
			lines = append(lines, "")
		}
		lines = append(lines, t.Strong.Render(strings.ToUpper(string(s[:1]))+string(s[1:])))
		for _, b := range m.In(s) {
			help := b.Help
			if reason := why(b.Action); reason != "" {
				help += " (" + reason + ")"
			}
			lines = append(lines, "  "+t.Accent.Render(term.Pad(b.Names(), keyColumn))+term.Cut(help, max(0, width-keyColumn-2)))
		}
	}
	return lines
}
