// Package token is the panel that makes a shared access token for a user.
package token

import (
	"context"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/access"
	"apimtui/api/secret"
	"apimtui/tui/keys"
	"apimtui/tui/panel"
	"apimtui/tui/ui"
)

// Maker makes tokens.
type Maker interface {
	Token(ctx context.Context, id api.UserID, key api.KeyType, expiry time.Time, watch api.Watch) (secret.Value, error)
}

// Host is the environment of the panel.
type Host struct {
	// Write writes a secret to a private file and returns its name. Call it in
	// commands.
	Write func(pattern string, v secret.Value) (string, error)
	// Target finds a user's address on the service's own management endpoint, for
	// the curl form. It may ask the service: call it in commands. Its errors are
	// worded for the operator.
	Target func(ctx context.Context, id api.UserID) (string, error)
	Local  *time.Location
	NoZone bool // Local is not known, and a date that is typed has to name a zone
	// Now returns the service's time.
	Now func() time.Time
}

// row is where the cursor is.
type row int

const (
	rowKey row = iota
	rowExpiry
)

// Page is the panel.
type Page struct {
	*panel.Keeper[*token]
	maker Maker
	host  Host

	row    row
	chosen choice
	line   panel.Line // to type an expiry
	wrong  error      // what is wrong with it

	with  choice    // what the token was asked for with
	asked time.Time // the expiry that was asked for
	// notAsked describes how the token differs from the request.
	notAsked error
	form     int    // index into access.Forms
	target   string // where the token can be used, "" before that was asked
}

var _ ui.Page = (*Page)(nil)

// New returns the panel. It makes a token only on request.
func New(ctx context.Context, id ui.PageID, out *ui.Outbox, maker Maker, host Host, user api.User) *Page {
	return &Page{
		Keeper: panel.New[*token](ctx, panel.Setup{
			ID: id, Out: out, User: user,
			Noun: "token", Nothing: "there is no token yet; enter makes one.", Title: "Shared access token", File: "apimtui-token-*.txt",
			Write: host.Write, Now: host.Now,
		}),
		maker: maker, host: host, chosen: choice{key: api.PrimaryKey}, row: rowExpiry, line: panel.NewLine(40),
	}
}

func (p *Page) Init() tea.Cmd { return p.Tick() }

func (p *Page) Receive(r ui.Result) tea.Cmd { return p.Accept(r, p.take) }

func (p *Page) Scopes() []keys.Scope { return p.line.Scopes(keys.Panel, keys.TokenForm) }

func (p *Page) Typing() bool { return p.line.Typing() }

func (p *Page) Why(a keys.Action) string {
	if p.ahead(a) {
		return ""
	}
	switch a {
	case keys.NextForm, keys.Fresh:
		return p.WhyNothing()
	case keys.Copy, keys.Reveal, keys.Alone, keys.WriteFile:
		return p.WhyNotOut(a)
	}
	return ""
}

// ahead reports whether an action was typed ahead of its token or of the address
// that the form needs.
func (p *Page) ahead(a keys.Action) bool {
	switch a {
	case keys.NextForm:
		return p.Making()
	case keys.Copy, keys.Reveal, keys.Alone, keys.WriteFile:
		return p.Making() || p.aiming()
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
	case keys.Up:
		p.row = rowKey
	case keys.Down:
		p.row = rowExpiry
	case keys.Left:
		p.choose(-1)
	case keys.Right:
		p.choose(1)
	case keys.TypeExpiry:
		return p.line.Open(p.chosen.typed), true
	case keys.Accept, keys.Fresh:
		return p.make(), true
	case keys.Copy:
		p.Copy("Token, "+p.formName(), p.check())
	case keys.NextForm:
		p.form = (p.form + 1) % len(access.Forms())
		return p.compose(), true
	default:
		return p.Keeper.Do(a)
	}
	return nil, true
}

// Type implements ui.Page: an expiry, which counts only once it is valid.
func (p *Page) Type(msg tea.Msg) tea.Cmd {
	a, cmd := p.line.Type(msg)
	switch a {
	case keys.Accept:
		p.Look()
		typed := p.chosen
		typed.typed = strings.TrimSpace(p.line.Value())
		if _, p.wrong = p.expiry(typed); p.wrong == nil {
			p.chosen = typed
			p.line.Close()
		}
	case keys.Cancel:
		p.wrong = nil
		p.line.Close()
	}
	return cmd
}
