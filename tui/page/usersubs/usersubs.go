// Package usersubs is the page of a user's product subscriptions. It only requests
// the writes.
package usersubs

import (
	"context"
	"errors"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/secret"
	"apimtui/tui/component"
	"apimtui/tui/keys"
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
	copyID keys.Action = "copy subscription id"
)

// Bindings are the page's keys.
func Bindings() []keys.Binding {
	return append(keys.Moves(Scope, "product subscription", true, true),
		keys.Binding{Scope: Scope, Action: Toggle, Keys: []string{"b"}, Label: "suspend", Help: "suspend it, or activate a suspended one", Rank: 1},
		keys.Binding{Scope: Scope, Action: Keys, Keys: []string{"K"}, Label: "keys", Help: "its keys, masked, to copy and to regenerate", Rank: 2},
		keys.Binding{Scope: Scope, Action: Cancel, Keys: []string{"x"}, Label: "cancel", Help: "cancel it", Rank: 3},
		keys.Binding{Scope: Scope, Action: Delete, Keys: []string{"D"}, Label: "delete", Help: "delete it, with its keys", Rank: 4},
		keys.Binding{Scope: Scope, Action: copyID, Keys: []string{"y"}, Label: "copy id", Help: "copy its id", Rank: 5},
		keys.Binding{Scope: Scope, Action: keys.Reload, Keys: []string{"r"}, Label: "reload", Help: "read them again", Rank: 6},
	)
}

// Reader reads product subscriptions.
type Reader interface {
	Get(ctx context.Context, id string) (api.SubscriptionVersion, error)
	Catalog(ctx context.Context) (api.Catalog, error)
}

// Host is what the page needs of the console.
type Host struct {
	Of     func(ctx context.Context, id api.UserID) (api.Collection[api.Subscription], error)
	Reader Reader
	// ReadOnly disables what writes or hands out keys.
	ReadOnly bool
	// Do asks about an action on a version that was just read, and carries it out.
	Do func(a keys.Action, v api.SubscriptionVersion, name string) tea.Cmd
	// Open shows the keys.
	Open func(s api.Subscription, name string) tea.Cmd
}

const (
	taskRead = "read"
	taskOne  = "one"
	taskTick = "tick"
)

// Page lists the product subscriptions of a user.
type Page struct {
	id    ui.PageID
	out   *ui.Outbox
	host  Host
	tasks *ui.Tasks
	busy  component.Busy
	user  api.User

	read    bool
	err     error
	all     api.Collection[api.Subscription]
	catalog api.Catalog
	nameErr error // why names are missing
	cursor  component.Cursor
	height  int
}

var (
	_ ui.Page    = (*Page)(nil)
	_ ui.Watcher = (*Page)(nil)
	_ ui.Chooser = (*Page)(nil)
)

// New returns the page.
func New(ctx context.Context, id ui.PageID, out *ui.Outbox, host Host, user api.User) *Page {
	return &Page{id: id, out: out, host: host, user: user, tasks: ui.NewTasks(ctx, id)}
}

func (p *Page) ID() ui.PageID        { return p.id }
func (p *Page) Scopes() []keys.Scope { return []keys.Scope{Scope} }
func (p *Page) Typing() bool         { return false }
func (p *Page) Type(tea.Msg) tea.Cmd { return nil }
func (p *Page) Close()               { p.tasks.Close() }
func (p *Page) Chosen() *api.User    { return &p.user }

func (p *Page) Resize(_, height int) {
	p.height = height
	p.cursor.Clamp(len(p.all.Items), p.rows())
}

// rows is the number of visible lines, below the head and above the details.
func (p *Page) rows() int { return max(1, p.height-6) }

type (
	reading struct {
		all     api.Collection[api.Subscription]
		err     error
		catalog api.Catalog
		nameErr error
	}
	version struct {
		action  keys.Action
		version api.SubscriptionVersion
		err     error
	}
)

