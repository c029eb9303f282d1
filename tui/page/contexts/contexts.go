// Package contexts is the page that lists the contexts of the configuration file,
// to switch to one, and to add, change, test and remove them.
package contexts

import (
	"context"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/ui"
)

// Scope is where the page's keys are looked up.
const Scope keys.Scope = "contexts"

// The page's own actions.
const (
	add      keys.Action = "add context"
	edit     keys.Action = "edit context"
	remove   keys.Action = "remove context"
	test     keys.Action = "test context"
	previous keys.Action = "previous context"
)

// Bindings are the page's keys.
func Bindings() []keys.Binding {
	return append(keys.Moves(Scope, "context", true, true),
		keys.Binding{Scope: Scope, Action: keys.Open, Keys: []string{"enter"}, Label: "switch", Help: "switch to the chosen context", Rank: 1},
		keys.Binding{Scope: Scope, Action: previous, Keys: []string{"-"}, Label: "previous", Help: "switch to the context used before", Rank: 2},
		keys.Binding{Scope: Scope, Action: add, Keys: []string{"n"}, Label: "add", Help: "find a service and add it as a context", Rank: 3},
		keys.Binding{Scope: Scope, Action: test, Keys: []string{"t"}, Label: "test", Help: "sign in and read the service, without switching", Rank: 4},
		keys.Binding{Scope: Scope, Action: edit, Keys: []string{"e"}, Label: "edit", Help: "change the chosen context", Rank: 5},
		keys.Binding{Scope: Scope, Action: remove, Keys: []string{"D"}, Label: "remove", Help: "remove it from the configuration file; the service stays", Rank: 6},
	)
}

// Row is a context as listed.
type Row struct {
	Name, Service, ResourceGroup, Subscription string // safe to draw
	Production, ReadOnly                       bool
	Here                                       bool // the console shows it
	Current                                    bool // it is used when none is named
}

// File reads and tests the contexts.
type File interface {
	// List returns the contexts by name.
	List() ([]Row, error)
	// Previous is the context used before this one, "" for none.
	Previous() string
	// Test signs in to a context, reads its service, and says what it found, in
	// sentences that are safe to draw.
	Test(ctx context.Context, name string) ([]string, error)
}

// Host carries out what changes more than this page. Each returns an intent.
type Host struct {
	Open   ui.Opener
	Add    any
	Edit   func(name string) any
	Remove func(name string) any
}

const (
	taskList = "list"
	taskOpen = "open"
	taskTest = "test"
	taskTick = "tick"
)

// Page lists the contexts.
type Page struct {
	id    ui.PageID
	out   *ui.Outbox
	file  File
	host  Host
	tasks *ui.Tasks
	busy  component.Busy

	rows   []Row
	read   bool
	err    error // of the file
	failed error // of the last switch or test
	tested []string
	cursor component.Cursor
	width  int
	height int
}

var _ ui.Page = (*Page)(nil)

// New returns the page.
func New(ctx context.Context, id ui.PageID, out *ui.Outbox, file File, host Host) *Page {
	return &Page{id: id, out: out, file: file, host: host, tasks: ui.NewTasks(ctx, id)}
}

func (p *Page) ID() ui.PageID        { return p.id }
func (p *Page) Scopes() []keys.Scope { return []keys.Scope{Scope} }
func (p *Page) Typing() bool         { return false }
func (p *Page) Type(tea.Msg) tea.Cmd { return nil }
func (p *Page) Close()               { p.tasks.Close() }

func (p *Page) Resize(width, height int) {
	p.width, p.height = width, height
	p.cursor.Clamp(len(p.rows), p.visible())
}

type (
	listing struct {
		rows []Row
		err  error
	}
	opening struct {
		intent any
		err    error
	}
	trial struct {
		found []string
		err   error
	}
)

// Init reads the file. The page does so again after a change.
func (p *Page) Init() tea.Cmd {
	file := p.file
	return p.tasks.Run(taskList, func(context.Context) any {
		rows, err := file.List()
		return listing{rows, err}
	})
}

func (p *Page) Receive(r ui.Result) tea.Cmd {
	if !p.tasks.Accept(r) {
		return nil
	}
	switch v := r.Value.(type) {
	case listing:
		p.list(v)
	case opening:
		if p.failed = v.err; v.err == nil {
			p.out.Ask(v.intent)
		}
	case trial:
		p.tested, p.failed = v.found, v.err
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

func (p *Page) list(v listing) {
	first := !p.read
	p.read, p.rows, p.err = true, v.rows, v.err
	for i, r := range p.rows {
		if first && r.Here {
			p.cursor.At = i
		}
	}
	p.cursor.Clamp(len(p.rows), p.visible())
}

func (p *Page) working() bool { return p.tasks.Running(taskOpen) || p.tasks.Running(taskTest) }

func (p *Page) chosen() *Row {
	if p.cursor.At < 0 || p.cursor.At >= len(p.rows) {
		return nil
	}
	return &p.rows[p.cursor.At]
}

func (p *Page) Why(a keys.Action) string {
	switch {
	case a == keys.Contexts:
		return "Disabled: the contexts are shown already."
	case a == previous && p.file.Previous() == "":
		return "Disabled: no other context was used before."
	case p.chosen() == nil && (a == keys.Open || a == edit || a == remove || a == test):
		return "Disabled: no context is chosen."
	}
	return ""
}

func (p *Page) Do(a keys.Action) (tea.Cmd, bool) {
	if p.cursor.Move(a, len(p.rows), p.visible()) {
		p.tested, p.failed = nil, nil
		return nil, true
	}
	switch a {
	case keys.Open:
		return p.open(p.chosen().Name), true
	case previous:
		return p.open(p.file.Previous()), true
	case test:
		return p.test(p.chosen().Name), true
	case add:
		p.out.Ask(p.host.Add)
	case edit:
		p.out.Ask(p.host.Edit(p.chosen().Name))
	case remove:
		p.out.Ask(p.host.Remove(p.chosen().Name))
	case keys.Back:
		if !p.working() {
			return nil, false
		}
		p.tasks.Cancel(taskOpen)
		p.tasks.Cancel(taskTest)
		p.busy.Stop()
	default:
		return nil, false
	}
	return nil, true
}

func (p *Page) wait() tea.Cmd {
	p.tested, p.failed = nil, nil
	p.busy.Start(time.Now())
	return p.tasks.After(taskTick, component.ShowAfter)
}

func (p *Page) open(name string) tea.Cmd {
	open := p.host.Open
	return tea.Batch(p.wait(), p.tasks.Run(taskOpen, func(ctx context.Context) any {
		intent, err := open(ctx, ui.Target{Context: name})
		return opening{intent, err}
	}))
}

func (p *Page) test(name string) tea.Cmd {
	file := p.file
	return tea.Batch(p.wait(), p.tasks.Run(taskTest, func(ctx context.Context) any {
		found, err := file.Test(ctx, name)
		return trial{found, err}
	}))
}

// sentences are what the last test or switch, or the file, has to say.
func (p *Page) sentences() []string {
	for _, err := range []error{p.failed, p.err} {
		if err != nil {
			x := api.Explain(err)
			all := []string{x.What.String(), x.Do.String()}
			for _, m := range x.More {
				all = append(all, m.String())
			}
			return all
		}
	}
	return p.tested
}

// words of the badges of a context.
func (r Row) words() string {
	var words []string
	if r.Production {
		words = append(words, "PROD")
	}
	if r.ReadOnly {
		words = append(words, "READ-ONLY")
	}
	return strings.Join(words, " ")
}
