package action

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/charmbracelet/x/ansi"

	"apimtui/api"
	"apimtui/api/simulator"
	"apimtui/tui/flow"
	"apimtui/tui/keys"
	"apimtui/tui/theme"
	"apimtui/tui/tuitest"
	"apimtui/tui/ui"
)

type static struct{}

func (static) GetToken(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error) {
	return azcore.AccessToken{Token: "test", ExpiresOn: time.Now().Add(time.Hour)}, nil
}

// bench carries actions out on a simulated service.
type bench struct {
	*Surface
	t     *testing.T
	sim   *simulator.Service
	box   ui.Overlay
	page  ui.Page
	last  *ui.Undoable
	asked []any
}

const mateo api.UserID = "mateo-garcia"

func newBench(t *testing.T) *bench {
	b := &bench{t: t, sim: simulator.New(simulator.Options{})}
	client, err := api.New(api.Options{
		Scope:    api.Scope{SubscriptionID: "00000000-0000-0000-0000-000000000000", ResourceGroup: "rg1", ServiceName: "apimService1"},
		Endpoint: "http://simulator.invalid", AllowHTTP: true, Credential: static{}, Transport: b.sim.Transport(),
	})
	if err != nil {
		t.Fatal(err)
	}
	id := ui.PageID(0)
	b.Surface = &Surface{
		Context: t.Context(), Client: client, Subscriptions: &Named{Subscriptions: client.Subscriptions}, Out: &ui.Outbox{}, Command: []string{"apimtui", "--demo"},
		Talk:  flow.Host{Users: client.Users, Mails: &flow.Mails{}, Clock: func(t time.Time) string { return t.Format("15:04") }, Now: time.Now},
		NewID: func() ui.PageID { id++; return id },
		Open:  func(p ui.Page) tea.Cmd { b.page = p; return p.Init() },
		Over:  func(o ui.Overlay) tea.Cmd { b.box = o; o.Resize(100, 40); return o.Init() },
		Local: time.Now, Last: func() *ui.Undoable { return b.last },
	}
	return b
}

func (b *bench) user(id api.UserID) *api.User {
	b.t.Helper()
	u, _, err := b.Users.Get(b.Context, id)
	if err != nil {
		b.t.Fatal(err)
	}
	return &u
}

func (b *bench) carry(cmd tea.Cmd) {
	tuitest.Carry(cmd, func(m tea.Msg) tea.Cmd { return b.box.Receive(m.(ui.Result)) })
	b.asked = append(b.asked, b.Out.Take()...)
	for _, i := range b.asked {
		if u, ok := i.(ui.Undoable); ok {
			b.last = &u
		}
	}
}

// do opens an action on a user and presses keys in its box.
func (b *bench) do(a keys.Action, u *api.User, press ...string) {
	b.t.Helper()
	b.carry(ByID()[a].Do(b.Surface, u))
	b.press(press...)
}

func (b *bench) press(names ...string) {
	for _, k := range names {
		msg := tea.KeyPressMsg{Code: []rune(k)[0], Text: k}
		if k == "down" {
			msg = tea.KeyPressMsg{Code: tea.KeyDown}
		}
		b.carry(b.box.Press(msg))
	}
}

func (b *bench) screen() string {
	return strings.Join(strings.Fields(strings.ReplaceAll(ansi.Strip(b.box.View(theme.New(theme.Mono), 100, 40)), "│", " ")), " ")
}

func (b *bench) mustSee(wants ...string) {
	b.t.Helper()
	for _, w := range wants {
		if !strings.Contains(b.screen(), w) {
			b.t.Errorf("no %q in\n%s", w, b.screen())
		}
	}
}

// notice is what was told last.
func (b *bench) notice() (text string) {
	for _, i := range b.asked {
		if n, ok := i.(ui.Notify); ok {
			text = n.Text
		}
	}
	return text
}

// sent are the writes that reached the service, and what was in them.
func (b *bench) sent() (all []string) {
	for _, e := range b.sim.Journal() {
		if e.Method != http.MethodGet && e.Method != http.MethodHead {
			q, _ := url.ParseQuery(e.Query)
			q.Del("api-version")
			all = append(all, strings.TrimSpace(fmt.Sprint(e.Method, " ", q.Encode(), " ", e.Body)))
		}
	}
	return all
}
