package tui

import (
	"context"
	"sync"
	"time"

	"apimtui/api"
	"apimtui/api/secret"
	"apimtui/tui/page/sso"
	"apimtui/tui/page/token"
	"apimtui/tui/term"
)

// linkHost returns the surroundings of the sign-in link panel.
func (r *root) linkHost() sso.Host {
	b := term.Browser{Env: r.opts.Env}
	return sso.Host{Portal: r.opts.Portal, NoBrowser: b.Why(), NoCode: r.noCode, Open: r.computer.browse(b), Write: r.computer.write, Now: r.opts.Now}
}

// noCode reports why no scannable code can be drawn: it has to be dark on light,
// and without colours only the theme tells which of the terminal's two is which.
func (r *root) noCode() string {
	if r.look.charset.ascii {
		return "the terminal shows ASCII alone, and a code is drawn in blocks"
	}
	if !term.NoColor(r.opts.Env) || r.theme.KnowsGround() {
		return ""
	}
	return "without colours a code needs to know the terminal's background; theme: dark, or light, in the configuration tells it"
}

func (r *root) tokenHost() token.Host {
	target := r.opts.TokenTarget
	if target == nil {
		target = func(_ context.Context, id api.UserID) (string, error) { return r.opts.Client.Users.URL(id), nil }
	}
	return token.Host{Write: r.computer.write, Target: target, Local: r.opts.Local, NoZone: r.opts.NoZone, Now: r.opts.Now}
}

func (m *computer) write(pattern string, v secret.Value) (string, error) {
	return term.WriteSecret(m.env, pattern, v)
}

// browse opens a link and cleans up after the browser.
func (m *computer) browse(b term.Browser) func(context.Context, secret.Value) (string, error) {
	return func(ctx context.Context, link secret.Value) (string, error) {
		program, remove, err := b.Open(ctx, link)
		if err == nil {
			time.AfterFunc(term.KeepPage, remove)
			m.keep(remove)
		}
		return program, err
	}
}

// computer is the local machine as pages use it.
type computer struct {
	env []string

	mu     sync.Mutex
	remove []func() // files that must not outlive the console; commands add to them
}

func (m *computer) keep(remove func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.remove = append(m.remove, remove)
}

// clean removes what must not outlive the console.
func (m *computer) clean() {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, remove := range m.remove {
		remove()
	}
	m.remove = nil
}
