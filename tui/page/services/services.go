// Package services is the page that finds the services that the account can see,
// to open or to add one.
package services

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/text/search"
	"apimtui/tui/component"
	"apimtui/tui/keys"
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
	taskTick = "tick"
)

// Page lists what is found while it is found.
type Page struct {
	id     ui.PageID
	out    *ui.Outbox
	find   Finder
	choose Choice
	ways   []Way
	typed  any // the intent to type a service instead
	keys   *keys.Map
	tasks  *ui.Tasks
	busy   component.Busy
	input  textinput.Model

	found   api.Found
	rows    []row
	err     error // of the search
	refused error // of the service that was chosen
	moved   bool  // the cursor was moved by hand
	cursor  component.Cursor
	width   int
	height  int
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
	p := &Page{id: id, out: out, find: find, ways: ways, choose: choose, typed: typed,
		keys: keys.NewMap(Bindings()...), tasks: ui.NewTasks(ctx, id), input: component.Input("› ", 30)}
	p.input.Focus()
	return p
}

func (p *Page) ID() ui.PageID          { return p.id }
func (p *Page) Scopes() []keys.Scope   { return []keys.Scope{Scope} }
func (p *Page) Why(keys.Action) string { return "" }
func (p *Page) Typing() bool           { return true }
func (p *Page) Close()                 { p.tasks.Close() }

func (p *Page) Do(keys.Action) (tea.Cmd, bool) { return nil, false }

func (p *Page) Resize(width, height int) {
	p.width, p.height = width, height
	p.cursor.Clamp(len(p.rows), p.visible())
}

func (p *Page) Init() tea.Cmd {
	find := p.find
	p.found, p.err, p.refused, p.moved = api.Found{}, nil, nil, false
	p.show()
	return tea.Batch(p.wait(), p.tasks.Stream(taskFind, func(ctx context.Context, emit func(any)) any {
		found, err := find(ctx, func(f api.Found) { emit(finding{found: f}) })
		return finding{found, err}
	}))
}

func (p *Page) wait() tea.Cmd {
	p.busy.Start(time.Now())
	return p.tasks.After(taskTick, component.ShowAfter)
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
	if !p.tasks.Accept(r) {
		return nil
	}
	switch v := r.Value.(type) {
	case finding:
		p.found, p.err = v.found, v.err
		p.show()
		if r.More {
			return r.Next()
		}
	case opening:
		if v.err == nil {
			p.out.Ask(v.intent)
		}
		p.refused = v.err
	default:
		if p.working() {
			return p.tasks.After(taskTick, p.busy.Tick(time.Now()))
		}
	}
	if !p.working() {
		p.busy.Stop()
	}
	return nil
}

func (p *Page) working() bool { return p.tasks.Running(taskFind) || p.tasks.Running(taskOpen) }

// show filters the rows and keeps the cursor on its service. Until it is moved,
// the cursor is on the first service that can be opened.
func (p *Page) show() {
	var before *api.FoundService
	if p.moved && p.cursor.At < len(p.rows) {
		before = p.rows[p.cursor.At].service
	}
	q := search.Parse(search.Fold(p.input.Value()))
	p.rows = nil
	for i := range p.found.Services {
		s := &p.found.Services[i]
		if q.Match(search.Fold(words(*s))) {
			p.rows = append(p.rows, row{service: s})
		}
	}
	first := slices.IndexFunc(p.rows, func(r row) bool { return r.service.Why() == "" })
	if !p.tasks.Running(taskFind) {
		p.rows = append(p.rows, row{label: "Search again", act: (*Page).Init})
	}
	if p.err != nil {
		for _, w := range p.ways {
			p.rows = append(p.rows, row{label: w.Label, act: func(p *Page) tea.Cmd {
				p.find = w.Find
				return p.Init()
			}})
		}
	}
	p.rows = append(p.rows, row{label: "Type a service by hand", act: (*Page).byHand})
	switch {
	case before != nil:
		first = slices.IndexFunc(p.rows, func(r row) bool { return r.service != nil && r.service.Scope == before.Scope })
	case p.moved:
		first = p.cursor.At
	}
	p.cursor.At = max(0, first)
	p.cursor.Clamp(len(p.rows), p.visible())
}

func words(s api.FoundService) string {
	return strings.Join([]string{s.Scope.ServiceName, s.SKU.String(), s.Location.String(), s.Scope.ResourceGroup, s.SubscriptionName.String(), s.Scope.SubscriptionID, s.TenantName.String()}, " ")
}

func (p *Page) byHand() tea.Cmd {
	p.out.Ask(p.typed)
	return nil
}

func (p *Page) Type(msg tea.Msg) tea.Cmd {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		switch a := p.keys.Action(k.String(), Scope); {
		case a == keys.Accept:
			return p.accept()
		case a == keys.Cancel:
			p.cancel()
			return nil
		case p.cursor.Move(a, len(p.rows), p.visible()):
			p.moved, p.refused = true, nil
			return nil
		}
	}
	p.input, _ = p.input.Update(msg)
	p.moved, p.refused = false, nil
	p.show()
	return nil
}

// accept goes on with the chosen row.
func (p *Page) accept() tea.Cmd {
	if len(p.rows) == 0 || p.tasks.Running(taskOpen) {
		return nil
	}
	r := p.rows[p.cursor.At]
	if r.service == nil {
		return r.act(p)
	}
	if why := r.service.Why(); why != "" {
		p.refused = errors.New(why)
		return nil
	}
	choose, service := p.choose, *r.service
	p.refused = nil
	return tea.Batch(p.wait(), p.tasks.Run(taskOpen, func(ctx context.Context) any {
		intent, err := choose(ctx, service)
		return opening{intent, err}
	}))
}

// cancel undoes one thing: what is being opened, the filter, the search, or the
// page.
func (p *Page) cancel() {
	switch {
	case p.tasks.Running(taskOpen):
		p.tasks.Cancel(taskOpen)
	case p.input.Value() != "":
		p.input.SetValue("")
		p.show()
		return
	case p.tasks.Running(taskFind):
		p.tasks.Cancel(taskFind)
		p.found.Notes = append(p.found.Notes, "The search was stopped: more services may exist.")
		p.show()
	default:
		p.out.Ask(ui.Leave{Page: p.id})
	}
	if !p.working() {
		p.busy.Stop()
	}
}
