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

// The help's columns: the keys, and the width at which a reason is wrapped. It
// fits the narrowest terminal and is fixed, so that the number of lines does not
// depend on the width.
const (
	helpKeys   = 16
	helpReason = 48
)

// Help draws the key table of the given scopes in order. The reason why a key is
// disabled is shown below it. The number of lines does not depend on the width.
func Help(t *theme.Theme, m *keys.Map, scopes []keys.Scope, why func(keys.Action) string, width int) []string {
	indent := strings.Repeat(" ", max(0, min(helpKeys+2, width-helpReason)))
	var lines []string
	for i, s := range scopes {
		if i > 0 {
			lines = append(lines, "")
		}
		lines = append(lines, t.Strong.Render(strings.ToUpper(string(s[:1]))+string(s[1:])))
		for _, b := range m.In(s) {
			words := term.Cut(b.Help, max(0, width-helpKeys-2))
			lines = append(lines, "  "+t.Accent.Render(term.Pad(b.Names(), helpKeys))+words)
			reason := why(b.Action)
			if reason == "" {
				continue
			}
			for _, l := range term.Wrap(reason, helpReason) {
				lines = append(lines, indent+t.Muted.Render(l))
			}
		}
	}
	return lines
}
