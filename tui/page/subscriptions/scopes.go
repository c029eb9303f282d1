package subscriptions

import (
	"context"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/text"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/list"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

// ScopePicker is where the keys of the page of scopes are looked up.
const ScopePicker keys.Scope = "what keys open"

// PickerBindings are the keys of the page of scopes.
func PickerBindings() []keys.Binding {
	return append(list.Bindings(ScopePicker, "row"),
		keys.Binding{Scope: ScopePicker, Action: keys.Open, Keys: []string{"enter"}, Label: "choose", Help: "go on with a product, an API or all APIs", Rank: 1})
}

// Choice is what the keys of a new product subscription open.
type Choice struct {
	api.SubscriptionScope
	Name text.Text
	// Warns are sentences to know before, safe to draw.
	Warns []string

	approval, limit string
}

// NewScopes returns the page of what can be subscribed to.
func NewScopes(ctx context.Context, id ui.PageID, out *ui.Outbox, reader Reader, choose func(Choice) tea.Cmd) ui.Page {
	return list.New(ctx, list.Setup[Choice]{
		Open: choose,
		ID:   id, Out: out, Scope: ScopePicker, Title: func() string { return "New: what its keys open" },
		Noun: "products and APIs", Most: 2,
		Columns: []component.Column{
			{Title: "KIND", Min: 8, Max: 8, Keep: 4}, {Title: "NAME", Min: 20, Max: 50, Keep: 5}, {Title: "APPROVAL", Min: 8, Max: 8, Keep: 3},
			{Title: "LIMIT", Min: 5, Max: 5, Keep: 2}, {Title: "ID", Min: 12, Max: 40, Keep: 1},
		},
		Cells: func(t *theme.Theme, c *Choice) []component.Cell {
			return []component.Cell{{Text: text.Clean(string(c.Kind)), Style: t.Muted}, {Text: c.Name.Safe(), Mark: true}, {Text: text.Clean(c.approval)},
				{Text: text.Clean(c.limit)}, {Text: c.ID.Safe(), Style: t.Muted, Mark: true}}
		},
		About: func(c *Choice) string { return strings.Join(c.Warns, " ") },
		Key:   func(c *Choice) string { return string(c.Kind) + " " + c.ID.Exact() },
		Text: func(c *Choice) string {
			return strings.Join([]string{string(c.Kind), c.Name.String(), c.ID.String()}, " ")
		},
		Read: func(ctx context.Context) list.Reading[Choice] {
			catalog, err := reader.Catalog(ctx)
			return list.Reading[Choice]{Rows: choices(catalog), Err: err}
		},
	})
}

// choices are products, APIs, and all APIs at last, since their keys open the most.
func choices(catalog api.Catalog) []Choice {
	const bypass = "Keys for %s bypass the policies of products."
	var all []Choice
	for _, p := range catalog.Products {
		c := Choice{SubscriptionScope: api.SubscriptionScope{Kind: api.ScopeProduct, ID: p.ID}, Name: p.DisplayName, approval: "no", limit: "none"}
		if p.Approval {
			c.approval = "needed"
			c.Warns = append(c.Warns, "The product asks for approval; this product subscription is made active all the same.")
		}
		if p.Limit > 0 {
			c.limit = fmt.Sprint(p.Limit)
			c.Warns = append(c.Warns, fmt.Sprintf("The product allows each user %d at most.", p.Limit))
		}
		if !strings.EqualFold(p.State.Exact(), "published") {
			c.Warns = append(c.Warns, "The product is not published.")
		}
		all = append(all, c)
	}
	for _, a := range catalog.APIs {
		all = append(all, Choice{SubscriptionScope: api.SubscriptionScope{Kind: api.ScopeAPI, ID: a.ID}, Name: a.Title(), Warns: []string{fmt.Sprintf(bypass, "one API")}})
	}
	return append(all, Choice{SubscriptionScope: api.SubscriptionScope{Kind: api.ScopeAllAPIs}, Name: "All APIs", Warns: []string{fmt.Sprintf(bypass, "all APIs")}})
}
