package subkeys

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"apimtui/api"
	"apimtui/api/secret"
	"apimtui/tui/keys"
	"apimtui/tui/theme"
	"apimtui/tui/tuitest"
	"apimtui/tui/ui"
)

// A key is shown and copied only when that is asked for, in the form asked for.
func TestKeysAndTheirForms(t *testing.T) {
	for _, gateway := range []string{"https://apim.example/", ""} {
		synctest.Test(t, func(t *testing.T) {
			out, reads, asked := &ui.Outbox{}, 0, api.KeyType("")
			p := New(t.Context(), 1, out, Host{
				Keys: func(context.Context, api.Subscription, api.Watch) (api.Keys, error) {
					reads++
					return api.Keys{Primary: secret.New("first-key"), Secondary: secret.New("second-key")}, nil
				},
				Gateway: func(context.Context) (string, error) {
					if gateway == "" {
						return "", errors.New("no permission")
					}
					return gateway, nil
				},
				Regenerate: func(_ api.Subscription, key api.KeyType) tea.Cmd { asked = key; return nil },
				Now:        time.Now,
			}, api.User{ID: "ada", FirstName: "Ada"}, api.Subscription{ID: "sub1", State: "suspended"}, "Gold")
			defer p.Close()
			p.Resize(100, 20)
			var carry func(tea.Cmd)
			do := func(a keys.Action) { cmd, _ := p.Do(a); carry(cmd) }
			screen := func() string {
				return ansi.Strip(p.View(ui.Frame{Width: 100, Height: 20, Theme: theme.New(theme.Mono)}))
			}
			carry = func(cmd tea.Cmd) {
				tuitest.Carry(cmd, func(m tea.Msg) tea.Cmd {
					if r, ok := m.(ui.Result); ok && r.Task != "tick" {
						return p.Receive(r)
					}
					return nil
				})
			}
			carry(p.Init())
			if s := screen(); !strings.Contains(s, "Gold") || !strings.Contains(s, "It is suspended: the gateway does not take its keys.") || strings.Contains(s, "-key") {
				t.Errorf("the panel:\n%s", s)
			}
			copied := func() string {
				if p.Why(keys.Copy) != "" {
					return "nothing"
				}
				do(keys.Copy)
				for _, a := range out.Take() {
					if c, ok := a.(ui.Copy); ok && c.Secret {
						return c.Text.Reveal()
					}
				}
				return "nothing"
			}
			if got := copied(); got != "first-key" {
				t.Errorf("copied %q", got)
			}
			do(secondary)
			do(keys.NextForm)
			if got := copied(); got != "Ocp-Apim-Subscription-Key: second-key" {
				t.Errorf("copied %q", got)
			}
			do(keys.NextForm)
			if gateway == "" {
				if s := screen(); !strings.Contains(s, "the address of the gateway is not known: no permission.") || copied() != "nothing" {
					t.Errorf("without a gateway:\n%s", s)
				}
			} else if got := copied(); got != "curl -H 'Ocp-Apim-Subscription-Key: second-key' 'https://apim.example/'" {
				t.Errorf("copied %q", got)
			}
			if do(regenerate); asked != api.SecondaryKey {
				t.Errorf("asked for a new %q key", asked)
			}
			if p.Why(secondary) == "" || p.Why(primary) != "" {
				t.Error("the key that is shown is offered")
			}
			carry(p.Changed(api.Version{User: api.User{ID: "bob"}}))
			carry(p.Changed(api.Version{User: api.User{ID: "ada"}}))
			if reads != 2 {
				t.Errorf("read %d times, want once more after a change of the owner", reads)
			}
		})
	}
}
