package token

import (
	"context"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"apimtui/api/access"
	"apimtui/api/secret"
	"apimtui/tui/term/clipboard"
)

// compose builds the value to show and copy from token and form. Only a curl
// command needs the address where the token can be used.
func (p *Page) compose() tea.Cmd {
	f := access.Forms()[p.form]
	if f == access.Curl && p.target == "" {
		p.Show(secret.Value{}, nil)
		return p.find()
	}
	p.Show(p.Kept().As(f, p.target))
	return nil
}

// found is the address where the token can be used.
type found struct {
	target string
	err    error
}

func (p *Page) find() tea.Cmd {
	find, id := p.host.Target, p.User.ID
	return p.Find(func(ctx context.Context) any {
		target, err := find(ctx, id)
		return found{target, err}
	})
}

// aiming reports whether the form waits for that address.
func (p *Page) aiming() bool {
	return p.Has() && p.Finding() && access.Forms()[p.form] == access.Curl
}

// aim takes the address, unless the operator has stopped waiting.
func (p *Page) aim(f found) tea.Cmd {
	p.target = f.target
	switch {
	case !p.Has() || access.Forms()[p.form] != access.Curl:
		return nil
	case f.err != nil:
		p.Show(secret.Value{}, fmt.Errorf("no curl command: %w", f.err))
		return nil
	}
	return p.compose()
}

func (p *Page) formName() string {
	switch access.Forms()[p.form] {
	case access.URL:
		return "URL-encoded"
	case access.Header:
		return "Authorization header"
	case access.Curl:
		return "curl command"
	}
	return "raw"
}

// check returns an error if the token would not paste as itself.
func (p *Page) check() error {
	raw, err := p.Kept().As(access.Raw, "")
	if err != nil {
		return err
	}
	defer raw.Wipe()
	return clipboard.CheckToken(raw)
}
