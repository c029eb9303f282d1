// Package sso is the panel that makes sign-in links for the developer portal.
package sso

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/access"
	"apimtui/api/secret"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/panel"
	"apimtui/tui/term/clipboard"
	"apimtui/tui/ui"
)

// Maker makes links.
type Maker interface {
	SSOURL(ctx context.Context, id api.UserID, watch api.Watch) (secret.Value, error)
}

// Host is the environment of the panel.
type Host struct {
	// Portal finds the developer portal's address, "" when there is none, and why
	// a link may not open it, or "".
	Portal func(ctx context.Context) (address, warning string, err error)
	// NoBrowser is the reason why no browser can be opened, or "".
	NoBrowser string
	// NoCode returns the reason why no QR code can be drawn here, or "".
	NoCode func() string
	// Open opens a link in a browser, Write writes a secret to a private file and
	// returns its name. Call both in commands.
	Open  func(ctx context.Context, link secret.Value) (program string, err error)
	Write func(pattern string, v secret.Value) (string, error)
	// Now returns the service's time.
	Now func() time.Time
}

// Ways to show the link besides its text.
const (
	asLink component.Way = "to click"
	asCode component.Way = "QR code"
)

// Page is the panel.
type Page struct {
	*panel.Keeper[*link]
	maker Maker
	host  Host

	portal    string
	portalErr error
	disabled  string // why a link may not open the portal
	returned  bool   // the link is wanted as the service returned it
	path      string // return path

	width, height int
}

var _ ui.Page = (*Page)(nil)

// New returns the panel. It makes a link as it opens.
func New(ctx context.Context, id ui.PageID, out *ui.Outbox, maker Maker, host Host, user api.User) *Page {
	p := &Page{maker: maker, host: host}
	p.Keeper = panel.New[*link](ctx, panel.Setup{
		ID: id, Out: out, User: user,
		Noun: "link", Nothing: "there is no link yet.",
		Title: "SSO URL", Heading: "SIGN-IN LINK", File: "apimtui-sso-*.txt",
		Write: host.Write, Now: host.Now, Scopes: []keys.Scope{keys.Panel, keys.Link}, Wide: 50,
		Act: p.act, Ahead: p.ahead, Draw: p.draw, Take: p.take, Typed: p.typed,
	})
	return p
}

// link is a link as a panel keeps it.
type link struct{ access.SSO }

func parse(v secret.Value) (*link, error) {
	s, err := access.ParseSSO(v)
	return &link{s}, err
}

func (l *link) Owner() string   { return l.User }
func (l *link) Ends() time.Time { return l.Expires }

// place is where the developer portal is.
type place struct {
	portal, warning string
	err             error
}

func (p *Page) Init() tea.Cmd {
	maker, host, id := p.maker, p.host, p.User.ID
	return p.Make(func(ctx context.Context) panel.Made[*link] {
		var at place
		at.portal, at.warning, at.err = host.Portal(ctx)
		made := panel.Ask(ctx, id, func(ctx context.Context) (secret.Value, error) { return maker.SSOURL(ctx, id, nil) }, parse)
		made.With = at
		return made
	})
}

// take handles the result of making a link.
func (p *Page) take(v any) tea.Cmd {
	at := v.(panel.Made[*link]).With.(place)
	if p.portalErr = at.err; at.err == nil {
		p.portal, p.disabled = at.portal, at.warning // else what was known still is
	}
	p.compose()
	return nil
}

// asReturned reports whether the link is the service's own: there is none to a portal
// that is not known. The operator's choice is kept for when it is.
func (p *Page) asReturned() bool { return p.portal == "" || p.returned }

// compose builds the value to show and copy from link, form and path.
func (p *Page) compose() {
	switch {
	case !p.Has():
	case p.asReturned():
		p.Show(p.Kept().Returned(p.path))
	default:
		p.Show(p.Kept().On(p.portal, p.path))
	}
}

// Resize implements ui.Page. A code that no longer fits is hidden.
func (p *Page) Resize(width, height int) {
	p.width, p.height = width, height
	if p.Shown(asCode) && !p.fits() {
		p.Hide(asCode)
	}
}

func (p *Page) Why(a keys.Action) string {
	if p.ahead(a) {
		return ""
	}
	switch a {
	case keys.Copy, keys.Reveal, keys.Alone, keys.WriteFile, keys.Browser:
		return p.WhyNotOut(a)
	case keys.QR:
		return p.whyNoCode()
	case keys.NextForm:
		switch {
		case !p.Has() || p.portal != "":
		case p.portalErr != nil:
			return "Disabled: the developer portal's address could not be read; r tries again."
		default:
			return "Disabled: the service has no developer portal."
		}
	}
	return ""
}

// ahead reports whether an action was typed ahead of its link.
func (p *Page) ahead(a keys.Action) bool {
	switch a {
	case keys.Copy, keys.Reveal, keys.Alone, keys.WriteFile, keys.Browser, keys.QR:
		return p.Making()
	}
	return false
}

func (p *Page) act(a keys.Action) (tea.Cmd, bool) {
	switch a {
	case keys.Copy:
		p.Copy("SSO URL", p.check())
	case keys.Reveal, keys.Alone:
		p.Hide(asCode)
		return nil, false
	case keys.NextForm:
		p.returned = !p.returned
		p.compose()
	case keys.Fresh:
		return p.Init(), true
	case keys.Browser:
		return p.open(), true
	case keys.ReturnPath:
		p.Hide(asCode)
		return p.Edit(p.path), true
	case keys.QR:
		// Below the code the link stays masked.
		p.Hide(component.InClear)
		return p.Toggle(asCode), true
	case keys.Back, keys.Leave:
		shown := p.Shown(asCode)
		p.Hide(asCode)
		return nil, shown
	default:
		return nil, false
	}
	return nil, true
}

// typed takes a return path.
func (p *Page) typed(accepted bool, path string) bool {
	if accepted {
		if err := access.CheckReturnPath(path); path != "" && err != nil {
			p.Show(secret.Value{}, err)
			return false
		}
		p.path = path
	}
	p.compose()
	return true
}

// check returns an error if the link would not paste as itself.
func (p *Page) check() (err error) {
	p.Lend(func(v secret.Value) { err = clipboard.CheckURL(v, p.hostName()) })
	return err
}

// open opens the link in a browser here, or shows it for the operator's own
// terminal to open.
func (p *Page) open() tea.Cmd {
	if why := p.host.NoBrowser; why != "" {
		p.Hide(asCode)
		tick := p.Toggle(asLink)
		if p.Shown(asLink) {
			p.Out.Ask(ui.Notify{Text: "No browser is opened: " + why + ". The link above can be clicked for 20 seconds in terminals that know links.", Kind: ui.Info})
		}
		return tick
	}
	open := p.host.Open
	return p.HandOn("open", func(ctx context.Context, v secret.Value) ui.Notify {
		program, err := open(ctx, v)
		if err != nil {
			return ui.Notify{Text: "Not opened: " + api.Explain(err).What.String(), Kind: ui.Bad}
		}
		return ui.Notify{Text: "Given to " + program + "; not confirmed.", Kind: ui.Info}
	})
}
