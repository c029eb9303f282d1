// Package usergroups is the page that changes the groups of a user. It only
// requests the writes.
package usergroups

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
const Scope keys.Scope = "groups of a user"

// The page's own actions.
const (
	toggle keys.Action = "in or out"
	save   keys.Action = "save groups"
)

// Bindings are the page's keys.
func Bindings() []keys.Binding {
	return append(keys.Moves(Scope, "group", true, true),
		keys.Binding{Scope: Scope, Action: toggle, Keys: []string{"space"}, Label: "in or out", Help: "put the user into the group, or take it out", Rank: 1},
		keys.Binding{Scope: Scope, Action: save, Keys: []string{"ctrl+s"}, Label: "save", Help: "write the changes", Rank: 2},
		keys.Binding{Scope: Scope, Action: keys.Reload, Keys: []string{"r"}, Label: "reload", Help: "read the groups again", Rank: 3},
		keys.Binding{Scope: Scope, Action: keys.Back, Keys: []string{"esc"}, Label: "back", Help: "leave; asks when something was changed", Rank: 4, Plain: true},
	)
}

// Reader reads groups.
type Reader interface {
	// List lists the groups of the service.
	List(ctx context.Context) ([]api.Group, error)
	// Of lists the groups that a user is in.
	Of(ctx context.Context, id api.UserID) ([]api.Group, error)
}

// Change is one membership to be written.
type Change struct {
	Group api.Group
	In    bool
}

const (
	taskRead = "read"
	taskTick = "tick"
)

// Page shows every group of the service, and which of them a user is in.
type Page struct {
	id     ui.PageID
	out    *ui.Outbox
	reader Reader
	keys   *keys.Map
	tasks  *ui.Tasks
	busy   component.Busy
	user   api.User
	save   func([]Change) tea.Cmd

	read   bool
	err    error
	groups []api.Group
	in     map[string]bool // by group id, as read
	wanted map[string]bool // what differs from that
	asking bool            // whether the changes are given up
	cursor component.Cursor
	height int
}

var (
	_ ui.Page    = (*Page)(nil)
	_ ui.Drafter = (*Page)(nil)
	_ ui.Watcher = (*Page)(nil)
	_ ui.Chooser = (*Page)(nil)
)

// New returns the page. save carries out the changes.
func New(ctx context.Context, id ui.PageID, out *ui.Outbox, reader Reader, user api.User, save func([]Change) tea.Cmd) *Page {
	return &Page{id: id, out: out, reader: reader, user: user, save: save,
		keys: keys.NewMap(Bindings()...), tasks: ui.NewTasks(ctx, id), wanted: map[string]bool{}}
}

func (p *Page) ID() ui.PageID { return p.id }

func (p *Page) Scopes() []keys.Scope {
	if p.asking {
		return []keys.Scope{keys.QuestionBox}
	}
	return []keys.Scope{Scope}
}

// Typing implements ui.Page: while a question is shown, all keys belong to it.
func (p *Page) Typing() bool { return p.asking }

func (p *Page) Type(msg tea.Msg) tea.Cmd {
	k, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return nil
	}
	switch p.keys.Action(k.String(), keys.QuestionBox) {
	case keys.Yes:
		p.out.Ask(ui.Leave{Page: p.id})
	case keys.Cancel:
		p.asking = false
	}
	return nil
}

func (p *Page) Close() { p.tasks.Close() }

func (p *Page) Resize(_, height int) {
	p.height = height
	p.cursor.Clamp(len(p.groups), p.rows())
}

// rows is the number of visible groups, below the head and above the reason of the
// chosen one.
func (p *Page) rows() int { return max(1, p.height-4) }

// reading is the result of reading both lists.
type reading struct {
	all, of []api.Group
	err     error
}

