package tui

import (
	"context"
	"net/http"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"

	"apimtui/api"
	"apimtui/api/simulator"
	"apimtui/tui/theme"
	"apimtui/tui/tuitest"
	"apimtui/tui/ui"
)

// now is the service's present in all tests here.
var now = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

type static struct{}

func (static) GetToken(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error) {
	return azcore.AccessToken{Token: "test", ExpiresOn: time.Now().Add(24 * time.Hour)}, nil
}

// world is a console on a simulated service.
type world struct {
	sim       *simulator.Service
	client    *api.Client
	ctx       context.Context
	simulated simulator.Options
	// wrap stands between the client and the service.
	wrap    func(http.RoundTripper) http.RoundTripper
	options Options
	size    [2]int
	env     []string
}

var sizes = [][2]int{{60, 16}, {80, 24}, {120, 40}}

// show runs a script on the console.
func (w *world) show(t *testing.T, script func(d *tuitest.Driver)) {
	t.Helper()
	if w.size == [2]int{} {
		w.size = [2]int{80, 24}
	}
	ctx, cancel := context.WithCancel(context.Background())
	w.ctx = ctx
	tuitest.Run(t, tuitest.Options{Width: w.size[0], Height: w.size[1], Env: w.env}, w.model, func(d *tuitest.Driver) {
		defer cancel()
		script(d)
	})
}

func (w *world) model() tea.Model {
	w.sim = simulator.New(w.simulated)
	var transport http.RoundTripper = w.sim.Transport()
	if w.wrap != nil {
		transport = w.wrap(transport)
	}
	client, err := api.New(api.Options{
		Scope:    api.Scope{SubscriptionID: "00000000-0000-0000-0000-000000000000", ResourceGroup: "rg1", ServiceName: "apimService1"},
		Endpoint: "http://simulator.invalid", AllowHTTP: true, Credential: static{}, Transport: transport,
	})
	if err != nil {
		panic(err)
	}
	w.client = client
	o := w.options
	o.Users = client.Users
	if o.Service == "" {
		o.Context, o.Service, o.Badges = "demo", "apimService1", []Badge{{Text: "DEMO", Kind: ui.Info}}
	}
	if o.Theme == "" {
		o.Theme = theme.Dark
	}
	o.Now = func() time.Time { return now }
	return &guarded{model: newRoot(w.ctx, o, w.size[0], w.size[1]), send: func(tea.Msg) {}}
}

// id is the id of the user with an e-mail address.
func (w *world) id(t *testing.T, email string) string {
	t.Helper()
	m, err := w.client.Users.Find(context.Background(), email)
	if err != nil {
		t.Fatal(err)
	}
	return string(m.Users[0].ID)
}
