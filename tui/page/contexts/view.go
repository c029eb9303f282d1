package contexts

import (
	"apimtui/api/text"
	"apimtui/tui/component"
	"apimtui/tui/list"
	"apimtui/tui/theme"
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

func cells(t *theme.Theme, r *Row) []component.Cell {
	glyph, badge, name := "·", t.Warn, r.Name
	if r.Here {
		glyph = "●"
	}
	if r.Production {
		badge = t.Bad
	}
	if r.Current {
		name += " (current)"
	}
	return []component.Cell{{Text: text.Clean(name), Glyph: glyph, Style: t.Plain}, {Text: text.Clean(r.words()), Style: badge},
		{Text: text.Clean(r.Service), Style: t.Plain}, {Text: text.Clean(r.ResourceGroup), Style: t.Plain}, {Text: text.Clean(r.Subscription), Style: t.Plain}}
}

func (p *Page) Notice(f ui.Frame) []string {
	style := f.Theme.Plain
	if p.failed != nil {
		style = f.Theme.Bad
	}
	return list.Indent(style, p.said(f.Width))
}

// mostSaid leaves some contexts in sight.
const mostSaid = 7

// said is what the last test or switch has to say.
func (p *Page) said(width int) []string {
	if p.failed != nil {
		return list.Said(list.Explained(p.failed), width, mostSaid)
	}
	return list.Said(p.tested, width, mostSaid)
}
