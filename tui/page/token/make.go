package token

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/access"
	"apimtui/api/secret"
	"apimtui/tui/panel"
)

// presets are the offered lifetimes, shortest first: the first is the default,
// since a token cannot be revoked.
func presets() []string { return []string{"1h", "8h", "1d", "7d", "30d"} }

// choice is what a token is to be.
type choice struct {
	key    api.KeyType
	preset int
	typed  string // an expiry that was typed; "" takes the preset
}

func (p *Page) choose(step int) {
	if p.row == rowKey {
		if p.chosen.key = api.PrimaryKey; step > 0 {
			p.chosen.key = api.SecondaryKey
		}
		return
	}
	p.wrong, p.chosen.typed = nil, ""
	p.chosen.preset = max(0, min(len(presets())-1, p.chosen.preset+step))
}

// expiry returns when a token of that choice would expire.
func (p *Page) expiry(c choice) (time.Time, error) {
	if c.typed != "" && p.host.NoZone {
		return access.ParseExpiry(c.typed, p.Present(), nil)
	}
	if c.typed != "" {
		return access.ParseExpiry(c.typed, p.Present(), p.host.Local)
	}
	return access.ParseExpiry(presets()[c.preset], p.Present(), p.host.Local)
}

// token is a token as a panel keeps it.
type token struct{ access.Token }

func parse(v secret.Value) (*token, error) {
	t, err := access.ParseToken(v)
	return &token{t}, err
}

func (t *token) Owner() string { return t.User }

func (t *token) Ends() time.Time { return t.Expires }

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

// take handles what was made or found.
func (p *Page) take(v any) tea.Cmd {
	if f, ok := v.(found); ok {
		return p.aim(f)
	}
	if !p.Has() {
		return nil
	}
	p.notAsked = p.Kept().Check(string(p.User.ID), p.asked)
	return p.compose()
}
