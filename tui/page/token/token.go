// Package token is the panel that makes a shared access token for a user.
package token

import (
	"context"
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/access"
	"apimtui/api/secret"
	"apimtui/tui/keys"
	"apimtui/tui/panel"
	"apimtui/tui/term/clipboard"
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

// presets are the offered lifetimes, shortest first: the first is the default,
// since a token cannot be revoked.
func presets() []string { return []string{"1h", "8h", "1d", "7d", "30d"} }

// choice is what a token is to be.
type choice struct {
	key    api.KeyType
	preset int
	typed  string // an expiry that was typed; "" takes the preset
}

// Page is the panel.
type Page struct {
	*panel.Keeper[*token]
	maker Maker
	host  Host

	onKey  bool // the cursor is on the row of the key, or else on that of the expiry
	chosen choice
	wrong  error // what is wrong with what was typed

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
	p := &Page{maker: maker, host: host, chosen: choice{key: api.PrimaryKey}}
	p.Keeper = panel.New[*token](ctx, panel.Setup{
		ID: id, Out: out, User: user,
		Noun: "token", Nothing: "there is no token yet; enter makes one.",
		Title: "Shared access token", Heading: "SHARED ACCESS TOKEN", File: "apimtui-token-*.txt",
		Write: host.Write, Now: host.Now, Scopes: []keys.Scope{keys.Panel, keys.TokenForm}, Wide: 40,
		Act: p.act, Ahead: p.ahead, Draw: p.draw, Take: p.take, Typed: p.typed,
	})
	return p
}

// token is a token as a panel keeps it.
type token struct{ access.Token }

func parse(v secret.Value) (*token, error) {
	t, err := access.ParseToken(v)
	return &token{t}, err
}

func (t *token) Owner() string   { return t.User }
func (t *token) Ends() time.Time { return t.Expires }

func (p *Page) Init() tea.Cmd { return p.Tick() }

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

func (p *Page) act(a keys.Action) (tea.Cmd, bool) {
	switch a {
	case keys.Up, keys.Down:
		p.onKey = a == keys.Up
	case keys.Left:
		p.choose(-1)
	case keys.Right:
		p.choose(1)
	case keys.TypeExpiry:
		return p.Edit(p.chosen.typed), true
	case keys.Accept, keys.Fresh:
		return p.make(), true
	case keys.Copy:
		p.Copy("Token, "+p.formName(), p.check())
	case keys.NextForm:
		p.form = (p.form + 1) % len(access.Forms())
		return p.compose(), true
	default:
		return nil, false
	}
	return nil, true
}

func (p *Page) choose(step int) {
	if p.onKey {
		if p.chosen.key = api.PrimaryKey; step > 0 {
			p.chosen.key = api.SecondaryKey
		}
		return
	}
	p.wrong, p.chosen.typed = nil, ""
	p.chosen.preset = max(0, min(len(presets())-1, p.chosen.preset+step))
}

// typed takes an expiry, which counts only once it is valid.
func (p *Page) typed(accepted bool, expiry string) bool {
	if p.wrong = nil; !accepted {
		return true
	}
	p.Look()
	to := p.chosen
	to.typed = strings.TrimSpace(expiry)
	if _, p.wrong = p.expiry(to); p.wrong != nil {
		return false
	}
	p.chosen = to
	return true
}

// expiry returns when a token of that choice would expire.
func (p *Page) expiry(c choice) (time.Time, error) {
	at, zone := presets()[c.preset], p.host.Local
	if c.typed != "" {
		at = c.typed
		if p.host.NoZone {
			zone = nil
		}
	}
	return access.ParseExpiry(at, p.Present(), zone)
}

// make makes a token. The current one is dropped only once a new one is certain to
// be requested.
func (p *Page) make() tea.Cmd {
	if p.Making() {
		return nil
	}
	p.Look()
	expiry, err := p.expiry(p.chosen)
	if p.wrong = err; err != nil {
		return nil
	}
	p.with, p.asked, p.form = p.chosen, expiry, 0
	maker, id, key := p.maker, p.User.ID, p.chosen.key
	var aim tea.Cmd
	if p.target == "" {
		aim = p.find() // meanwhile, for keys that are typed ahead to the curl form
	}
	return tea.Batch(aim, p.Make(func(ctx context.Context) panel.Made[*token] {
		return panel.Ask(ctx, id, func(ctx context.Context) (secret.Value, error) { return maker.Token(ctx, id, key, expiry, nil) }, parse)
	}))
}

// take handles what was made or found. An address comes to nothing when the operator
// has stopped waiting for it.
func (p *Page) take(v any) tea.Cmd {
	if f, ok := v.(panel.Found); ok {
		p.target = f.At
		if !p.Has() || !p.curl() {
			return nil
		}
		if f.Err != nil {
			p.Show(secret.Value{}, fmt.Errorf("no curl command: %w", f.Err))
			return nil
		}
		return p.compose()
	}
	if !p.Has() {
		return nil
	}
	p.notAsked = p.Kept().Check(string(p.User.ID), p.asked)
	return p.compose()
}

// compose builds the value to show and copy from token and form. Only a curl
// command needs the address where the token can be used.
func (p *Page) compose() tea.Cmd {
	if p.curl() && p.target == "" {
		p.Show(secret.Value{}, nil)
		return p.find()
	}
	p.Show(p.Kept().As(access.Forms()[p.form], p.target))
	return nil
}

func (p *Page) curl() bool { return access.Forms()[p.form] == access.Curl }

// find looks up the address where the token can be used.
func (p *Page) find() tea.Cmd {
	target, id := p.host.Target, p.User.ID
	return p.Find(func(ctx context.Context) (string, error) { return target(ctx, id) })
}

// aiming reports whether the form waits for that address.
func (p *Page) aiming() bool { return p.Has() && p.Finding() && p.curl() }

// check returns an error if the token would not paste as itself.
func (p *Page) check() error {
	raw, err := p.Kept().As(access.Raw, "")
	if err != nil {
		return err
	}
	defer raw.Wipe()
	return clipboard.CheckToken(raw)
}
