package tui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/tui/keys"
	"apimtui/tui/page/userdetail"
	"apimtui/tui/page/userlist"
	"apimtui/tui/term"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

// Users is what the console needs of the service.
type Users interface {
	userlist.Loader
	userdetail.Reader
	userdetail.Finder
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
	// Query opens the console on one user instead of the list.
	Query string
	// Now is the service's present; nil means this machine's.
	Now func() time.Time
}

// root routes messages and draws the frame around the page.
type root struct {
	ctx     context.Context
	opts    Options
	keys    *keys.Map
	theme   *theme.Theme
	stack   []ui.Page
	overlay overlay
	toast   *ui.Notify
	nextID  ui.PageID

	width, height int
}

func newRoot(ctx context.Context, o Options, width, height int) *root {
	if o.Now == nil {
		o.Now = time.Now
	}
	r := &root{ctx: ctx, opts: o, keys: keys.NewMap(), theme: theme.New(o.Theme), width: width, height: height}
	r.push(r.firstPage())
	return r
}

func (r *root) firstPage() ui.Page {
	if r.opts.Query != "" {
		return userdetail.NewQuery(r.ctx, r.id(), r.opts.Users, r.opts.Users, r.opts.Now, r.opts.Query)
	}
	return userlist.New(r.ctx, r.id(), r.opts.Users)
}

func (r *root) id() ui.PageID { r.nextID++; return r.nextID }

func (r *root) page() ui.Page { return r.stack[len(r.stack)-1] }

// Init implements tea.Model.
func (r *root) Init() tea.Cmd {
	cmd := r.page().Init()
	if r.opts.Theme == theme.Auto || r.opts.Theme == "" {
		return tea.Batch(cmd, tea.RequestBackgroundColor)
	}
	return cmd
}

// Update implements tea.Model. It sorts messages; what they mean is elsewhere.
func (r *root) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		r.resize(msg.Width, msg.Height)
	case tea.BackgroundColorMsg:
		r.background(msg.IsDark())
	case tea.KeyPressMsg:
		return r, r.key(msg)
	case tea.PasteMsg:
		return r, r.paste(msg)
	case ui.Result:
		return r, r.deliver(msg)
	case ui.OpenUser:
		return r, r.open(userdetail.New(r.ctx, r.id(), r.opts.Users, r.opts.Now, msg.ID, msg.User))
	case ui.ShowUsers:
		return r, r.swap(userlist.NewChoice(r.ctx, r.id(), msg.Query, msg.Users))
	case ui.Notify:
		r.toast = &msg
	case ui.BackTo:
		r.pop()
	}
	return r, nil
}

func (r *root) resize(width, height int) {
	if width <= 0 || height <= 0 {
		return
	}
	r.width, r.height = width, height
	for _, p := range r.stack {
		p.Resize(r.width, r.bodyHeight())
	}
}

func (r *root) background(dark bool) {
	name := theme.Light
	if dark {
		name = theme.Dark
	}
	r.theme = theme.New(name)
}

// deliver hands a result to its page, wherever in the stack it is. A result of
// a closed page is dropped.
func (r *root) deliver(result ui.Result) tea.Cmd {
	for _, p := range r.stack {
		if p.ID() == result.Page {
			return p.Receive(result)
		}
	}
	return nil
}

func (r *root) push(p ui.Page) {
	p.Resize(r.width, r.bodyHeight())
	r.stack = append(r.stack, p)
}

func (r *root) open(p ui.Page) tea.Cmd {
	r.push(p)
	return p.Init()
}

// swap puts a page in the place of the current one.
func (r *root) swap(p ui.Page) tea.Cmd {
	r.page().Close()
	r.stack = r.stack[:len(r.stack)-1]
	return r.open(p)
}

func (r *root) pop() bool {
	if len(r.stack) < 2 {
		return false
	}
	r.page().Close()
	r.stack = r.stack[:len(r.stack)-1]
	return true
}

// key hands a key to the overlay, the page's text, the page's actions and the
// console's own, in this order; the first that knows it has it.
func (r *root) key(k tea.KeyPressMsg) tea.Cmd {
	r.toast = nil
	switch r.keys.Action(k.String(), keys.Everywhere) {
	case keys.Quit:
		return tea.Quit
	case keys.Redraw:
		return tea.ClearScreen
	case keys.Suspend:
		return r.suspend()
	}
	if r.overlay != nil {
		return r.overlayKey(k)
	}
	if r.page().Typing() {
		return r.page().Type(k)
	}
	return r.do(r.keys.Action(k.String(), r.scopes()...))
}

func (r *root) paste(msg tea.PasteMsg) tea.Cmd {
	switch {
	case r.overlay != nil:
		r.overlay.typed(msg)
	case r.page().Typing():
		return r.page().Type(msg)
	}
	return nil
}

// scopes are where keys are looked up now. While text is typed nothing else
// works, and nothing else is offered.
func (r *root) scopes() []keys.Scope {
	if r.page().Typing() {
		return r.page().Scopes()
	}
	return append(r.page().Scopes(), keys.Everywhere)
}

// do carries out an action, from a key or from the palette.
func (r *root) do(a keys.Action) tea.Cmd {
	if a == keys.None {
		return nil
	}
	if cmd, done := r.page().Do(a); done {
		return cmd
	}
	switch a {
	case keys.Help:
		r.overlay = newHelp(r.keys, r.scopes())
	case keys.Palette:
		r.overlay = newPalette(r.keys, r.scopes())
	case keys.Back:
		return r.back()
	case keys.Leave:
		if !r.pop() {
			return tea.Quit
		}
	case keys.Quit:
		return tea.Quit
	case keys.Redraw:
		return tea.ClearScreen
	}
	return nil
}

// back leaves the page. Below a user that was asked for by name there is the
// list, which is loaded only now.
func (r *root) back() tea.Cmd {
	if r.pop() || r.opts.Query == "" {
		return nil
	}
	r.opts.Query = ""
	return r.swap(userlist.New(r.ctx, r.id(), r.opts.Users))
}

func (r *root) suspend() tea.Cmd {
	return func() tea.Msg {
		term.WakeAfterSuspend()
		return tea.SuspendMsg{}
	}
}

// close ends all work.
func (r *root) close() {
	for _, p := range r.stack {
		p.Close()
	}
}

var _ tea.Model = (*root)(nil)

// The client is what the console is made for.
var _ Users = (*api.Users)(nil)
