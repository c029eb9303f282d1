package services

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"apimtui/api"
	"apimtui/api/text"
	"apimtui/tui/theme"
	"apimtui/tui/tuitest"
	"apimtui/tui/ui"
)

func service(name, sku string) api.FoundService {
	return api.FoundService{Scope: api.Scope{SubscriptionID: "s", ResourceGroup: "rg", ServiceName: name}, SKU: text.Text(sku), Location: "West Europe"}
}

// The cursor is on the first service that can be opened until it is moved, and on
// its service when others are found before it.
func TestCursorStaysOnItsService(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := &ui.Outbox{}
		found := api.Found{Services: []api.FoundService{service("a-consumption", "Consumption"), service("c", "Developer"), service("d", "Developer")}}
		find := func(_ context.Context, emit func(api.Found)) (api.Found, error) { return found, nil }
		p := New(t.Context(), 1, out, find, nil, func(_ context.Context, f api.FoundService) (any, error) { return f.Scope.ServiceName, nil }, "typed")
		p.Resize(80, 12)
		carry := func(cmd tea.Cmd) {
			tuitest.Carry(cmd, func(m tea.Msg) tea.Cmd { return p.Receive(m.(ui.Result)) })
		}
		press := func(code rune) { carry(p.Type(tea.KeyPressMsg{Code: code})) }
		see := func(want string) {
			t.Helper()
			frame := ui.Frame{Width: 80, Height: 12, Theme: theme.New(theme.Mono)}
			if screen := ansi.Strip(p.View(frame) + "\n" + strings.Join(p.Notice(frame), "\n")); !strings.Contains(screen, want) {
				t.Errorf("no %q in\n%s", want, screen)
			}
		}
		carry(p.Init())
		see("▌c ")
		press(tea.KeyDown)
		see("▌d ")
		found.Services = append([]api.FoundService{service("0", "Developer")}, found.Services...)
		p.found = found
		p.show()
		see("▌d ")
		press(tea.KeyEnter)
		press(tea.KeyUp)
		press(tea.KeyUp)
		see("The Consumption tier has no users.")
		press(tea.KeyEnter)
		for range 9 {
			press(tea.KeyDown)
		}
		press(tea.KeyEnter)
		if asked := fmt.Sprint(out.Take()); asked != "[d typed]" {
			t.Errorf("asked %s", asked)
		}
	})
}
