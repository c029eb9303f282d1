// Package userlist is the page that lists the users of a service.
package userlist

import (
	"context"
	"time"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/text"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/ui"
)

// Loader reads the list of users.
type Loader interface {
	Load(ctx context.Context, o api.LoadOptions, emit func(api.Batch)) api.Rest
}

// Page lists users. It loads them when it opens.
type Page struct {
	id     ui.PageID
	out    *ui.Outbox
	loader Loader
	keys   *keys.Map
	tasks  *ui.Tasks
	busy   component.Busy

	// query restricts the list to its matches, for a list of candidates.
	query string

	roster *api.Roster         // what is shown
	next   *api.Roster         // what a reload brings; shown once it is all there
	since  []func(*api.Roster) // what changed during the reload, which may bring older rows
	failed error               // why the last reload brought nothing
	view   *view
	rest   api.Rest  // what the last load left
	loaded bool      // the first batch came
	resume time.Time // when a throttled load goes on

	input  textinput.Model
	typing bool

	cursor component.Cursor
	chosen api.UserID // what the operator chose, though the filter may hide it
	// marks are the users marked for an action on several. They stay while the list
	// is filtered, sorted and loaded again, as long as their users do.
	marks map[api.UserID]bool

	columns []int // the shown columns, in order
	preview preview
	auto    bool // the list is loaded again from time to time
	// Title names the list; "" is all users.
	Title string
	// Now is the service's time.
	Now func() time.Time
	// Doubts are users whose state is not known.
	Doubts ui.Doubts
	news   map[api.UserID]bool // what an automatic reload changed
	readAt time.Time
	began  time.Time // when the last load was

	width, body int // the size of the page, as last told
}

var _ ui.Page = (*Page)(nil)

// New returns the page over all users of the service.
func New(ctx context.Context, id ui.PageID, out *ui.Outbox, loader Loader) *Page {
	roster := &api.Roster{}
	p := &Page{
		id: id, out: out, loader: loader, keys: keys.NewMap(), tasks: ui.NewTasks(ctx, id), roster: roster, view: &view{roster: roster},
		input: component.Input("/", 20),
		marks: map[api.UserID]bool{}, Now: time.Now, preview: preview{kept: map[api.UserID]opened{}},
	}
	p.SetColumns(nil)
	return p
}

// NewChoice returns the page over known users: the candidates for a query that
// several match. It loads nothing.
func NewChoice(ctx context.Context, id ui.PageID, out *ui.Outbox, query string, users []api.User) *Page {
	p := New(ctx, id, out, nil)
	p.query = query
	p.roster.Put(api.Batch{Users: users, Total: len(users), Pass: 1})
	p.loaded = true
	p.refresh()
	return p
}

func (p *Page) ID() ui.PageID { return p.id }

func (p *Page) Scopes() []keys.Scope {
	if p.typing {
		return []keys.Scope{keys.Filtering}
	}
	return []keys.Scope{keys.Lists}
}

func (p *Page) Init() tea.Cmd { return tea.Batch(p.load(nil), p.rested()) }

func (p *Page) Close() {
	p.tasks.Close()
	p.preview.forget()
}

// Tiles implements ui.Tiled: the list draws its frame, and that of the preview.
func (p *Page) Tiles() {}

// refresh updates the view and keeps the cursor on its user.
func (p *Page) refresh() {
	p.view.update()
	p.follow()
}

func (p *Page) follow() {
	if i := p.view.find(p.chosen); i >= 0 {
		p.cursor.At = i
	}
	p.cursor.Clamp(p.view.len(), p.rows())
}

// Choose puts the cursor on a user, as soon as it is there.
func (p *Page) Choose(id api.UserID) { p.chosen = id }

// choose records that the operator moved the cursor here.
func (p *Page) choose() {
	if u := p.current(); u != nil {
		p.chosen = u.ID
	}
}

// current is the user under the cursor, nil in an empty list.
func (p *Page) current() *api.User {
	if p.cursor.At < 0 || p.cursor.At >= p.view.len() {
		return nil
	}
	return p.view.at(p.cursor.At)
}

func (p *Page) Chosen() *api.User { return p.current() }

// Known returns the user with an id if the list has it, or nil.
func (p *Page) Known(id api.UserID) *api.User { return p.roster.Find(id) }

func (p *Page) Why(a keys.Action) string {
	switch {
	case p.loader == nil && (a == keys.Reload || a == keys.AutoReload):
		return "Disabled: these are the matches of a query."
	case a == keys.Reverse && p.view.wanted.by == byService:
		return "Disabled: the service's own order has no other direction."
	case a == keys.Preview && !p.preview.fits():
		return "Disabled: the preview needs a terminal of 120 columns."
	case (a == keys.Open || a == keys.Mark || a == keys.MarkAll) && p.current() == nil:
		return "Disabled: no user is chosen."
	}
	return ""
}

