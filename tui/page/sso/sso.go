// Package sso is the panel that makes sign-in links for the developer portal.
package sso

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/secret"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/panel"
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

// form is the kind of link.
type form int

const (
	onPortal form = iota
	asReturned
)

// Page is the panel.
type Page struct {
	*panel.Keeper[*link]
	maker Maker
	host  Host

	portal    string
	portalErr error
	disabled  string     // why a link may not open the portal
	wish      form       // the one shown is another while there is no portal
	path      string     // return path
	line      panel.Line // to type it

	width, height int
}

var _ ui.Page = (*Page)(nil)

// New returns the panel. It makes a link as it opens.
func New(ctx context.Context, id ui.PageID, out *ui.Outbox, maker Maker, host Host, user api.User) *Page {
	return &Page{
		Keeper: panel.New[*link](ctx, panel.Setup{
			ID: id, Out: out, User: user,
			Noun: "link", Nothing: "there is no link yet.", Title: "SSO URL", File: "apimtui-sso-*.txt",
			Write: host.Write, Now: host.Now,
		}),
		maker: maker, host: host, line: panel.NewLine(50),
	}
}

func (p *Page) Init() tea.Cmd { return p.fresh() }

func (p *Page) Receive(r ui.Result) tea.Cmd { return p.Accept(r, p.take) }

func (p *Page) Scopes() []keys.Scope { return p.line.Scopes(keys.Panel, keys.Link) }

func (p *Page) Typing() bool { return p.line.Typing() }

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

func (p *Page) Do(a keys.Action) (tea.Cmd, bool) {
	if p.ahead(a) {
		p.Later(a)
		return nil, true
	}
	if p.Return(a) {
		return nil, true
	}
	switch a {
	case keys.Copy:
		p.Copy("SSO URL", p.check())
	case keys.Reveal, keys.Alone:
		p.Hide(asCode)
		return p.Keeper.Do(a)
	case keys.NextForm:
		p.wish = (p.wish + 1) % (asReturned + 1)
		p.compose()
	case keys.Fresh:
		return p.fresh(), true
	case keys.Browser:
		return p.open(), true
	case keys.ReturnPath:
		p.Hide(asCode)
		return p.line.Open(p.path), true
	case keys.QR:
		// Below the code the link stays masked.
		p.Hide(component.InClear)
		return p.Toggle(asCode), true
	case keys.Back, keys.Leave:
		shown := p.Shown(asCode)
		p.Hide(asCode)
		return nil, shown
	default:
		return p.Keeper.Do(a)
	}
	return nil, true
}

// Type implements ui.Page: the return path.
func (p *Page) Type(msg tea.Msg) tea.Cmd {
	a, cmd := p.line.Type(msg)
	switch a {
	case keys.Accept:
		if err := checkPath(p.line.Value()); err != nil {
			p.Show(secret.Value{}, err)
			return nil
		}
		p.path = p.line.Value()
		p.line.Close()
		p.compose()
	case keys.Cancel:
		p.line.Close()
		p.compose()
	}
	return cmd
}
