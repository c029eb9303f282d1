package contexts

import (
	"strings"

	"charm.land/lipgloss/v2"

	"apimtui/api/text"
	"apimtui/api/text/search"
	"apimtui/tui/component"
	"apimtui/tui/term"
	"apimtui/tui/ui"
)

func columns() []component.Column {
	return []component.Column{
		{Title: "  CONTEXT", Min: 18, Max: 40, Keep: 6},
		{Title: "", Min: 14, Max: 14, Keep: 5},
		{Title: "SERVICE", Min: 18, Max: 50, Keep: 4},
		{Title: "RESOURCE GROUP", Min: 16, Max: 40, Keep: 2},
		{Title: "SUBSCRIPTION", Min: 36, Max: 36, Keep: 3},
	}
}

// visible is the number of contexts that fit below the titles and above what has
// to be said.
func (p *Page) visible() int { return max(1, p.height-1-max(0, len(p.said(p.width))-1)) }

func (p *Page) View(f ui.Frame) string {
	t := f.Theme
	if p.read && len(p.rows) == 0 && p.err == nil {
		return "\n " + t.Muted.Render("The configuration file has no context yet.")
	}
	layout := component.Fit(columns(), f.Width)
	lines := []string{layout.Head(t, -1, f.Width)}
	rows := p.visible()
	cursor := p.cursor
	cursor.Clamp(len(p.rows), rows)
	for i := cursor.Top; i < min(len(p.rows), cursor.Top+rows); i++ {
		r := p.rows[i]
		glyph, badge := "·", t.Warn
		if r.Here {
			glyph = "●"
		}
		if r.Production {
			badge = t.Bad
		}
		name := r.Name
		if r.Current {
			name += " (current)"
		}
		cells := []component.Cell{{Text: text.Clean(name), Glyph: glyph, Style: t.Plain}, {Text: text.Clean(r.words()), Style: badge},
			{Text: text.Clean(r.Service), Style: t.Plain}, {Text: text.Clean(r.ResourceGroup), Style: t.Plain}, {Text: text.Clean(r.Subscription), Style: t.Plain}}
		lines = append(lines, layout.Row(t, cells, i == cursor.At, search.Query{}))
	}
	return strings.Join(lines, "\n")
}

func (p *Page) Status(f ui.Frame, width int) string {
	return term.Cut("Contexts", width) + strings.TrimRight("  "+p.busy.View(f.Theme), " ")
}

func (p *Page) Notice(f ui.Frame) []string {
	style := f.Theme.Plain
	if p.failed != nil || p.err != nil {
		style = f.Theme.Bad
	}
	return styled(style, p.said(f.Width))
}

func styled(style lipgloss.Style, lines []string) []string {
	for i, l := range lines {
		lines[i] = " " + style.Render(l)
	}
	return lines
}

// mostSaid leaves some contexts in sight.
const mostSaid = 7

func (p *Page) said(width int) []string {
	var lines []string
	for _, s := range p.sentences() {
		lines = append(lines, term.Wrap(s, max(10, width-2))...)
	}
	return lines[:min(len(lines), mostSaid)]
}
