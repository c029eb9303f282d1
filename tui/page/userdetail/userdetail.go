// Package userdetail is the page of one user: everything the service knows, each
// part read, and failing, on its own.
package userdetail

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/text"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

// Reader reads a user and what belongs to it.
type Reader interface {
	Get(ctx context.Context, id api.UserID) (api.User, api.ETag, error)
	ListGroups(ctx context.Context, id api.UserID) (api.Collection[api.Group], error)
	ListSubscriptions(ctx context.Context, id api.UserID) (api.Collection[api.Subscription], error)
	ListIdentities(ctx context.Context, id api.UserID) (api.Collection[api.Identity], error)
}

// Finder looks a user up by id, e-mail or name.
type Finder interface {
	Find(ctx context.Context, query string) (api.Match, error)
}

// part is something that is read by itself.
type part[T any] struct {
	value  T
	err    error
	loaded bool // value came at least once
	busy   bool
}

func (p *part[T]) set(v T, err error) {
	p.busy, p.err = false, err
	if err == nil {
		p.value, p.loaded = v, true
	}
}

// The page's tasks: one for each part.
const (
	taskFind          = "find"
	taskUser          = "user"
	taskGroups        = "groups"
	taskSubscriptions = "subscriptions"
	taskIdentities    = "identities"
	taskNames         = "names"
	taskTick          = "tick"
)

// Page shows one user.
type Page struct {
	id     ui.PageID
	out    *ui.Outbox
	reader Reader
	finder Finder
	tasks  *ui.Tasks
	busy   component.Busy
	now    func() time.Time
	// Doubts are users whose state is not known.
	Doubts ui.Doubts
	// Names tells the names of products and APIs; nil leaves them their ids.
	Names func(ctx context.Context) api.Catalog

	query string // what to find first; "" once the user is known
	user  api.UserID
	// brief is set for a preview, which reads groups and product subscriptions
	// alone.
	brief bool

	overview      part[overview]
	groups        part[api.Collection[api.Group]]
	subscriptions part[api.Collection[api.Subscription]]
	identities    part[api.Collection[api.Identity]]
	names         api.Catalog
	found         part[api.Match]

	scroll        component.Scroll
	width, height int
}

// overview is the user as read, or as the list knew it until then.
type overview struct {
	user   api.User
	etag   api.ETag
	readAt time.Time // zero: from the list
	began  time.Time // when the reading was, by this computer
}

var _ ui.Page = (*Page)(nil)

// New returns the page of a user. known is what is known already, or nil; now
// returns the service's time.
func New(ctx context.Context, id ui.PageID, out *ui.Outbox, reader Reader, now func() time.Time, user api.UserID, known *api.User) *Page {
	p := &Page{id: id, out: out, reader: reader, now: now, tasks: ui.NewTasks(ctx, id), user: user}
	if known != nil {
		p.know(*known)
	}
	return p
}

// know shows a user that was read elsewhere.
func (p *Page) know(u api.User) {
	p.overview.value.user, p.overview.loaded = u, true
	p.identities.value.Items, p.identities.loaded = u.Identities, true
}

// NewBrief returns the page of a known user for a preview: only what belongs to the
// user is read.
func NewBrief(ctx context.Context, id ui.PageID, out *ui.Outbox, reader Reader, now func() time.Time, known *api.User) *Page {
	p := New(ctx, id, out, reader, now, known.ID, known)
	p.brief = true
	return p
}

// NewQuery returns the page of the user that a query finds. When several match, it
// asks for a list of them instead.
func NewQuery(ctx context.Context, id ui.PageID, out *ui.Outbox, reader Reader, finder Finder, now func() time.Time, query string) *Page {
	p := New(ctx, id, out, reader, now, "", nil)
	p.finder, p.query = finder, query
	return p
}

func (p *Page) ID() ui.PageID { return p.id }

func (p *Page) Scopes() []keys.Scope { return []keys.Scope{keys.User} }

// Typing implements ui.Page: nothing is typed here.
func (p *Page) Typing() bool { return false }

func (p *Page) Type(tea.Msg) tea.Cmd { return nil }

func (p *Page) Close() { p.tasks.Close() }

func (p *Page) Init() tea.Cmd {
	if p.query != "" {
		return p.find()
	}
	return p.load()
}

func (p *Page) wait() tea.Cmd {
	p.busy.Start(time.Now())
	return p.tasks.After(taskTick, component.ShowAfter)
}

func (p *Page) find() tea.Cmd {
	finder, query := p.finder, p.query
	p.found.err = nil
	return tea.Batch(p.wait(), fetch(p, taskFind, &p.found, func(ctx context.Context, _ api.UserID) (api.Match, error) {
		return finder.Find(ctx, query)
	}))
}

// read is a value on its way to its part.
type read[T any] struct {
	value T
	err   error
}

// fetch reads a part by a task of its own.
func fetch[T any](p *Page, task string, to *part[T], get func(ctx context.Context, id api.UserID) (T, error)) tea.Cmd {
	id := p.user
	to.busy = true
	return p.tasks.Run(task, func(ctx context.Context) any {
		v, err := get(ctx, id)
		return read[T]{v, err}
	})
}

// load reads all parts in parallel.
func (p *Page) load() tea.Cmd {
	if p.brief {
		return p.belongings()
	}
	return tea.Batch(p.belongings(), p.own())
}

