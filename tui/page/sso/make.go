package sso

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/access"
	"apimtui/api/secret"
)

// failure is why there is no link.
type failure struct {
	err     error
	refused bool // one came, and must not be handed on
}

// made is what making a link brings.
type made struct {
	link      access.SSO
	portal    string
	portalErr error
	failed    *failure
}

func (p *Page) fresh() tea.Cmd {
	if p.tasks.Running(taskLink) {
		return nil // each costs a write of the subscription's budget
	}
	p.forget()
	p.failed, p.problem = nil, ""
	maker, host, id := p.maker, p.host, p.user.ID
	p.busy.Start(time.Now())
	return tea.Batch(p.tick(), p.tasks.Run(taskLink, func(ctx context.Context) any {
		var m made
		m.portal, m.portalErr = host.Portal(ctx)
		m.link, m.failed = ask(ctx, maker, id)
		return m
	}))
}

// ask makes a link and compares it with what was asked for.
func ask(ctx context.Context, maker Maker, id api.UserID) (access.SSO, *failure) {
	v, err := maker.SSOURL(ctx, id, nil)
	if err != nil {
		return access.SSO{}, &failure{err: err}
	}
	defer v.Wipe()
	link, err := access.ParseSSO(v)
	if err == nil && link.User != string(id) {
		link.Wipe()
		err = errors.New("it is for another user than the one asked for")
	}
	if err != nil {
		return access.SSO{}, &failure{err: err, refused: true}
	}
	return link, nil
}

func (p *Page) take(m made) {
	p.busy.Stop()
	p.look()
	if p.portalErr = m.portalErr; m.portalErr == nil {
		p.portal = m.portal // else the one that was known still is
	}
	if p.failed = m.failed; m.failed != nil {
		return
	}
	p.link = &m.link
	p.compose()
}

// form is where the link leads: without a known portal, only where the service
// says. What the operator wishes is kept for when one is known.
func (p *Page) form() form {
	if p.portal == "" {
		return asReturned
	}
	return p.wish
}

// compose makes the value that is shown and copied, of link, form and path.
func (p *Page) compose() {
	if p.link == nil {
		return
	}
	var v secret.Value
	var err error
	if p.form() == onPortal {
		v, err = p.link.On(p.portal, p.path)
	} else {
		v, err = p.link.Returned(p.path)
	}
	if p.problem = ""; err != nil {
		p.problem = err.Error()
	}
	p.value.Set(v)
	p.hide()
}
