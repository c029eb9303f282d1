// Package sso is the panel that makes a link which signs a user in to the
// developer portal.
package sso

import (
	"context"
	"errors"
	"time"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/access"
	"apimtui/api/secret"
	"apimtui/api/text"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/term/clipboard"
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
	err       error
	form      form
	path      string // return path
	problem   string // why there is no link in this form

	value  component.Secret
	now    time.Time // the service's present, as of the last tick
	wall   time.Time // this machine's, which says when to mask again
	input  textinput.Model
	typing bool
	asLink bool // shown as a link to click
	qr     bool

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
	p.link, p.asLink, p.qr = nil, false, false
}

// made is what making a link brings.
type made struct {
	link      access.SSO
	portal    string
	portalErr error
	err       error
}

func (p *Page) fresh() tea.Cmd {
	if p.tasks.Running(taskLink) {
		return nil // each costs a write of the subscription's budget
	}
	p.forget()
	p.err, p.problem = nil, ""
	maker, host, id := p.maker, p.host, p.user.ID
	p.busy.Start(time.Now())
	return tea.Batch(p.tick(), p.tasks.Run(taskLink, func(ctx context.Context) any {
		var m made
		m.portal, m.portalErr = host.Portal(ctx)
		v, err := maker.SSOURL(ctx, id, nil)
		if err == nil {
			m.link, err = access.ParseSSO(v)
			v.Wipe()
		}
		if err == nil && m.link.User != string(id) {
			m.link.Wipe()
			err = errors.New("the service made a link for another user; it is not shown")
		}
		m.err = err
		return m
	}))
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
		p.qr = false
	}
	if p.link == nil || !p.now.Before(p.link.Expires) {
		p.asLink, p.qr = false, false
		if p.link == nil || !p.value.Shown(p.wall) {
			return nil
		}
	}
	return p.tick()
}

// look reads both clocks.
func (p *Page) look() { p.now, p.wall = p.host.Now(), time.Now() }

func (p *Page) take(m made) {
	p.busy.Stop()
	p.look()
	if p.err = m.err; m.err != nil {
		return
	}
	p.link, p.portal, p.portalErr = &m.link, m.portal, m.portalErr
	if p.portal == "" {
		p.form = asReturned
	}
	p.compose()
}

// compose makes the value that is shown and copied, of link, form and path.
func (p *Page) compose() {
	if p.link == nil {
		return
	}
	var v secret.Value
	var err error
	if p.form == onPortal {
		v, err = p.link.On(p.portal, p.path)
	} else {
		v, err = p.link.Returned(p.path)
	}
	if p.problem = ""; err != nil {
		p.problem = err.Error()
	}
	p.value.Set(v)
	p.asLink, p.qr = false, false
}

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
func (p *Page) Resize(width, height int) { p.width, p.height = width, height }

// Why implements ui.Page.
func (p *Page) Why(a keys.Action) string {
	switch a {
	case keys.Copy, keys.Reveal, keys.WriteFile, keys.QR, keys.Browser:
		switch {
		case p.link == nil:
			return "Disabled: there is no link yet."
		case p.problem != "":
			return "Disabled: " + p.problem + "."
		case a != keys.Reveal && p.expired():
			return "Disabled: the link has run out; r makes a fresh one."
		case a == keys.QR && len(p.code()) == 0:
			return "Disabled: the code needs a larger terminal; w writes the link to a file."
		}
	case keys.NextForm:
		if p.link != nil && p.portal == "" {
			if p.portalErr != nil {
				return "Disabled: the developer portal's address could not be read; r tries again."
			}
			return "Disabled: the service has no developer portal."
		}
	}
	return ""
}

func (p *Page) expired() bool { return p.link != nil && !p.now.Before(p.link.Expires) }

func (p *Page) code() []string {
	v := p.value.Copy()
	defer v.Wipe()
	return component.QR(p.plainTheme(), v, p.width, p.height)
}

// Do implements ui.Page.
func (p *Page) Do(a keys.Action) (tea.Cmd, bool) {
	switch a {
	case keys.Copy:
		p.copy()
	case keys.Reveal:
		p.look()
		p.value.Toggle(p.wall)
		return p.tick(), true
	case keys.NextForm:
		p.form = (p.form + 1) % (asReturned + 1)
		p.compose()
	case keys.Fresh:
		return p.fresh(), true
	case keys.Browser:
		return p.open(), true
	case keys.ReturnPath:
		p.typing = true
		p.input.SetValue(p.path)
		p.input.CursorEnd()
		return p.input.Focus(), true
	case keys.QR:
		// A code is the link in clear, and goes with it.
		p.look()
		if p.qr = !p.qr; p.qr != p.value.Shown(p.wall) {
			p.value.Toggle(p.wall)
		}
		return p.tick(), true
	case keys.WriteFile:
		return p.file(), true
	case keys.Back:
		if p.qr {
			p.qr = false
			return nil, true
		}
		return nil, false
	default:
		return nil, false
	}
	return nil, true
}

// copy copies the link, unless it would be something else once it is pasted.
func (p *Page) copy() {
	v := p.value.Copy()
	if err := clipboard.CheckURL(v, p.hostName()); err != nil {
		v.Wipe()
		p.out.Ask(ui.Notify{Text: "Not copied: " + text.Clean(err.Error()).String(), Kind: ui.Bad})
		return
	}
	p.out.Ask(ui.Copy{Text: v, What: "SSO URL", Secret: true})
}

// open opens the link in a browser here, or shows it as a link for the
// operator's own terminal to open.
func (p *Page) open() tea.Cmd {
	if why := p.host.NoBrowser; why != "" {
		p.asLink = !p.asLink
		if p.asLink {
			p.out.Ask(ui.Notify{Text: "No browser is opened: " + why + ". The link above can be clicked in terminals that know links.", Kind: ui.Info})
		}
		return nil
	}
	open, v := p.host.Open, p.value.Copy()
	return p.tasks.Run(taskOpen, func(ctx context.Context) any {
		defer v.Wipe()
		program, err := open(ctx, v)
		if err != nil {
			return ui.Notify{Text: "Not opened: " + api.Explain(err).What.String(), Kind: ui.Bad}
		}
		return ui.Notify{Text: "Given to " + program + "; not confirmed.", Kind: ui.Info}
	})
}

func (p *Page) file() tea.Cmd {
	write, v := p.host.Write, p.value.Copy()
	return p.tasks.Run(taskFile, func(context.Context) any {
		defer v.Wipe()
		name, err := write("apimtui-sso-*.txt", v)
		if err != nil {
			return ui.Notify{Text: "Not written: " + api.Explain(err).What.String(), Kind: ui.Bad}
		}
		return ui.Notify{Text: "Written to " + name + ", readable by you alone. Delete it when done.", Kind: ui.Good}
	})
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