// own reads the user itself.
func (p *Page) own() tea.Cmd {
	reader, now := p.reader, p.now
	return tea.Batch(
		fetch(p, taskUser, &p.overview, func(ctx context.Context, id api.UserID) (overview, error) {
			began := time.Now()
			u, etag, err := reader.Get(ctx, id)
			return overview{user: u, etag: etag, readAt: now(), began: began}, err
		}),
		fetch(p, taskIdentities, &p.identities, reader.ListIdentities),
	)
}

// belongings reads the groups and product subscriptions.
func (p *Page) belongings() tea.Cmd {
	return tea.Batch(
		p.wait(),
		fetch(p, taskGroups, &p.groups, p.reader.ListGroups),
		fetch(p, taskSubscriptions, &p.subscriptions, p.reader.ListSubscriptions),
	)
}

func (p *Page) Stale() tea.Cmd {
	if p.query != "" {
		return nil // it is not read yet
	}
	return p.belongings()
}

func (p *Page) Receive(r ui.Result) tea.Cmd {
	if !p.tasks.Accept(r) {
		return nil
	}
	var cmd tea.Cmd
	switch v := r.Value.(type) {
	case read[overview]:
		p.overview.set(v.value, v.err)
		if v.err == nil && p.Doubts.Ends(p.user, v.value.began) {
			p.out.Ask(ui.Learned{Version: api.Version{User: v.value.user, ETag: v.value.etag}}) // the lists show it too
		}
		if v.err == nil || errors.Is(v.err, api.KindNotFound) {
			p.out.Ask(ui.Looked{ID: p.user})
		}
	case read[api.Collection[api.Group]]:
		p.groups.set(v.value, v.err)
	case read[api.Collection[api.Subscription]]:
		p.subscriptions.set(v.value, v.err)
		if len(v.value.Items) > 0 && p.Names != nil {
			cmd = p.tasks.Run(taskNames, func(ctx context.Context) any { return p.Names(ctx) })
		}
	case api.Catalog:
		p.names = v
	case read[api.Collection[api.Identity]]:
		p.identities.set(v.value, v.err)
	case read[api.Match]:
		cmd = p.take(v)
	default:
		if r.Task == taskTick && p.Reading() {
			return p.tasks.After(taskTick, p.busy.Tick(time.Now()))
		}
	}
	if !p.Reading() {
		p.busy.Stop()
	}
	return cmd
}

// take continues with the user that was found.
func (p *Page) take(m read[api.Match]) tea.Cmd {
	p.found.set(m.value, m.err)
	if errors.Is(m.err, api.KindNotFound) {
		p.out.Ask(ui.ShowUsers{From: p.id, Query: p.query})
		p.out.Ask(ui.Notify{Text: "No user has the id, e-mail or name " + text.Clean(p.query).String() + ".", Kind: ui.Warn})
		return nil
	}
	if m.err != nil {
		return nil
	}
	if users := m.value.Users; len(users) > 1 {
		p.out.Ask(ui.ShowUsers{From: p.id, Query: p.query, Users: users})
		return nil
	}
	user := m.value.Users[0]
	p.query, p.user = "", user.ID
	p.know(user)
	return p.load()
}

// Reading reports whether something is being read.
func (p *Page) Reading() bool {
	return p.overview.busy || p.groups.busy || p.subscriptions.busy || p.identities.busy || p.found.busy
}

func (p *Page) Chosen() *api.User {
	if p.query != "" || !p.overview.loaded {
		return nil
	}
	return &p.overview.value.user
}

func (p *Page) Expecting() bool { return p.query != "" && p.found.busy }

// Why implements ui.Page: no action of this page is ever disabled.
func (p *Page) Why(keys.Action) string { return "" }

// Changed implements ui.Watcher. It shows the change at once, then reads the user
// and its parts again.
func (p *Page) Changed(v api.Version) tea.Cmd {
	if v.User.ID != p.user || v.ETag != "" && v.ETag == p.overview.value.etag {
		return nil // another user, or the version shown
	}
	p.overview.set(overview{user: v.User, etag: v.ETag, readAt: p.now()}, nil)
	p.identities.set(api.Collection[api.Identity]{Items: v.User.Identities, Counted: -1}, nil)
	return p.load()
}

// Gone implements ui.Watcher: there is nothing to show any more.
func (p *Page) Gone(id api.UserID) tea.Cmd {
	if id == p.user {
		p.out.Ask(ui.Leave{Page: p.id})
	}
	return nil
}

func (p *Page) Do(a keys.Action) (tea.Cmd, bool) {
	switch a {
	case keys.Reload:
		cmd := p.Init()
		if p.brief && p.Doubts.At(p.user) != "" {
			cmd = tea.Batch(cmd, p.own())
		}
		return cmd, true
	case keys.Back:
		// Where there is a page below, going back ends the work anyway.
		return nil, p.query != "" && p.stop()
	}
	f := ui.Frame{Width: p.width, Height: p.height, Theme: &theme.Theme{}}
	return nil, p.scroll.Move(a, len(p.lines(f)), p.height)
}

// stop cancels pending reads and keeps what arrived.
func (p *Page) stop() bool {
	if !p.Reading() {
		return false
	}
	for _, t := range []string{taskFind, taskUser, taskGroups, taskSubscriptions, taskIdentities, taskTick} {
		p.tasks.Cancel(t)
	}
	stop(&p.overview)
	stop(&p.groups)
	stop(&p.subscriptions)
	stop(&p.identities)
	stop(&p.found)
	p.busy.Stop()
	return true
}

func stop[T any](p *part[T]) {
	if p.busy {
		p.busy, p.err = false, api.KindCanceled
	}
}

func (p *Page) Resize(width, height int) { p.width, p.height = width, height }
