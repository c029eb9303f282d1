// Package groups is the page of the groups of the service. It only requests the
// writes.
package groups

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/rules"
	"apimtui/api/secret"
	"apimtui/api/text"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/list"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

// Scope is where the page's keys are looked up.
const Scope keys.Scope = "groups of the service"

// The page's own actions.
const (
	create keys.Action = "new group"
	edit   keys.Action = "edit group"
	remove keys.Action = "delete group"
	join   keys.Action = "put users into the group"
	leave  keys.Action = "take users out of the group"
	copyID keys.Action = "copy group id"
)

// Bindings are the page's keys.
func Bindings() []keys.Binding {
	return append(list.Bindings(Scope, "group"),
		keys.Binding{Scope: Scope, Action: keys.Open, Keys: []string{"enter"}, Label: "members", Help: "list the users in it", Rank: 1},
		keys.Binding{Scope: Scope, Action: join, Keys: []string{"a"}, Label: "add users", Help: "put the marked users into it, or choose some", Rank: 2},
		keys.Binding{Scope: Scope, Action: leave, Keys: []string{"x"}, Label: "take out", Help: "take the marked users out of it", Rank: 3},
		keys.Binding{Scope: Scope, Action: create, Keys: []string{"n"}, Label: "new", Help: "make a new group", Rank: 4},
		keys.Binding{Scope: Scope, Action: edit, Keys: []string{"e"}, Label: "edit", Help: "change its name or description", Rank: 5},
		keys.Binding{Scope: Scope, Action: remove, Keys: []string{"D"}, Label: "delete", Help: "delete it; its users stay", Rank: 6},
		keys.Binding{Scope: Scope, Action: copyID, Keys: []string{"y"}, Label: "copy id", Help: "copy its id", Rank: 7},
	)
}

// Host reads groups, and carries out what the page requests.
type Host struct {
	List     func(ctx context.Context) ([]api.Group, error)
	Get      func(ctx context.Context, id string) (api.GroupVersion, error)
	ReadOnly bool
	// For names the marked users that the page was opened for, "" for none.
	For string

	Members func(g api.Group) tea.Cmd
	// Count tells how many users are in a group.
	Count  func(ctx context.Context, id string) (int, error)
	New    func() tea.Cmd
	Edit   func(v api.GroupVersion) tea.Cmd
	Delete func(v api.GroupVersion, in int) tea.Cmd
	// Join puts the marked users into a group or takes them out.
	Join func(g api.Group, in bool) tea.Cmd
}

// Page lists the groups.
type Page struct {
	*list.Page[api.Group]
	host Host
}

var _ ui.Page = (*Page)(nil)

// New returns the page.
func New(ctx context.Context, id ui.PageID, out *ui.Outbox, host Host) *Page {
	title := "Groups"
	if host.For != "" {
		title = "Groups for " + host.For
	}
	return &Page{host: host, Page: list.New(ctx, list.Setup[api.Group]{
		ID: id, Out: out, Scope: Scope, Title: func() string { return title }, Noun: "groups", Empty: "The service has no groups.",
		Columns: columns(), Cells: cells, About: about, Most: 3,
		Open: host.Members,
		Key:  func(g *api.Group) string { return g.ID.Exact() },
		Text: func(g *api.Group) string {
			return strings.Join([]string{g.DisplayName.String(), g.Type.String(), g.ID.String(), described(g)}, " ")
		},
		Read: func(ctx context.Context) list.Reading[api.Group] {
			all, err := host.List(ctx)
			return list.Reading[api.Group]{Rows: all, Err: err}
		},
	})}
}

func columns() []component.Column {
	return []component.Column{
		{Title: "GROUP", Min: 20, Enough: 60, Max: 60, Keep: 5},
		{Title: "TYPE", Min: 16, Max: 16, Keep: 4},
		{Title: "ID", Min: 10, Max: 36, Keep: 3},
		{Title: "DESCRIPTION", Min: 24, Max: 80, Keep: 2, Spare: true},
	}
}

func cells(t *theme.Theme, g *api.Group) []component.Cell {
	kind, style := g.Type.String(), t.Plain
	if g.Locked() {
		kind, style = "built-in, locked", t.Muted
	}
	return []component.Cell{
		{Text: g.DisplayName.Safe(), Style: style, Mark: true}, {Text: text.Clean(kind), Style: t.Muted}, {Text: g.ID.Safe(), Style: t.Muted, Mark: true},
		{Text: text.Clean(described(g)), Style: t.Muted, Mark: true},
	}
}

func described(g *api.Group) string { return g.Description.WithoutMarkup().String() }

// about is what the columns may not have room for.
func about(g *api.Group) string {
	words := "id " + g.ID.String()
	if g.ExternalID != "" {
		words += ", directory id " + g.ExternalID.String()
	}
	if g.Locked() {
		words += ". Locked: " + rules.RefuseGroup(*g)
	}
	if d := described(g); d != "" {
		words += ". " + d
	}
	return words
}

func (p *Page) Why(a keys.Action) string {
	g := p.Current()
	switch a {
	case create, edit, remove, join, leave:
		if p.host.ReadOnly {
			return "Disabled: read-only context."
		}
	}
	switch a {
	case edit, remove, join, leave, copyID:
		if g == nil {
			return "Disabled: no group is chosen."
		}
	}
	why := ""
	switch a {
	case edit, remove:
		why = rules.RefuseGroup(*g)
	case join, leave:
		why = rules.RefuseMember(*g)
		if why == "" && a == leave && p.host.For == "" {
			why = "no users are marked; its members can be taken out on their own page"
		}
	}
	if why != "" {
		return text.Stop("Disabled: " + why)
	}
	return p.Page.Why(a)
}

func (p *Page) Do(a keys.Action) (tea.Cmd, bool) {
	g := p.Current()
	switch a {
	case create:
		return p.host.New(), true
	case join, leave:
		return p.host.Join(*g, a == join), true
	case copyID:
		p.Out.Ask(ui.Copy{Text: secret.New(g.ID.Exact()), What: "the id"})
		return nil, true
	case edit:
		get, id := p.host.Get, g.ID.Exact()
		return list.Fetch(p.Page, func(ctx context.Context) (api.GroupVersion, error) { return get(ctx, id) }, p.host.Edit), true
	case remove:
		return p.remove(g.ID.Exact()), true
	}
	return p.Page.Do(a)
}

func (p *Page) remove(id string) tea.Cmd {
	host, in := p.host, 0
	return list.Fetch(p.Page, func(ctx context.Context) (v api.GroupVersion, err error) {
		if v, err = host.Get(ctx, id); err == nil {
			in, err = host.Count(ctx, id)
		}
		return v, err
	}, func(v api.GroupVersion) tea.Cmd { return host.Delete(v, in) })
}