func (p *Page) Init() tea.Cmd {
	host, id := p.host, p.user.ID
	return tea.Batch(p.wait(), p.tasks.Run(taskRead, func(ctx context.Context) any {
		var r reading
		if r.all, r.err = host.Of(ctx, id); len(r.all.Items) > 0 {
			r.catalog, r.nameErr = host.Reader.Catalog(ctx)
		}
		return r
	}))
}

func (p *Page) wait() tea.Cmd {
	p.busy.Start(time.Now())
	return p.tasks.After(taskTick, component.ShowAfter)
}

func (p *Page) Receive(r ui.Result) tea.Cmd {
	if !p.tasks.Accept(r) {
		return nil
	}
	var cmd tea.Cmd
	switch v := r.Value.(type) {
	case reading:
		p.read, p.err = true, v.err
		if v.err == nil || len(v.all.Items) > 0 {
			p.all, p.catalog, p.nameErr = v.all, v.catalog, v.nameErr
		}
		p.cursor.Clamp(len(p.all.Items), p.rows())
	case version:
		cmd = p.act(v)
	default:
		if p.tasks.Running(taskRead) || p.tasks.Running(taskOne) {
			return p.tasks.After(taskTick, p.busy.Tick(time.Now()))
		}
	}
	p.busy.Stop()
	return cmd
}

// act asks about the version that was read.
func (p *Page) act(v version) tea.Cmd {
	switch {
	case errors.Is(v.err, api.ErrNotFound):
		p.out.Ask(ui.Notify{Text: "It is gone. The list is read again.", Kind: ui.Warn})
		return p.Init()
	case v.err != nil:
		p.out.Ask(ui.Notify{Text: "Not read, nothing was sent: " + api.Explain(v.err).What.String(), Kind: ui.Bad})
		return nil
	}
	for i := range p.all.Items {
		if p.all.Items[i].ID == v.version.Subscription.ID {
			p.all.Items[i] = v.version.Subscription
		}
	}
	return p.host.Do(v.action, v.version, p.name(v.version.Subscription))
}

func (p *Page) chosen() *api.Subscription {
	if p.cursor.At < 0 || p.cursor.At >= len(p.all.Items) {
		return nil
	}
	return &p.all.Items[p.cursor.At]
}

// name is what its keys open, with its own name.
func (p *Page) name(s api.Subscription) string {
	name := p.catalog.Name(s).String()
	if s.DisplayName != "" {
		name += ", " + s.DisplayName.String()
	}
	return name
}

func (p *Page) Why(a keys.Action) string {
	s := p.chosen()
	switch a {
	case Toggle, Cancel, Delete, Keys, copyID:
		if p.host.ReadOnly && a != copyID {
			return "Disabled: read-only context."
		}
		if s == nil {
			return "Disabled: no product subscription is chosen."
		}
	}
	if a == Cancel && strings.EqualFold(s.State.Exact(), "cancelled") {
		return "Disabled: it is cancelled already."
	}
	return ""
}

func (p *Page) Do(a keys.Action) (tea.Cmd, bool) {
	switch a {
	case Toggle, Cancel, Delete:
		reader, id := p.host.Reader, p.chosen().ID.Exact()
		return tea.Batch(p.wait(), p.tasks.Run(taskOne, func(ctx context.Context) any {
			v, err := reader.Get(ctx, id)
			return version{a, v, err}
		})), true
	case Keys:
		return p.host.Open(*p.chosen(), p.name(*p.chosen())), true
	case copyID:
		p.out.Ask(ui.Copy{Text: secret.New(p.chosen().ID.Exact()), What: "the id"})
	case keys.Reload:
		return p.Init(), true
	default:
		return nil, p.cursor.Move(a, len(p.all.Items), p.rows())
	}
	return nil, true
}

// Changed implements ui.Watcher: its product subscriptions may have changed too.
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
