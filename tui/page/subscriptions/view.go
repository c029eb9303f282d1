package subscriptions

import (
	"strings"

	"apimtui/api"
	"apimtui/api/text"
	"apimtui/tui/component"
	"apimtui/tui/theme"
)

func columns(owners bool) []component.Column {
	all := []component.Column{
		{Title: "STATE", Min: 12, Max: 12, Keep: 6},
		{Title: "OPENS", Min: 20, Max: 40, Keep: 5},
		{Title: "NAME", Min: 12, Enough: 24, Max: 30, Keep: 4},
		{Title: "ID", Min: 9, Max: 36, Keep: 3, Middle: true, Spare: true},
		{Title: "CREATED", Min: 10, Max: 10, Keep: 2, Spare: true},
		{Title: "EXPIRES", Min: 10, Max: 10, Keep: 1, Spare: true},
	}
	if owners {
		all = append(all, component.Column{Title: "OWNER", Min: 15, Enough: 20, Max: 36, Keep: 5, Middle: true})
	}
	return all
}

func (p *Page) cells(t *theme.Theme, r *row) []component.Cell {
	glyph, style := t.State(r.State.Exact())
	return []component.Cell{
		{Text: r.State.Safe(), Glyph: glyph, Style: style}, {Text: r.opens.Safe(), Mark: true}, {Text: r.DisplayName.Safe(), Mark: true},
		{Text: r.ID.Safe(), Style: t.Muted, Mark: true}, {Text: text.Clean(component.Day(r.Created)), Style: t.Muted}, {Text: text.Clean(component.Day(r.Expires)), Style: t.Muted},
		{Text: text.Clean(p.owner(r)), Style: t.Muted, Mark: true},
	}
}

// owner is the name of the owner where it is known, or else the id.
func (p *Page) owner(r *row) string {
	id := r.OwnerID()
	if u := p.host.Known(id); u != nil {
		return u.Called()
	}
	return id.String()
}

// text is what the filter looks through.
func (p *Page) text(r *row) string {
	return strings.Join([]string{r.State.String(), r.opens.String(), r.DisplayName.String(), r.ID.String(), r.OwnerID().String(), p.owner(r), r.StateComment.String()}, " ")
}

// about is what the columns may not have room for.
func (p *Page) about(r *row) string {
	words := string(r.Scoped().Kind) + " " + r.opens.String() + ", id " + r.ID.String()
	if r.Scoped().Kind == api.ScopeAllAPIs {
		words = "all APIs, id " + r.ID.String()
	}
	if owner := r.OwnerID(); owner != "" {
		who := owner.String()
		if u := p.host.Known(owner); u != nil {
			who = u.Called() + " (" + who + ")"
		}
		words += ", owner " + who
	}
	if r.StateComment != "" {
		words += ". Comment: " + r.StateComment.String()
	}
	return words
}
