// Package list is what the pages of a list have in common: rows with a cursor and a
// filter, and what is said while they are read, when there are none, and when reading
// failed. A page adds its columns, its keys and what they do.
package list

import (
	"context"
	"errors"
	"slices"
	"time"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/text/search"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

// Setup describes a list of rows R.
type Setup[R any] struct {
	ID    ui.PageID
	Out   *ui.Outbox
	Scope keys.Scope
	Title func() string // of the top line, safe to draw
	Noun  string        // of the rows, such as "groups"
	Empty string        // the sentence where there are no rows

	Columns []component.Column
	Cells   func(t *theme.Theme, r *R) []component.Cell
	Line    func(r *R) string // what is drawn instead of cells, "" for nothing; nil has no such row
	Key     func(r *R) string // identifies a row, so that the cursor stays on it; nil goes by position
	Text    func(r *R) string // what the filter looks through; nil for a list without a filter
	// About is what is said below the list about the chosen row, in at most Most
	// lines, or more where lines are free; nil says nothing.
	About func(r *R) string
	Most  int
	Open  func(r R) tea.Cmd // opens the chosen row; nil for a page that does so itself, or nothing
	Spare func() int        // how many more lines the page needs below the list; nil needs none
	// Read reads the rows; nil for a page that puts them in itself.
	Read func(ctx context.Context) Reading[R]
}

// Reading is what came of reading the rows.
type Reading[R any] struct {
	Rows []R
	Err  error
	Note string // says what else is missing, in a sentence that is safe to draw
}

// The tasks of a list. A page may run others.
const (
	taskRead  = "read"
	taskFetch = "fetch"
	taskTick  = "tick"
)

// Page is the common part of a page, and a whole one where nothing is added.
type Page[R any] struct {
	Setup[R]
	Tasks *ui.Tasks
	Rows  []R // all of them
	Known bool
	Err   error // of the last reading
	At    component.Cursor
	Width int
	Input textinput.Model // the filter

	note   string
	stale  bool  // the rows are of an earlier reading
	widest []int // cells of the content of each column
	about  int   // lines that are kept for what is said about a row
	shown  []int // indexes of the rows that the filter lets through, as sorted
	order  order
	chosen string
	keys   *keys.Map
	busy   component.Busy
	typing bool
	height int
}

// New returns the part.
func New[R any](ctx context.Context, s Setup[R]) *Page[R] {
	return &Page[R]{Setup: s, Tasks: ui.NewTasks(ctx, s.ID), keys: keys.NewMap(), Input: component.Input("/", 20)}
}

// Bindings are the keys that every list with a filter has.
func Bindings(s keys.Scope, unit string) []keys.Binding {
	return append(append(keys.Moves(s, unit, true, true), Sorting(s)...),
		keys.Binding{Scope: s, Action: keys.Filter, Keys: []string{"/"}, Label: "filter", Help: "filter as you type; enter keeps, esc clears", Rank: 24},
		keys.Binding{Scope: s, Action: keys.Reload, Keys: []string{"r"}, Label: "reload", Help: "read them again", Rank: 25})
}

func (p *Page[R]) ID() ui.PageID { return p.Setup.ID }
func (p *Page[R]) Close()        { p.Tasks.Close() }
func (p *Page[R]) Typing() bool  { return p.typing }

func (p *Page[R]) Scopes() []keys.Scope {
	if p.typing {
		return []keys.Scope{keys.Filtering}
	}
	return []keys.Scope{p.Scope}
}

func (p *Page[R]) Resize(width, height int) {
	p.Width, p.height = width, height
	p.reserve()
	p.clamp()
}

// Init reads the rows, again after a change.
func (p *Page[R]) Init() tea.Cmd {
	read := p.Read
	return p.Run(taskRead, func(ctx context.Context) any { return read(ctx) })
}

// Run starts a task of the page, and shows that it takes time.
func (p *Page[R]) Run(task string, work func(context.Context) any) tea.Cmd {
	return tea.Batch(p.Wait(), p.Tasks.Run(task, work))
}

// Wait shows that something takes time, as long as a task runs.
func (p *Page[R]) Wait() tea.Cmd {
	p.busy.Start(time.Now())
	return p.Tasks.After(taskTick, component.ShowAfter)
}

// Working reports whether a task runs.
func (p *Page[R]) Working() bool { return p.Tasks.RunningBeside(taskTick) }

// Stop cancels tasks of the page.
func (p *Page[R]) Stop(tasks ...string) {
	for _, t := range tasks {
		p.Tasks.Cancel(t)
	}
	if !p.Working() {
		p.busy.Stop()
	}
}

// Take takes a result. A value that is not the list's is the page's own.
func (p *Page[R]) Take(r ui.Result) (own any, cmd tea.Cmd) {
	if !p.Tasks.Accept(r) {
		return nil, nil
	}
	switch {
	case r.Task == taskTick && p.Working():
		return nil, p.Tasks.After(taskTick, p.busy.Tick(time.Now()))
	case !p.Working():
		p.busy.Stop()
	}
	switch v := r.Value.(type) {
	case Reading[R]:
		p.Set(v)
		return nil, nil
	case ui.Call:
		return nil, v()
	}
	return r.Value, r.Next()
}

// Set shows what a reading brought.
func (p *Page[R]) Set(v Reading[R]) {
	p.Known, p.Err = true, v.Err
	if p.stale = v.Err != nil && len(v.Rows) == 0; !p.stale {
		p.note = v.Note
		p.Put(v.Rows)
	}
}

// Fetch reads the present version of a row, and goes on with it. When it is gone, the
// list is read again; when it cannot be read, nothing happens but that this is told.
func Fetch[R, V any](p *Page[R], get func(ctx context.Context) (V, error), then func(V) tea.Cmd) tea.Cmd {
	return p.Run(taskFetch, func(ctx context.Context) any {
		v, err := get(ctx)
		return ui.Call(func() tea.Cmd {
			switch {
			case errors.Is(err, api.KindNotFound):
				p.Out.Ask(ui.Notify{Text: "It is gone. The list is read again.", Kind: ui.Warn})
				return p.Init()
			case err != nil:
				p.Out.Ask(ui.Notify{Text: "Not read, nothing was sent: " + api.Explain(err).What.String(), Kind: ui.Bad})
				return nil
			}
			return then(v)
		})
	})
}

// Receive implements ui.Page for a page without tasks of its own.
func (p *Page[R]) Receive(r ui.Result) tea.Cmd {
	_, cmd := p.Take(r)
	return cmd
}

// Put shows these rows. The cursor stays on its row.
func (p *Page[R]) Put(rows []R) {
	p.Rows, p.shown = rows, p.shown[:0]
	p.measure()
	p.reserve()
	q := p.Query()
	for i := range rows {
		if q.IsZero() || p.Text == nil || q.Match(search.Fold(p.Text(&rows[i]))) {
			p.shown = append(p.shown, i)
		}
	}
	p.sort()
	if at := slices.IndexFunc(p.shown, func(i int) bool { return p.Key != nil && p.Key(&rows[i]) == p.chosen }); at >= 0 {
		p.At.At = at
	}
	p.clamp()
}

// Query is the filter.
func (p *Page[R]) Query() search.Query { return search.Parse(search.Fold(p.Input.Value())) }

func (p *Page[R]) clamp() { p.At.Clamp(len(p.shown), p.room()) }

// Choose puts the cursor on a row by its key.
func (p *Page[R]) Choose(key string) {
	p.chosen = key
	p.Put(p.Rows)
}

// Current is the chosen row, or nil.
func (p *Page[R]) Current() *R {
	if p.At.At < 0 || p.At.At >= len(p.shown) {
		return nil
	}
	return &p.Rows[p.shown[p.At.At]]
}

// Move handles a movement of the cursor.
func (p *Page[R]) Move(a keys.Action) bool {
	if !p.At.Move(a, len(p.shown), p.room()) {
		return false
	}
	if r := p.Current(); r != nil && p.Key != nil {
		p.chosen = p.Key(r)
	}
	return true
}

func (p *Page[R]) Why(a keys.Action) string {
	if a == keys.Open && p.Current() == nil {
		return "Disabled: nothing is chosen."
	}
	if a == keys.Reverse && p.order.column == 0 {
		return "Disabled: the order as read has no other direction."
	}
	return ""
}

// Do carries out what every list can do.
func (p *Page[R]) Do(a keys.Action) (tea.Cmd, bool) {
	switch {
	case a == keys.Open && p.Open != nil:
		return p.Open(*p.Current()), true
	case a == keys.Reload && p.Read != nil:
		return p.Init(), true
	case a == keys.Filter && p.Text != nil:
		p.typing = true
		return p.Input.Focus(), true
	case a == keys.Sort:
		p.reorder(p.order.next(p.Columns))
		return nil, true
	case a == keys.Reverse:
		p.reorder(order{p.order.column, !p.order.down})
		return nil, true
	case a == keys.Back && p.Tasks.Running(taskFetch):
		p.Stop(taskFetch)
		return nil, true
	case a == keys.Back && p.Input.Value() != "":
		p.setFilter("")
		return nil, true
	}
	return nil, p.Move(a)
}

func (p *Page[R]) setFilter(s string) {
	p.Input.SetValue(s)
	p.Put(p.Rows)
}

// Type takes what is typed as a filter.
func (p *Page[R]) Type(msg tea.Msg) tea.Cmd {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		switch a := p.keys.Action(k.String(), keys.Filtering); {
		case a == keys.Accept, a == keys.Cancel:
			p.typing = false
			p.Input.Blur()
			if a == keys.Cancel {
				p.setFilter("")
			}
			return nil
		case p.Move(a):
			return nil
		}
	}
	var cmd tea.Cmd
	p.Input, cmd = p.Input.Update(msg)
	p.At = component.Cursor{}
	p.Put(p.Rows)
	return cmd
}
