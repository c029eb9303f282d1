package sso

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/api/access"
	"apimtui/api/secret"
	"apimtui/tui/panel"
)

// link is a link as a panel keeps it.
type link struct{ access.SSO }

func parse(v secret.Value) (*link, error) {
	s, err := access.ParseSSO(v)
	return &link{s}, err
}

func (l *link) Owner() string { return l.User }

func (l *link) Ends() time.Time { return l.Expires }

// place is where the developer portal is.
type place struct {
	portal, warning string
	err             error
}

func (p *Page) fresh() tea.Cmd {
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

// form is the kind of link: without a known portal, only the service's own. The
// operator's choice is kept for when a portal is known.
func (p *Page) form() form {
	if p.portal == "" {
		return asReturned
	}
	return p.wish
}

// compose builds the value to show and copy from link, form and path.
func (p *Page) compose() {
	switch {
	case !p.Has():
	case p.form() == onPortal:
		p.Show(p.Kept().On(p.portal, p.path))
	default:
		p.Show(p.Kept().Returned(p.path))
	}
}

func checkPath(s string) error {
	if s == "" {
		return nil
	}
	return access.CheckReturnPath(s)
}
