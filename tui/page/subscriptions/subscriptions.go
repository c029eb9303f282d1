// Package subscriptions is the page of product subscriptions: those of a user, or all of
// the service. It only requests the writes.
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

// Scope is where the page's keys are looked up.
const Scope keys.Scope = "product subscriptions"

// The page's own actions.
const (
	Toggle keys.Action = "suspend or activate"
	Cancel keys.Action = "cancel product subscription"
	Delete keys.Action = "delete product subscription"
	Keys   keys.Action = "keys"
	edit   keys.Action = "change product subscription"
	create keys.Action = "new product subscription"
	copies keys.Action = "copy of a subscription"
)

// Bindings are the page's keys.
func Bindings() []keys.Binding {
	return append(list.Bindings(Scope, "product subscription"),
		keys.Binding{Scope: Scope, Action: Toggle, Keys: []string{"b"}, Label: "suspend", Help: "suspend it, or activate a suspended one", Rank: 1},
		keys.Binding{Scope: Scope, Action: Keys, Keys: []string{"K"}, Label: "keys", Help: "its keys, masked, to copy and to regenerate", Rank: 2},
		keys.Binding{Scope: Scope, Action: Cancel, Keys: []string{"x"}, Label: "cancel", Help: "cancel it", Rank: 3},
		keys.Binding{Scope: Scope, Action: Delete, Keys: []string{"D"}, Label: "delete", Help: "delete it, with its keys", Rank: 5},
		keys.Binding{Scope: Scope, Action: create, Keys: []string{"n"}, Label: "new", Help: "make a new one: first choose what its keys open", Rank: 4},
		keys.Binding{Scope: Scope, Action: edit, Keys: []string{"e"}, Label: "edit", Help: "rename it, move it to another owner, or reject it with a comment", Rank: 4},
		keys.Binding{Scope: Scope, Action: copies, Keys: []string{"y"}, Label: "copy", Help: "copy its id, its name or a command", Rank: 6},
		keys.Binding{Scope: Scope, Action: keys.Open, Keys: []string{"enter"}, Label: "open", Help: "show all of it, as the service sent it", Rank: 24},
	)
}

// Reader reads product subscriptions.
type Reader interface {
	Get(ctx context.Context, id string) (api.SubscriptionVersion, error)
	Catalog(ctx context.Context) (api.Catalog, error)
}

// Host is what the page needs of the console.
type Host struct {
	// List lists those of the user, or all.
	List   func(ctx context.Context) (api.Collection[api.Subscription], error)
	Reader Reader
	// ReadOnly disables what writes or hands out keys.
	ReadOnly bool
	// Do asks about an action on a version that was just read, and carries it out.
	Do func(a keys.Action, v api.SubscriptionVersion, name string) tea.Cmd
	// Open shows the keys.
	Open func(s api.Subscription, name string) tea.Cmd
	// Show shows all of one, and Copy offers parts of it to copy.
	Show, Copy func(s api.Subscription, name string) tea.Cmd
	// Edit and New open forms.
	Edit func(v api.SubscriptionVersion, name string) tea.Cmd
	New  func() tea.Cmd
	// Known is a user that the console has read already, or nil.
	Known func(id api.UserID) *api.User
}

// row is a product subscription, with the name of what its keys open.
type row struct {
	api.Subscription
	opens text.Text
}

// Page lists the product subscriptions of a user, or of the service.
type Page struct {
	list.Owned[row]
	host Host
}

var (
	_ ui.Page    = (*Page)(nil)
	_ ui.Watcher = (*Page)(nil)
	_ ui.Chooser = (*Page)(nil)
)

// New returns the page; without a user it is of all of the service.
func New(ctx context.Context, id ui.PageID, out *ui.Outbox, host Host, user *api.User) *Page {
	p := &Page{Owned: list.Owned[row]{User: user}, host: host}
	empty := "The user has no product subscription."
	if user == nil {
		empty = "The service has no product subscription."
	}
	p.Page = list.New(ctx, list.Setup[row]{
		ID: id, Out: out, Scope: Scope, Noun: "product subscriptions", Empty: empty, Title: p.title,
		Columns: columns(user == nil), Cells: p.cells, About: p.about, Most: 3, Text: p.text,
		Key:  func(r *row) string { return r.ID.Exact() },
		Read: func(ctx context.Context) list.Reading[row] { return read(ctx, host) },
	})
	return p
}

func (p *Page) title() string {
	if p.User == nil {
		return "Product subscriptions"
	}
	return "Product subscriptions of " + p.User.Called()
}

func read(ctx context.Context, host Host) list.Reading[row] {
	all, err := host.List(ctx)
	r := list.Reading[row]{Err: err}
	if len(all.Items) == 0 {
		return r
	}
	catalog, err := host.Reader.Catalog(ctx)
	if err != nil {
		r.Note = "Names of products and APIs may be missing: " + api.Explain(err).What.String()
	}
	if all.Hides() {
		r.Note = strings.TrimSpace(fmt.Sprintf("%d counted, %d shown to you. ", all.Counted, len(all.Items)) + r.Note)
	}
	for _, s := range all.Items {
		r.Rows = append(r.Rows, row{s, catalog.Name(s)})
	}
	return r
}

// fetch reads the chosen one and asks about what was read.
func (p *Page) fetch(a keys.Action, id string) tea.Cmd {
	reader := p.host.Reader
	return list.Fetch(p.Page, func(ctx context.Context) (api.SubscriptionVersion, error) { return reader.Get(ctx, id) }, func(v api.SubscriptionVersion) tea.Cmd {
		now := row{Subscription: v.Subscription}
		for i := range p.Rows {
			if p.Rows[i].ID == now.ID {
				now.opens = p.Rows[i].opens
				p.Rows[i] = now
			}
		}
		if a == edit {
			return p.host.Edit(v, now.name())
		}
		return p.host.Do(a, v, now.name())
	})
}

// name is what its keys open, with its own name.
func (r row) name() string {
	name := r.opens.String()
	if r.DisplayName != "" {
		name += ", " + r.DisplayName.String()
	}
	return name
}

func (p *Page) Why(a keys.Action) string {
	s := p.Current()
	switch a {
	case Toggle, Cancel, Delete, Keys, create, edit, copies:
		if p.host.ReadOnly && a != copies {
			return "Disabled: read-only context."
		}
		if s == nil && a != create {
			return "Disabled: no product subscription is chosen."
		}
	}
	if a == Cancel && strings.EqualFold(s.State.Exact(), "cancelled") {
		return "Disabled: it is cancelled already."
	}
	return p.Page.Why(a)
}

func (p *Page) Do(a keys.Action) (tea.Cmd, bool) {
	s := p.Current()
	switch a {
	case create:
		return p.host.New(), true
	case Toggle, Cancel, Delete, edit:
		return p.fetch(a, s.ID.Exact()), true
	case Keys:
		return p.host.Open(s.Subscription, s.name()), true
	case copies:
		return p.host.Copy(s.Subscription, s.name()), true
	case keys.Open:
		return p.host.Show(s.Subscription, s.name()), true
	}
	return p.Page.Do(a)
}

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
		{Text: r.ID.Safe(), Style: t.Muted, Mark: true}, {Text: text.Clean(component.Day(r.Created)), Style: t.Muted},
		{Text: text.Clean(component.Day(r.Expires)), Style: t.Muted}, {Text: text.Clean(p.owner(r)), Style: t.Muted, Mark: true},
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
