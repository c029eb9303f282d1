// Package sso is the panel that makes a link which signs a user in to the
// developer portal.
package sso

import (
	"context"
	"time"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/access"
	"apimtui/api/secret"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/ui"
)

// Maker makes links.
type Maker interface {
	SSOURL(ctx context.Context, id api.UserID, watch api.Watch) (secret.Value, error)
}

// Host is the machine and the surroundings of the panel.
type Host struct {
	// Portal finds the developer portal's address, "" when there is none.
	Portal func(ctx context.Context) (string, error)
	// NoBrowser says why no browser can be opened, "" when one can.
	NoBrowser string
	// NoCode says why no QR code can be drawn here, "" when one can.
	NoCode func() string
	// Open opens a link in a browser, Write writes a secret to a file of its
	// owner's and gives the file's name. Both belong into commands.
	Open  func(ctx context.Context, link secret.Value) (program string, err error)
	Write func(pattern string, v secret.Value) (string, error)
	// Now is the service's present.
	Now func() time.Time
}

// The panel's tasks.
const (
	taskLink = "link"
	taskTick = "tick"
	taskOpen = "open"
	taskFile = "file"
)

// form is where the link leads.
type form int

const (
	onPortal form = iota
	asReturned
)

// Page is the panel.
type Page struct {
	id    ui.PageID
	out   *ui.Outbox
	keys  *keys.Map
	maker Maker
	host  Host
	tasks *ui.Tasks
	busy  component.Busy
	user  api.User

	link      *access.SSO
	portal    string
	portalErr error
	failed    *failure
	wish      form   // the one shown is another while there is no portal
	path      string // return path
	problem   string // why there is no link in this form

	value  component.Secret
	now    time.Time // the service's present, as of the last tick
	wall   time.Time // this machine's, which says when to mask again
	input  textinput.Model
	typing bool
	// asLink and code are other ways than the value's own to show the link:
	// as one to click, and as a QR code.
	asLink, code component.Glimpse

	width, height int
}

var _ ui.Page = (*Page)(nil)

// New makes the panel. It makes a link as it opens.
func New(ctx context.Context, id ui.PageID, out *ui.Outbox, maker Maker, host Host, user api.User) *Page {
	return &Page{
		id: id, out: out, keys: keys.NewMap(), maker: maker, host: host, tasks: ui.NewTasks(ctx, id), user: user,
		now: host.Now(), wall: time.Now(), input: component.Input("", 50),
	}
}

// ID implements ui.Page.
func (p *Page) ID() ui.PageID { return p.id }

// Init implements ui.Page.
func (p *Page) Init() tea.Cmd { return p.fresh() }

// Close implements ui.Page: nothing secret outlives the panel.
func (p *Page) Close() {
	p.tasks.Close()
	p.forget()
}

func (p *Page) forget() {
	p.value.Wipe()
	if p.link != nil {
		p.link.Wipe()
	}
	p.link = nil
	p.hide()
}

// hide takes the link off the screen in every form but its own value's.
func (p *Page) hide() {
	p.asLink.End()
	p.code.End()
}

func (p *Page) tick() tea.Cmd {
	if p.tasks.Running(taskLink) {
		return p.tasks.After(taskTick, component.TickEvery)
	}
	return p.tasks.After(taskTick, time.Second)
}

// Receive implements ui.Page.
func (p *Page) Receive(r ui.Result) tea.Cmd {
	if !p.tasks.Accept(r) {
		return nil
	}
	switch v := r.Value.(type) {
	case made:
		p.take(v)
		return p.tick()
	case ui.Notify:
		p.out.Ask(v)
		return nil
	}
	return p.pass()
}

// pass lets a second pass: the countdown moves, and what is in clear is masked
// again in time. Once the link has run out there is nothing left to count.
func (p *Page) pass() tea.Cmd {
	p.look()
	if p.tasks.Running(taskLink) {
		p.busy.Tick(time.Now())
		return p.tick()
	}
	if !p.value.Shown(p.wall) {
		p.value.Mask()
	}
	if p.link == nil || p.expired(p.now) {
		p.hide()
		if p.link == nil || !p.value.Shown(p.wall) {
			return nil
		}
	}
	return p.tick()
}

// look reads both clocks.
func (p *Page) look() { p.now, p.wall = p.host.Now(), time.Now() }

// Scopes implements ui.Page.
func (p *Page) Scopes() []keys.Scope {
	if p.typing {
		return []keys.Scope{keys.Typing}
	}
	return []keys.Scope{keys.Panel, keys.Link}
}

// Typing implements ui.Page.
func (p *Page) Typing() bool { return p.typing }

// Resize implements ui.Page.
// A code that no longer fits is over.
func (p *Page) Resize(width, height int) {
	p.width, p.height = width, height
	if p.code.Shown(p.wall) && !p.fits() {
		p.code.End()
	}
}

// Why implements ui.Page.
func (p *Page) Why(a keys.Action) string {
	switch a {
	case keys.Copy, keys.Reveal, keys.WriteFile, keys.QR, keys.Browser:
		return p.whyNotOut(a)
	case keys.NextForm:
		switch {
		case p.link == nil || p.portal != "":
		case p.portalErr != nil:
			return "Disabled: the developer portal's address could not be read; r tries again."
		default:
			return "Disabled: the service has no developer portal."
		}
	}
	return ""
}

// Do implements ui.Page.
func (p *Page) Do(a keys.Action) (tea.Cmd, bool) {
	switch a {
	case keys.Copy:
		p.copy()
	case keys.Reveal:
		p.look()
		p.code.End()
		p.value.Toggle(p.wall)
		return p.tick(), true
	case keys.NextForm:
		p.wish = (p.wish + 1) % (asReturned + 1)
		p.compose()
	case keys.Fresh:
		return p.fresh(), true
	case keys.Browser:
		return p.open(), true
	case keys.ReturnPath:
		p.typing = true
		p.code.End()
		p.input.SetValue(p.path)
		p.input.CursorEnd()
		return p.input.Focus(), true
	case keys.QR:
		// Under the code the link stays masked, for when the code is left.
		p.look()
		p.value.Mask()
		p.code.Toggle(p.wall)
		return p.tick(), true
	case keys.WriteFile:
		return p.file(), true
	case keys.Back, keys.Leave:
		shown := p.code.Shown(p.wall)
		p.code.End()
		return nil, shown
	default:
		return nil, false
	}
	return nil, true
}

// Type implements ui.Page: the return path.
func (p *Page) Type(msg tea.Msg) tea.Cmd {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		switch p.keys.Action(k.String(), keys.Typing) {
		case keys.Accept:
			if err := checkPath(p.input.Value()); err != nil {
				p.problem = err.Error()
				return nil
			}
			p.path, p.typing = p.input.Value(), false
			p.compose()
			return nil
		case keys.Cancel:
			p.typing = false
			p.compose()
			return nil
		}
	}
	var cmd tea.Cmd
	p.input, cmd = p.input.Update(msg)
	return cmd
}

func checkPath(s string) error {
	if s == "" {
		return nil
	}
	return access.CheckReturnPath(s)
}
