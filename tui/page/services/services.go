// Package services is the page that finds the services that the account can see,
// to open or to add one.
package services

import (
	"context"
	"errors"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/dustin/go-humanize/english"

	"apimtui/api"
	"apimtui/api/text"
	"apimtui/api/text/search"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/list"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

// Scope is where the page's keys are looked up; all others are text of the filter.
const Scope keys.Scope = "find services"

// Bindings are the page's keys.
func Bindings() []keys.Binding {
	return append(keys.Moves(Scope, "service", false, false),
		keys.Binding{Scope: Scope, Action: keys.Accept, Keys: []string{"enter"}, Label: "open", Help: "go on with the chosen service", Rank: 1, Plain: true},
		keys.Binding{Scope: Scope, Action: keys.Cancel, Keys: []string{"esc"}, Label: "back", Help: "clear the filter, stop searching, or go back", Rank: 2, Plain: true})
}

// Finder finds services. It emits what it has so far.
type Finder func(ctx context.Context, emit func(api.Found)) (api.Found, error)

// Way is another way to sign in for the search, offered when the first one fails.
type Way struct {
	Label string // safe to draw
	Find  Finder
}

// Choice is what becomes of the chosen service: a task that takes time, and
// whose intent the page then asks for.
type Choice func(ctx context.Context, f api.FoundService) (intent any, err error)

const (
	taskFind = "find"
	taskOpen = "open"
)

// Page lists what is found while it is found. All keys are text of its filter.
type Page struct {
	*list.Page[row]
	find   Finder
	choose Choice
	ways   []Way
	typed  any // the intent to type a service instead
	keys   *keys.Map

	found   api.Found
	err     error // of the search
	refused error // of the service that was chosen
	moved   bool  // the cursor was moved by hand
}

// row is a service, or one of the two ways on that are no service.
type row struct {
	service *api.FoundService
	label   string
	act     func(*Page) tea.Cmd
}

var _ ui.Page = (*Page)(nil)

// New returns the page. typed is the intent for those who type a service by hand.
func New(ctx context.Context, id ui.PageID, out *ui.Outbox, find Finder, ways []Way, choose Choice, typed any) *Page {
	p := &Page{find: find, ways: ways, choose: choose, typed: typed, keys: keys.NewMap(Bindings()...)}
	p.Page = list.New(ctx, list.Setup[row]{ID: id, Out: out, Scope: Scope, Title: p.title, Columns: columns(), Cells: cells, Line: func(r *row) string { return r.label },
		Spare: func() int { return 1 + max(0, len(p.notice(p.Width))-1) }})
	p.Input = component.Input("› ", 30)
	p.Input.Focus()
	return p
}

func (p *Page) Scopes() []keys.Scope   { return []keys.Scope{Scope} }
func (p *Page) Why(keys.Action) string { return "" }
func (p *Page) Typing() bool           { return true }

func (p *Page) Do(keys.Action) (tea.Cmd, bool) { return nil, false }

func (p *Page) Init() tea.Cmd {
	find := p.find
	p.found, p.err, p.refused, p.moved = api.Found{}, nil, nil, false
	p.show()
	return tea.Batch(p.Wait(), p.Tasks.Stream(taskFind, func(ctx context.Context, emit func(any)) any {
		found, err := find(ctx, func(f api.Found) { emit(finding{found: f}) })
		return finding{found, err}
	}))
}

type (
	finding struct {
		found api.Found
		err   error
	}
	opening struct {
		intent any
		err    error
	}
)

func (p *Page) Receive(r ui.Result) tea.Cmd {
	own, cmd := p.Take(r)
	switch v := own.(type) {
	case finding:
		p.found, p.err = v.found, v.err
		p.show()
	case opening:
		if v.err == nil {
			p.Out.Ask(v.intent)
		}
		p.refused = v.err
	}
	return cmd
}

// show filters the rows and keeps the cursor on its service. Until it is moved,
// the cursor is on the first service that can be opened.
func (p *Page) show() {
	var before *api.FoundService
	if at := p.Current(); p.moved && at != nil {
		before = at.service
	}
	q := p.Query()
	var rows []row
	for i := range p.found.Services {
		if s := &p.found.Services[i]; q.Match(search.Fold(words(*s))) {
			rows = append(rows, row{service: s})
		}
	}
	first := slices.IndexFunc(rows, func(r row) bool { return r.service.Why() == "" })
	if !p.Tasks.Running(taskFind) {
		rows = append(rows, row{label: "Search again", act: (*Page).Init})
	}
	if p.err != nil {
		for _, w := range p.ways {
			rows = append(rows, row{label: w.Label, act: func(p *Page) tea.Cmd {
				p.find = w.Find
				return p.Init()
			}})
		}
	}
	rows = append(rows, row{label: "Type a service by hand", act: func(p *Page) tea.Cmd {
		p.Out.Ask(p.typed)
		return nil
	}})
	switch {
	case before != nil:
		first = slices.IndexFunc(rows, func(r row) bool { return r.service != nil && r.service.Scope == before.Scope })
	case p.moved:
		first = p.At.At
	}
	p.At.At = max(0, first)
	p.Put(rows)
}

func words(s api.FoundService) string {
	return strings.Join([]string{s.Scope.ServiceName, s.SKU.String(), s.Location.String(), s.Scope.ResourceGroup, s.SubscriptionName.String(), s.Scope.SubscriptionID, s.TenantName.String()}, " ")
}

func (p *Page) Type(msg tea.Msg) tea.Cmd {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		switch a := p.keys.Action(k.String(), Scope); {
		case a == keys.Accept:
			return p.accept()
		case a == keys.Cancel:
			p.cancel()
			return nil
		case p.Move(a):
			p.moved, p.refused = true, nil
			return nil
		}
	}
	p.Input, _ = p.Input.Update(msg)
	p.moved, p.refused = false, nil
	p.show()
	return nil
}

// accept goes on with the chosen row.
func (p *Page) accept() tea.Cmd {
	r := p.Current()
	if r == nil || p.Tasks.Running(taskOpen) {
		return nil
	}
	if r.service == nil {
		return r.act(p)
	}
	if why := r.service.Why(); why != "" {
		p.refused = errors.New(why)
		return nil
	}
	choose, service := p.choose, *r.service
	p.refused = nil
	return p.Run(taskOpen, func(ctx context.Context) any {
		intent, err := choose(ctx, service)
		return opening{intent, err}
	})
}

// cancel undoes one thing: what is being opened, the filter, the search, or the
// page.
func (p *Page) cancel() {
	switch {
	case p.Tasks.Running(taskOpen):
		p.Stop(taskOpen)
	case p.Input.Value() != "":
		p.Input.SetValue("")
		p.show()
		return
	case p.Tasks.Running(taskFind):
		p.Stop(taskFind)
		p.found.Notes = append(p.found.Notes, "The search was stopped: more services may exist.")
		p.show()
	default:
		p.Out.Ask(ui.Leave{Page: p.ID()})
	}
}

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
