// Package contexts is the page that lists the contexts of the configuration file,
// to switch to one, and to add, change, test and remove them.
package contexts

import (
	"context"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"apimtui/api/text"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/list"
	"apimtui/tui/theme"
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
	return append(append(keys.Moves(Scope, "context", true, true), list.Sorting(Scope)...),
		keys.Binding{Scope: Scope, Action: keys.Open, Keys: []string{"enter"}, Label: "switch", Help: "switch to the chosen context", Rank: 1},
		keys.Binding{Scope: Scope, Action: previous, Keys: []string{"-"}, Label: "previous", Help: "switch to the context used before", Rank: 2},
		keys.Binding{Scope: Scope, Action: add, Keys: []string{"n"}, Label: "add", Help: "find a service and add it as a context", Rank: 3},
		keys.Binding{Scope: Scope, Action: test, Keys: []string{"t"}, Label: "test", Help: "sign in and read the service, without switching", Rank: 4},
		keys.Binding{Scope: Scope, Action: edit, Keys: []string{"e"}, Label: "edit", Help: "change the chosen context", Rank: 5},
		keys.Binding{Scope: Scope, Action: keys.Filter, Keys: []string{"/"}, Label: "find", Help: "back to the list of users, and filter it", Rank: 96},
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
	taskOpen = "open"
	taskTest = "test"
)

// Page lists the contexts.
type Page struct {
	*list.Page[Row]
	file   File
	host   Host
	failed error // of the last switch or test
	tested []string
}

var _ ui.Page = (*Page)(nil)

// New returns the page. It reads the file again after a change.
func New(ctx context.Context, id ui.PageID, out *ui.Outbox, file File, host Host) *Page {
	p := &Page{file: file, host: host}
	p.Page = list.New(ctx, list.Setup[Row]{
		ID: id, Out: out, Scope: Scope, Noun: "contexts", Empty: "The configuration file has no context yet.",
		Title: func() string { return "Contexts" }, Columns: columns(), Cells: cells,
		Key: func(r *Row) string { return r.Name },
		Read: func(context.Context) list.Reading[Row] {
			rows, err := file.List()
			return list.Reading[Row]{Rows: rows, Err: err}
		},
		Spare: func() int { return len(p.said(p.Width)) - 1 },
	})
	return p
}

type (
	opening struct {
		intent any
		err    error
	}
	trial struct {
		found []string
		err   error
	}
)

func (p *Page) Receive(r ui.Result) tea.Cmd {
	first := !p.Known
	own, cmd := p.Take(r)
	switch v := own.(type) {
	case opening:
		if p.failed = v.err; v.err == nil {
			p.Out.Ask(v.intent)
		}
	case trial:
		p.tested, p.failed = v.found, v.err
	}
	p.unknown()
	if first && p.Known {
		p.At.At = max(0, slices.IndexFunc(p.Rows, func(r Row) bool { return r.Here }))
		p.Put(p.Rows)
	}
	return cmd
}

// Changed reads the file again after a change of it, before the next key: that key is
// about a context as it is now.
func (p *Page) Changed() {
	p.Set(p.Read(context.Background()))
	p.unknown()
}

// unknown leaves no row where the file cannot be read: what it says now is not known.
func (p *Page) unknown() {
	if p.Err != nil && p.Known {
		p.Put(nil)
	}
}

func (p *Page) Why(a keys.Action) string {
	switch {
	case a == keys.Contexts:
		return "Disabled: the contexts are shown already."
	case a == previous && p.file.Previous() == "":
		return "Disabled: no other context was used before."
	case p.Current() == nil && (a == keys.Open || a == edit || a == remove || a == test):
		return "Disabled: no context is chosen."
	}
	return p.Page.Why(a)
}

func (p *Page) Do(a keys.Action) (tea.Cmd, bool) {
	if p.Move(a) {
		p.tested, p.failed = nil, nil
		return nil, true
	}
	switch a {
	case keys.Open:
		return p.open(p.Current().Name), true
	case previous:
		return p.open(p.file.Previous()), true
	case test:
		return p.test(p.Current().Name), true
	case add:
		p.Out.Ask(p.host.Add)
	case edit:
		p.Out.Ask(p.host.Edit(p.Current().Name))
	case remove:
		p.Out.Ask(p.host.Remove(p.Current().Name))
	case keys.Back:
		if !p.Working() {
			return nil, false
		}
		p.Stop(taskOpen, taskTest)
	default:
		return p.Page.Do(a)
	}
	return nil, true
}

func (p *Page) run(task string, work func(context.Context) any) tea.Cmd {
	p.tested, p.failed = nil, nil
	return p.Run(task, work)
}

func (p *Page) open(name string) tea.Cmd {
	open := p.host.Open
	return p.run(taskOpen, func(ctx context.Context) any {
		intent, err := open(ctx, ui.Target{Context: name})
		return opening{intent, err}
	})
}

func (p *Page) test(name string) tea.Cmd {
	file := p.file
	return p.run(taskTest, func(ctx context.Context) any {
		found, err := file.Test(ctx, name)
		return trial{found, err}
	})
}

func columns() []component.Column {
	return []component.Column{
		{Title: "  CONTEXT", Min: 18, Max: 40, Keep: 6},
		{Title: "", Min: 14, Max: 14, Keep: 5},
		{Title: "SERVICE", Min: 18, Max: 50, Keep: 4},
		{Title: "RESOURCE GROUP", Min: 16, Max: 40, Keep: 2},
		{Title: "SUBSCRIPTION", Min: 36, Max: 36, Keep: 3},
	}
}

func cells(t *theme.Theme, r *Row) []component.Cell {
	glyph, badge, name := "·", t.Warn, r.Name
	var badges []string
	if r.Here {
		glyph = "●"
	}
	if r.Production {
		badge, badges = t.Bad, append(badges, "PROD")
	}
	if r.ReadOnly {
		badges = append(badges, "READ-ONLY")
	}
	if r.Current {
		name += " (current)"
	}
	return []component.Cell{
		{Text: text.Clean(name), Glyph: glyph, Style: t.Plain}, {Text: text.Clean(strings.Join(badges, " ")), Style: badge},
		{Text: text.Clean(r.Service), Style: t.Plain}, {Text: text.Clean(r.ResourceGroup), Style: t.Plain}, {Text: text.Clean(r.Subscription), Style: t.Plain},
	}
}

func (p *Page) Notice(f ui.Frame) []string {
	style := f.Theme.Plain
	if p.failed != nil {
		style = f.Theme.Bad
	}
	return list.Indent(style, p.said(f.Width))
}

// mostSaid leaves some contexts in sight.
const mostSaid = 7

// said is what the last test or switch has to say.
func (p *Page) said(width int) []string {
	if p.failed != nil {
		return list.Said(list.Explained(p.failed), width, mostSaid)
	}
	return list.Said(p.tested, width, mostSaid)
}
