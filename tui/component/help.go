package component

import (
	"strings"

	"charm.land/lipgloss/v2"

	"apimtui/tui/keys"
	"apimtui/tui/term"
	"apimtui/tui/theme"
)

// Hints draws the status line: as many bindings as fit, most useful first.
func Hints(t *theme.Theme, bindings []keys.Binding, width int) string {
	const gap = "  "
	var shown []string
	left := width + len(gap)
	for _, k := range bindings {
		key, label := k.Keys[0], k.Label
		if n := term.Width(key) + 1 + term.Width(label) + len(gap); n <= left {
			shown = append(shown, t.Accent.Render(key)+" "+t.Muted.Render(label))
			left -= n
		}
	}
	return strings.Join(shown, gap)
}

// The help's columns of text: how wide they are, and the part for the keys.
const (
	helpWidth = 70
	helpKeys  = 16
	helpGap   = 3
)

// Help draws the key table of the given scopes in order, in as many columns as the
// width allows. Nothing is cut. The keys of pages are grouped by what one wants. The
// reason why a key is disabled is shown below it.
func Help(t *theme.Theme, m *keys.Map, scopes []keys.Scope, why func(keys.Action) string, width int) []string {
	n := max(1, min(3, (width+helpGap)/(helpWidth+helpGap)))
	column := min(helpWidth, width)
	blocks := helpBlocks(t, m, scopes, why, column)
	total := 0
	for _, b := range blocks {
		total += len(b)
	}
	columns := make([][]string, 1, n)
	for _, b := range blocks {
		last := len(columns) - 1
		if len(columns) < n && len(columns[last])+len(b)/2 > total/n {
			columns, last = append(columns, nil), last+1
		}
		columns[last] = append(columns[last], b...)
	}
	var drawn []string
	for i, c := range columns {
		if i > 0 {
			drawn = append(drawn, strings.Repeat(" ", helpGap))
		}
		drawn = append(drawn, lipgloss.NewStyle().Width(column).Render(strings.Join(c[:len(c)-1], "\n")))
	}
	lines := strings.Split(term.Beside(drawn...), "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " ")
	}
	return lines
}

// helpBlocks are the groups of keys, each with a blank line behind it.
func helpBlocks(t *theme.Theme, m *keys.Map, scopes []keys.Scope, why func(keys.Action) string, width int) [][]string {
	var order []string
	groups := map[string][]string{}
	for _, s := range scopes {
		for _, b := range m.In(s) {
			group := strings.ToUpper(string(s[:1])) + string(s[1:])
			if s == keys.Lists || s == keys.User || s == keys.Everywhere {
				group = b.Action.Group()
			}
			if groups[group] == nil {
				order = append(order, group)
				groups[group] = []string{t.Strong.Render(group)}
			}
			groups[group] = append(groups[group], helpLines(t, b, why(b.Action), width)...)
		}
	}
	blocks := make([][]string, len(order))
	for i, g := range order {
		blocks[i] = append(groups[g], "")
	}
	return blocks
}

func helpLines(t *theme.Theme, b keys.Binding, why string, width int) []string {
	room := max(20, width-helpKeys-2)
	indent := "  " + strings.Repeat(" ", helpKeys)
	var lines []string
	head := "  " + t.Accent.Render(term.Pad(b.Names(), helpKeys))
	if term.Width(b.Names()) >= helpKeys {
		lines, head = []string{"  " + t.Accent.Render(b.Names())}, indent
	}
	for _, l := range term.Wrap(b.Help, room) {
		lines = append(lines, head+l)
		head = indent
	}
	if why == "" {
		return lines
	}
	for _, l := range Wrapped(t.Muted, why, room) {
		lines = append(lines, indent+l)
	}
	return lines
}
