package services

import (
	"fmt"
	"strings"

	"github.com/dustin/go-humanize/english"

	"apimtui/api"
	"apimtui/api/text"
	"apimtui/api/text/search"
	"apimtui/tui/component"
	"apimtui/tui/term"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

func columns() []component.Column {
	return []component.Column{
		{Title: "SERVICE", Min: 20, Max: 50, Keep: 6},
		{Title: "SKU", Min: 12, Max: 14, Keep: 5},
		{Title: "REGION", Min: 14, Max: 20, Keep: 4},
		{Title: "RESOURCE GROUP", Min: 16, Max: 40, Keep: 2},
		{Title: "SUBSCRIPTION", Min: 20, Max: 36, Keep: 3},
		{Title: "TENANT", Min: 16, Max: 30, Keep: 1},
	}
}

// visible is the number of rows that fit below the filter and the column titles.
func (p *Page) visible() int { return max(1, p.height-2-max(0, len(p.notice(p.width))-1)) }

func (p *Page) View(f ui.Frame) string {
	t := f.Theme
	layout := component.Fit(columns(), f.Width)
	lines := []string{" " + p.input.View(), layout.Head(t, -1, f.Width)}
	q := search.Parse(search.Fold(p.input.Value()))
	rows := p.visible()
	cursor := p.cursor
	cursor.Clamp(len(p.rows), rows)
	for i := cursor.Top; i < min(len(p.rows), cursor.Top+rows); i++ {
		chosen := i == cursor.At
		if r := p.rows[i]; r.service != nil {
			lines = append(lines, layout.Row(t, cells(t, *r.service), chosen, q))
		} else {
			lines = append(lines, other(t, r.label, chosen))
		}
	}
	return strings.Join(lines, "\n")
}

func other(t *theme.Theme, label string, chosen bool) string {
	if chosen {
		return t.Accent.Render("▌") + t.Strong.Render(label)
	}
	return " " + t.Accent.Render(label)
}

// cells are a row. A service that cannot be opened is dimmed.
func cells(t *theme.Theme, s api.FoundService) []component.Cell {
	all := []component.Cell{
		{Text: text.Clean(s.Scope.ServiceName), Mark: true}, {Text: s.SKU.Safe()}, {Text: s.Location.Safe()},
		{Text: text.Clean(s.Scope.ResourceGroup), Mark: true}, {Text: s.SubscriptionName.Safe(), Mark: true}, {Text: s.TenantName.Safe()},
	}
	if s.SubscriptionName == "" {
		all[4].Text = text.Clean(s.Scope.SubscriptionID)
	}
	for i := range all {
		all[i].Style = t.Plain
		if s.Why() != "" {
			all[i].Style = t.Muted
		}
	}
	return all
}

func (p *Page) Status(f ui.Frame, width int) string {
	status := "Find services"
	switch n := len(p.found.Services); {
	case n > 0:
		status = fmt.Sprintf("%s found", english.Plural(n, "service", ""))
	case p.tasks.Running(taskFind):
		status = "Searching…"
	}
	busy := p.busy.View(f.Theme)
	return term.Cut(status, width) + strings.TrimRight("  "+busy, " ")
}

// Notice tells why the chosen service cannot be opened, or what the search
// missed.
func (p *Page) Notice(f ui.Frame) []string {
	style := f.Theme.Warn
	if p.err != nil || p.refused != nil {
		style = f.Theme.Bad
	}
	lines := p.notice(f.Width)
	for i, l := range lines {
		lines[i] = " " + style.Render(l)
	}
	return lines
}

// mostNotice leaves most of the page to the rows.
const mostNotice = 5

func (p *Page) notice(width int) []string {
	var words []string
	explain := func(err error) {
		x := api.Explain(err)
		words = append(words, x.What.String(), x.Do.String())
		for _, m := range x.More {
			words = append(words, m.String())
		}
	}
	switch {
	case p.refused != nil:
		explain(p.refused)
	case p.err != nil:
		explain(p.err)
	case p.cursor.At < len(p.rows) && p.rows[p.cursor.At].service != nil && p.rows[p.cursor.At].service.Why() != "":
		words = append(words, text.Sentence(p.rows[p.cursor.At].service.Why()))
	default:
		if len(p.found.Services) == 0 && !p.tasks.Running(taskFind) {
			words = append(words, "No API Management service was found. Either there is none, or this account has no right to see it.")
		}
		words = append(words, p.found.Notes...)
	}
	var lines []string
	for _, w := range words {
		lines = append(lines, term.Wrap(w, max(10, width-2))...)
	}
	if len(lines) > mostNotice {
		lines = append(lines[:mostNotice-1], term.Cut(lines[mostNotice-1]+" …", width-2))
	}
	return lines
}
