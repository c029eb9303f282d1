package sso

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/secret"
	"apimtui/tui/keys"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

type maker struct{}

func (maker) SSOURL(context.Context, api.UserID, api.Watch) (secret.Value, error) {
	return secret.New("https://contoso.portal.azure-api.net/signin-sso?token=ada%26202603020905%26YWJj"), nil
}

// TestNoWarningOfWhatIsNotThere types a return path that is refused while the
// link is in clear: the refusal takes the link's place.
func TestNoWarningOfWhatIsNotThere(t *testing.T) { synctest.Test(t, noWarning) }

func noWarning(t *testing.T) {
	host := Host{
		Portal: func(context.Context) (string, string, error) { return "https://dev.contoso.com", "", nil },
		Now:    func() time.Time { return time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) },
	}
	p := New(t.Context(), 1, &ui.Outbox{}, maker{}, host, api.User{ID: "ada"})
	defer p.Close()
	for _, c := range p.Init()().(tea.BatchMsg) {
		if r, ok := c().(ui.Result); ok && r.Value != nil {
			p.Receive(r)
		}
	}
	f := ui.Frame{Width: 80, Height: 24, Theme: theme.New(theme.Mono)}
	p.Do(keys.Reveal)
	if p.Notice(f) == nil {
		t.Fatal("no warning of a link in clear")
	}
	p.Do(keys.ReturnPath)
	p.Type(tea.PasteMsg{Content: "profile"})
	p.Type(tea.KeyPressMsg{Code: tea.KeyEnter})
	if said := p.Notice(f); said != nil {
		t.Errorf("%q, and there is no link:\n%s", said, p.View(f))
	}
}
