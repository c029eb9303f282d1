package services

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/dustin/go-humanize/english"

	"apimtui/api/text"
	"apimtui/tui/component"
	"apimtui/tui/list"
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

// Pick implements ui.Picker: the filter is above the table.
func (p *Page) Pick(f ui.Frame, x, y int) (component.Picked, tea.Cmd) {
	picked, cmd := p.Page.Pick(f, x, y-1)
	if picked != component.Nothing {
		p.moved, p.refused = true, nil
	}
	return picked, cmd
}

func (p *Page) View(f ui.Frame) string {
	return strings.Join(append([]string{" " + p.Input.View()}, p.Table(f)...), "\n")
}

// cells are a row. A service that cannot be opened is dimmed.
func cells(t *theme.Theme, r *row) []component.Cell {
	s := r.service
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

func (p *Page) title() string {
	switch n := len(p.found.Services); {
	case n > 0:
		return english.Plural(n, "service", "") + " found"
	case p.Tasks.Running(taskFind):
		return "Searching…"
	}
	return "Find services"
}

// Notice tells why the chosen service cannot be opened, or what the search
// missed.
func (p *Page) Notice(f ui.Frame) []string {
	style := f.Theme.Warn
	if p.err != nil || p.refused != nil {
		style = f.Theme.Bad
	}
	return list.Indent(style, p.notice(f.Width))
}

// mostNotice leaves most of the page to the rows.
const mostNotice = 5

func (p *Page) notice(width int) []string {
	var words []string
	at := p.Current()
	switch {
	case p.refused != nil:
		words = list.Explained(p.refused)
	case p.err != nil:
		words = list.Explained(p.err)
	case at != nil && at.service != nil && at.service.Why() != "":
		words = []string{text.Sentence(at.service.Why())}
	default:
		if len(p.found.Services) == 0 && !p.Tasks.Running(taskFind) {
			words = append(words, "No API Management service was found. Either there is none, or this account has no right to see it.")
		}
		words = append(words, p.found.Notes...)
	}
	return list.Said(words, width, mostNotice)
}