// Changed implements ui.Watcher: it updates the row. A new user is chosen;
// otherwise the cursor stays, since the next key is meant for the user under it.
func (p *Page) Changed(v api.Version) tea.Cmd {
	known := p.roster.Has(v.User.ID)
	if p.loader == nil && !known {
		return nil // it is none of the matches
	}
	p.change(func(r *api.Roster) { r.Replace(v.User) })
	cmd := p.preview.renew(v)
	p.preview.aim = ""
	p.view.update()
	if !known {
		p.chosen = v.User.ID
		p.view.settle()
	}
	p.follow()
	return tea.Batch(cmd, p.rested())
}

// change changes the rows, and those that a reload is about to bring.
func (p *Page) change(do func(*api.Roster)) {
	do(p.roster)
	if p.next != nil {
		p.since = append(p.since, do)
	}
}

// Stale implements ui.Owner: previews are read again.
func (p *Page) Stale() tea.Cmd {
	p.preview.forget()
	p.preview.aim = ""
	return p.rested()
}

func (p *Page) Gone(id api.UserID) tea.Cmd {
	p.preview.drop(id)
	p.change(func(r *api.Roster) { r.Remove(id) })
	p.Unmark(id)
	p.refresh()
	p.choose()
	return p.rested()
}

func (p *Page) Pick(f ui.Frame, x, y int) (component.Picked, tea.Cmd) {
	if y--; ui.Roomy(p.width, p.body) {
		y--
	}
	if p.preview.focus = x >= p.split(f.Width); p.preview.focus {
		return component.Nothing, nil
	}
	picked := p.cursor.Pick(y, p.view.len(), p.rowsIn(f.Height))
	if picked != component.Nothing {
		p.choose()
	}
	return picked, p.rested()
}

func (p *Page) Do(a keys.Action) (tea.Cmd, bool) {
	cmd, done := p.do(a)
	return tea.Batch(cmd, p.rested()), done
}

func (p *Page) do(a keys.Action) (tea.Cmd, bool) {
	if cmd, done := p.preview.do(a); done {
		return cmd, true
	}
	if p.cursor.Move(a, p.view.len(), p.rows()) {
		p.choose()
		return nil, true
	}
	switch a {
	case keys.Filter:
		p.typing = true
		return p.input.Focus(), true
	case keys.Sort:
		p.view.wanted = p.view.wanted.next()
		return p.sort(), true
	case keys.Reverse:
		p.view.wanted.reverse = !p.view.wanted.reverse
		return p.sort(), true
	case keys.AutoReload:
		return p.toggleAuto(), true
	case keys.Preview:
		p.preview.focus = !p.preview.focus
		return nil, true
	case keys.Mark:
		if u := p.current(); u != nil {
			p.mark(u.ID)
		}
		return nil, true
	case keys.MarkAll:
		p.markAll()
		return nil, true
	case keys.Open:
		u := p.current()
		if u == nil {
			return nil, true
		}
		p.choose()
		p.out.Ask(ui.OpenUser{ID: u.ID, User: u})
		return nil, true
	case keys.Reload:
		return p.reload(), true
	case keys.Back:
		return p.back()
	}
	return nil, false
}

// back undoes one thing: the filter, or a load under way.
func (p *Page) back() (tea.Cmd, bool) {
	switch {
	case p.preview.focus:
		p.preview.focus = false
	case p.input.Value() != "":
		p.setFilter("")
	case p.tasks.Running(taskLoad):
		// What arrived stays, and the rest can be resumed.
		p.tasks.Cancel(taskLoad)
		p.tasks.Cancel(taskTick)
		return p.finish(p.stopped()), true
	default:
		return nil, false
	}
	return nil, true
}

func (p *Page) Typing() bool { return p.typing }

// Type implements ui.Page: typing narrows the list at once.
func (p *Page) Type(msg tea.Msg) tea.Cmd {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		switch a := p.keys.Action(k.String(), keys.Filtering); {
		case a == keys.Accept, a == keys.Cancel:
			p.typing = false
			p.input.Blur()
			if a == keys.Cancel {
				p.setFilter("")
			} else {
				p.choose()
			}
			return p.rested()
		case p.cursor.Move(a, p.view.len(), p.rows()):
			p.choose()
			return p.rested()
		}
	}
	var cmd tea.Cmd
	p.input, cmd = p.input.Update(msg)
	p.view.filter(p.input.Value())
	p.cursor = component.Cursor{}
	p.follow()
	return tea.Batch(cmd, p.rested())
}

// Filter sets the filter, as if it was typed.
func (p *Page) Filter(s string) { p.setFilter(text.Clean(s).String()) }

func (p *Page) setFilter(s string) {
	p.input.SetValue(s)
	p.view.filter(s)
	p.follow()
}
