package token

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/access"
)

// presets are the lives that are offered, shortest first: the first is the
// default, since a token cannot be taken back.
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

// expiry is when a token of that choice would expire.
func (p *Page) expiry(c choice) (time.Time, error) {
	if c.typed != "" {
		return access.ParseExpiry(c.typed, p.now, p.host.Local)
	}
	return access.ParseExpiry(presets()[c.preset], p.now, p.host.Local)
}

// failure is why there is no token.
type failure struct {
	err     error
	refused bool      // one came, and must not be handed on
	expiry  time.Time // of the one that was asked for
}

// made is what making a token brings.
type made struct {
	token  access.Token
	with   choice
	failed *failure
	// notAsked says in what the token is not as it was asked for.
	notAsked error
}

// make makes a token. The one that is held goes only once it is certain that
// another is asked for.
func (p *Page) make() tea.Cmd {
	if p.tasks.Running(taskToken) {
		return nil
	}
	p.now = p.host.Now()
	expiry, err := p.expiry(p.chosen)
	if p.wrong = err; err != nil {
		return nil
	}
	p.forget()
	p.failed = nil
	maker, id, with := p.maker, p.user.ID, p.chosen
	p.busy.Start(time.Now())
	run := p.tasks.Run(taskToken, func(ctx context.Context) any {
		return ask(ctx, maker, id, with, expiry)
	})
	return tea.Batch(run, p.tick())
}

// ask makes a token and compares it with what was asked for.
func ask(ctx context.Context, maker Maker, id api.UserID, with choice, expiry time.Time) made {
	v, err := maker.Token(ctx, id, with.key, expiry, nil)
	if err != nil {
		return made{failed: &failure{err: err, expiry: expiry}}
	}
	defer v.Wipe()
	t, err := access.ParseToken(v)
	if err == nil && t.User != string(id) {
		t.Wipe()
		err = errors.New("it is for another user than the one asked for")
	}
	if err != nil {
		return made{failed: &failure{err: err, refused: true}}
	}
	return made{token: t, with: with, notAsked: t.Check(string(id), expiry)}
}

func (p *Page) take(m made) tea.Cmd {
	if p.failed = m.failed; m.failed != nil {
		return nil
	}
	p.token, p.with, p.notAsked = &m.token, m.with, m.notAsked
	return p.compose()
}
