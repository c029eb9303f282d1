package tui

import (
	"context"
	"io"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"apimtui/api"
	"apimtui/api/secret"
	"apimtui/tui/component"
	"apimtui/tui/flow"
	"apimtui/tui/keys"
	"apimtui/tui/page/sso"
	"apimtui/tui/page/token"
	"apimtui/tui/page/userdetail"
	"apimtui/tui/page/userlist"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

// Users is what the console needs of the service.
type Users interface {
	userlist.Loader
	userdetail.Reader
	userdetail.Finder
	flow.Service
	sso.Maker
	token.Maker
	// URL is where a user is in the REST API.
	URL(id api.UserID) string
}

// Badge is a short word in the top line.
type Badge struct {
	Text string
	Kind ui.Kind
}

// Options configures the console.
type Options struct {
	Users   Users
	Context string // the context's name, safe to draw
	Service string // the service's name, safe to draw
	Badges  []Badge
	Theme   theme.Name
	// Command is the command line, program and flags, that speaks to this
	// service, for copying.
	Command []string
	// Query opens the console on one user instead of the list.
	Query string
	// ReadOnly disables what would change the service, and says so.
	ReadOnly bool
	// Production asks for the typed user id before deleting.
	Production bool
	// Another lets another administrator change a user, in a demonstration. It
	// says what was changed. nil where there is nobody to play the part.
	Another func(api.UserID) string
	// Portal finds the developer portal that sign-in links go to.
	Portal func(ctx context.Context) (string, error)
	// TokenTarget finds where a user's shared access token can be used.
	TokenTarget func(ctx context.Context, id api.UserID) (string, error)
	// Env is the environment, for what depends on the machine: a browser, a
	// directory for files.
	Env []string
	// Local is the operator's time zone; nil is this machine's.
	Local *time.Location
	// NewToken takes a fresh bearer token; nil where the sign-in is not by one
	// that was given.
	NewToken func(secret.Value) error
	// Clipboard copies; nil copies nothing.
	Clipboard Clipboard
	// ClearAfter is how long a copied secret stays where it can be cleared; 0
	// leaves it.
	ClearAfter time.Duration
	// Random makes user ids and passwords; nil is the system's.
	Random io.Reader
	// Intents keeps what was begun; nil keeps nothing. Left are the writes of
	// earlier sessions whose outcome nobody saw.
	Intents Intents
	Left    []Left
	// Now is the service's present; nil means this machine's.
	Now func() time.Time
}

// root routes messages and draws the frame around the page.
type root struct {
	ctx      context.Context
	opts     Options
	writer   writer
	keys     *keys.Map
	theme    *theme.Theme
	ground   theme.Ground
	out      *ui.Outbox
	stack    []ui.Page
	overlays []ui.Overlay
	toast    *ui.Notify
	undo     *change
	noUndo   string // why there is none
	undoing  ui.PageID
	held     held
	copies   []*copying        // under way
	looking  bool              // at a user of whom a write was left
	ahead    []tea.KeyPressMsg // typed while the page looks for its user
	// leftovers are files that must not outlive the console.
	leftovers leftovers
	clock     time.Time // as of the last tick of held
	nextID    ui.PageID

	width, height int
	charset       charset
	question      component.Question // of the topmost box
}

func newRoot(ctx context.Context, o Options, width, height int) *root {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Local == nil {
		o.Local = time.Local
	}
	r := &root{ctx: ctx, opts: o, writer: writer{o.Users, o.Intents}, keys: keys.NewMap(), theme: theme.New(o.Theme), out: &ui.Outbox{}, width: width, height: height}
	r.push(r.firstPage())
	if len(o.Left) > 0 {
		r.over(r.newUnfinished())
	}
	return r
}

func (r *root) firstPage() ui.Page {
	if r.opts.Query != "" {
		return userdetail.NewQuery(r.ctx, r.id(), r.out, r.opts.Users, r.opts.Users, r.opts.Now, r.opts.Query)
	}
	return r.list()
}

func (r *root) list() ui.Page { return userlist.New(r.ctx, r.id(), r.out, r.opts.Users) }

func (r *root) id() ui.PageID { r.nextID++; return r.nextID }

// Init implements tea.Model.
func (r *root) Init() tea.Cmd {
	cmd := tea.Batch(r.page().Init(), r.charset.wait())
	switch r.opts.Theme {
	case theme.Dark, theme.Light, theme.Mono:
		return cmd
	}
	return tea.Batch(cmd, tea.RequestBackgroundColor)
}

// Update implements tea.Model. It sorts messages; what they mean is elsewhere.
func (r *root) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	cmd := tea.Batch(r.take(msg), r.intents())
	if q, ok := r.overlay().(*question); ok && q.while != nil && !q.while() {
		r.closeOverlay(q.id)
	}
	return r, tea.Batch(cmd, r.catchUp())
}

func (r *root) take(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		return r.resize(msg)
	case tea.BackgroundColorMsg:
		r.paint(theme.Ground{Background: msg.Color, Few: r.ground.Few})
	case tea.ColorProfileMsg:
		r.paint(theme.Ground{Background: r.ground.Background, Few: msg.Profile < colorprofile.ANSI256})
	case takes:
		return r.charset.learn(msg)
	case silent:
		r.charset.unknown = false
	case tea.KeyPressMsg:
		if keys := apart(msg); len(keys) > 1 && !r.edits(msg) {
			return r.typed(keys)
		}
		return r.key(msg)
	case tea.PasteMsg:
		return r.paste(msg)
	case ui.Result:
		return r.deliver(msg)
	case copied:
		return r.took(msg)
	case clearTick:
		return r.countDown(msg)
	case cleared:
		r.tookBack(msg)
	case overwritten:
		return r.tookOver(msg)
	}
	return nil
}

// resize takes the size of the terminal. One that does not know its own says 0:
// then the size known before holds, which began with that of the environment.
// It has to come as a message, since the renderer listens to messages too.
func (r *root) resize(size tea.WindowSizeMsg) tea.Cmd {
	if size.Width <= 0 || size.Height <= 0 {
		if r.width <= 0 || r.height <= 0 {
			return nil
		}
		known := tea.WindowSizeMsg{Width: r.width, Height: r.height}
		return func() tea.Msg { return known }
	}
	r.width, r.height = size.Width, size.Height
	for _, p := range r.stack {
		p.Resize(r.width, r.bodyHeight())
	}
	for _, o := range r.overlays {
		o.Resize(r.width, r.height)
	}
	return nil
}

// paint draws in the colours of the terminal.
func (r *root) paint(g theme.Ground) { r.ground, r.theme = g, theme.On(r.opts.Theme, g) }

// deliver hands a result to its page or overlay, wherever in the stack it is.
// A result of a closed one is dropped.
func (r *root) deliver(result ui.Result) tea.Cmd {
	for _, o := range r.overlays {
		if o.ID() == result.Page {
			if result.Value != nil {
				r.question.Ask(time.Now()) // what it learned is not on the screen yet
			}
			return o.Receive(result)
		}
	}
	for _, p := range r.stack {
		if p.ID() == result.Page {
			return p.Receive(result)
		}
	}
	return nil
}

// close ends all work.
func (r *root) close() {
	r.undo = nil
	for _, o := range r.overlays {
		o.Close()
	}
	for _, p := range r.stack {
		p.Close()
	}
}

var _ tea.Model = (*root)(nil)

// The client is what the console is made for.
var _ Users = (*api.Users)(nil)