func (p *Page) Init() tea.Cmd {
	reader, id := p.reader, p.user.ID
	p.err = nil
	p.busy.Start(time.Now())
	return tea.Batch(p.tasks.After(taskTick, component.ShowAfter), p.tasks.Run(taskRead, func(ctx context.Context) any {
		var r reading
		if r.of, r.err = reader.Of(ctx, id); r.err == nil {
			r.all, r.err = reader.List(ctx)
		}
		return r
	}))
}

func (p *Page) Receive(r ui.Result) tea.Cmd {
	if !p.tasks.Accept(r) {
		return nil
	}
	v, ok := r.Value.(reading)
	switch {
	case !ok && p.tasks.Running(taskRead):
		return p.tasks.After(taskTick, p.busy.Tick(time.Now()))
	case !ok:
	case v.err != nil:
		p.err = v.err
	default:
		p.take(v)
	}
	p.busy.Stop()
	return nil
}

// take shows what was read. Changes that are already in place are dropped, and
// so are those of groups that are gone.
func (p *Page) take(r reading) {
	before := p.wanted
	p.read, p.groups, p.in, p.wanted = true, r.all, map[string]bool{}, map[string]bool{}
	for _, g := range r.of {
		p.in[key(g)] = true
	}
	for _, g := range r.all {
		if want, changed := before[key(g)]; changed && want != p.in[key(g)] {
			p.wanted[key(g)] = want
		}
	}
	p.cursor.Clamp(len(p.groups), p.rows())
}

// key identifies a group: the service ignores the case of ids.
func key(g api.Group) string { return strings.ToLower(g.ID.Exact()) }

// is reports whether the user is in a group once the changes are written.
func (p *Page) is(g api.Group) bool {
	if want, changed := p.wanted[key(g)]; changed {
		return want
	}
	return p.in[key(g)]
}

func (p *Page) changes() []Change {
	var all []Change
	for _, g := range p.groups {
		if want, changed := p.wanted[key(g)]; changed {
			all = append(all, Change{Group: g, In: want})
		}
	}
	return all
}

func (p *Page) Do(a keys.Action) (tea.Cmd, bool) {
	switch a {
	case toggle:
		p.toggle()
		return nil, true
	case save:
		if len(p.changes()) == 0 {
			p.out.Ask(ui.Notify{Text: "Nothing was changed, so nothing was sent.", Kind: ui.Info})
			return nil, true
		}
		return p.save(p.changes()), true
	case keys.Reload:
		return p.Init(), true
	case keys.Back, keys.Leave:
		if p.Dirty() {
			p.asking = true
			return nil, true
		}
		return nil, false
	}
	return nil, p.cursor.Move(a, len(p.groups), p.rows())
}

func (p *Page) toggle() {
	if p.cursor.At >= len(p.groups) {
		return
	}
	g := p.groups[p.cursor.At]
	switch {
	case g.Locked():
		p.out.Ask(ui.Notify{Text: locked(g), Kind: ui.Warn})
	case p.is(g) != p.in[key(g)]:
		delete(p.wanted, key(g))
	default:
		p.wanted[key(g)] = !p.in[key(g)]
	}
}

// locked explains why a group cannot be changed by hand.
func locked(g api.Group) string {
	return "Disabled: " + g.DisplayName.String() + " is a built-in group; the service decides who is in it."
}

func (p *Page) Why(a keys.Action) string {
	if (a == toggle || a == save) && (!p.read || p.err != nil) {
		return "Disabled: the groups are not read."
	}
	return ""
}

func (p *Page) Chosen() *api.User { return &p.user }

func (p *Page) Dirty() bool { return len(p.wanted) > 0 }

// DraftOf implements ui.Drafter.
func (p *Page) DraftOf() api.UserID { return p.user.ID }

// Changed implements ui.Watcher: the groups may have changed too.
func (p *Page) Changed(v api.Version) tea.Cmd {
	if v.User.ID != p.user.ID {
		return nil
	}
	p.user = v.User
	return p.Init()
}

func (p *Page) Gone(id api.UserID) tea.Cmd {
	if id == p.user.ID {
		p.out.Ask(ui.Leave{Page: p.id})
	}
	return nil
}
