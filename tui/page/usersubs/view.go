package usersubs

import (
	"strings"
	"time"

	"apimtui/api"
	"apimtui/api/text"
	"apimtui/api/text/search"
	"apimtui/tui/component"
	"apimtui/tui/term"
	"apimtui/tui/ui"
)

func columns() []component.Column {
	return []component.Column{
		{Title: "STATE", Min: 12, Max: 12, Keep: 6},
		{Title: "OPENS", Min: 20, Max: 40, Keep: 5},
		{Title: "NAME", Min: 12, Max: 30, Keep: 3},
		{Title: "ID", Min: 12, Max: 36, Keep: 4},
		{Title: "CREATED", Min: 10, Max: 10, Keep: 2},
		{Title: "EXPIRES", Min: 10, Max: 10, Keep: 1},
	}
}

func (p *Page) Status(f ui.Frame, width int) string {
	who := p.user.DisplayName().String()
	if who == "" {
		who = p.user.ID.String()
	}
	return term.Cut("Product subscriptions of "+who, width) + strings.TrimRight("  "+p.busy.View(f.Theme), " ")
}

// Notice tells what is missing of the list.
func (p *Page) Notice(f ui.Frame) []string {
	words := ""
	switch {
	case p.err != nil && len(p.all.Items) > 0:
		words = "Some may be missing: " + api.Explain(p.err).What.String()
	case p.nameErr != nil:
		words = "Names of products and APIs may be missing: " + api.Explain(p.nameErr).What.String()
	default:
		return nil
	}
	return []string{" " + f.Theme.Warn.Render(term.Cut(words, f.Width-2))}
}

func (p *Page) View(f ui.Frame) string {
	t := f.Theme
	switch {
	case p.err != nil && len(p.all.Items) == 0:
		lines := []string{"", " " + t.Bad.Render("The product subscriptions could not be read.")}
		for _, l := range component.Explanation(t, component.Explained(api.Explain(p.err)), f.Width-2) {
			lines = append(lines, " "+l)
		}
		return strings.Join(lines, "\n")
	case !p.read:
		return "\n " + strings.TrimSpace(p.busy.View(t)+"  "+t.Muted.Render("Reading the product subscriptions…"))
	case len(p.all.Items) == 0:
		return "\n " + t.Muted.Render("The user has no product subscription.")
	}
	layout := component.Fit(columns(), f.Width)
	lines := []string{layout.Head(t, -1, f.Width)}
	rows := p.rows()
	cursor := p.cursor
	cursor.Clamp(len(p.all.Items), rows)
	for i := cursor.Top; i < min(len(p.all.Items), cursor.Top+rows); i++ {
		s := &p.all.Items[i]
		glyph, style := t.State(s.State.Exact())
		cells := []component.Cell{
			{Text: s.State.Safe(), Glyph: glyph, Style: style}, {Text: p.catalog.Name(*s).Safe()}, {Text: s.DisplayName.Safe()},
			{Text: s.ID.Safe(), Style: t.Muted}, {Text: text.Clean(day(s.Created)), Style: t.Muted}, {Text: text.Clean(day(s.Expires)), Style: t.Muted},
		}
		lines = append(lines, layout.Row(t, cells, i == cursor.At, search.Query{}))
	}
	return strings.Join(append(append(lines, ""), p.details(f, p.all.Items[cursor.At])...), "\n")
}

// details are what the columns of the chosen one may not have room for.
func (p *Page) details(f ui.Frame, s api.Subscription) []string {
	words := string(s.Scoped().Kind) + " " + p.catalog.Name(s).String() + ", id " + s.ID.String()
	if s.Scoped().Kind == api.ScopeAllAPIs {
		words = "all APIs, id " + s.ID.String()
	}
	if s.StateComment != "" {
		words += ". Comment: " + s.StateComment.String()
	}
	var lines []string
	for _, l := range term.Wrap(words, f.Width-2) {
		lines = append(lines, " "+f.Theme.Muted.Render(l))
	}
	return lines[:min(len(lines), 3)]
}

func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.DateOnly)
}
