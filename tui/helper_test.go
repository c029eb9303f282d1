package tui

import (
	"context"
	"net/http"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"

	"apimtui/api"
	"apimtui/api/rules"
	"apimtui/api/secret"
	"apimtui/api/simulator"
	"apimtui/tui/term"
	"apimtui/tui/term/clipboard"
	"apimtui/tui/theme"
	"apimtui/tui/tuitest"
	"apimtui/tui/ui"
)

// present is the service's present: a fixed morning when a test begins, and as
// long after it as the test has lasted in its simulated time.
func present() time.Time {
	began := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC) // when synctest begins
	return time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC).Add(time.Since(began))
}

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
	// credential is nil for one that is always good.
	credential azcore.TokenCredential
	clip       *fakeClipboard
	// asks is where a sign-in asks for a code.
	asks chan signInAsk
	// bare is a console without a service.
	bare bool
	// askClock takes the present from the service's answers alone.
	askClock bool
	size     [2]int
	env      []string
	program  []tea.ProgramOption
	change   func(*guarded) // before it starts
	line     *term.Line
}

var sizes = [][2]int{{60, 14}, {80, 24}, {120, 40}}

// show runs a script on the console.
func (w *world) show(t *testing.T, script func(d *tuitest.Driver)) {
	t.Helper()
	if w.size == [2]int{} {
		w.size = [2]int{80, 24}
	}
	ctx, cancel := context.WithCancel(context.Background())
	w.ctx = ctx
	w.line = &term.Line{}
	tuitest.Run(t, tuitest.Options{Width: w.size[0], Height: w.size[1], Env: w.env, Line: w.line, ProgramOptions: w.program}, w.model, func(d *tuitest.Driver) {
		defer cancel()
		script(d)
	})
}

func (w *world) model() tea.Model {
	w.simulated.Now = present
	w.sim = simulator.New(w.simulated)
	var transport http.RoundTripper = w.sim.Transport()
	if w.wrap != nil {
		transport = w.wrap(transport)
	}
	if w.credential == nil {
		w.credential = static{}
	}
	advise := func(a api.Advice) string {
		if a.Act == api.ActSignIn && w.options.NewToken != nil {
			return FreshTokenHelp()
		}
		return ""
	}
	client, err := api.New(api.Options{
		Scope:    api.Scope{SubscriptionID: "00000000-0000-0000-0000-000000000000", ResourceGroup: "rg1", ServiceName: "apimService1"},
		Endpoint: "http://simulator.invalid", AllowHTTP: true, Credential: w.credential, Transport: transport, Advise: advise, Journal: w.options.Journal,
	})
	if err != nil {
		panic(err)
	}
	w.client = client
	w.asks = make(chan signInAsk)
	o := w.consoleOptions()
	o.SignIns = &SignIns{w.asks}
	if w.bare {
		o.Client, o.Context, o.Service, o.Badges = nil, "", "", nil
	}
	r := newRoot(w.ctx, o, w.size[0], w.size[1])
	r.look.heard = w.line.Heard
	g := &guarded{model: r, line: w.line, send: func(tea.Msg) {}}
	if w.change != nil {
		w.change(g)
	}
	return g
}

// consoleOptions are the options of a console on the simulated service.
func (w *world) consoleOptions() Options {
	client := w.client
	o := w.options
	o.Client, o.Exchanges = client, client.Exchanges
	if o.Service == "" {
		o.Context, o.Service, o.Badges = "demo", "apimService1", []Badge{{Text: "DEMO", Kind: ui.Info}}
	}
	if o.Theme == "" {
		o.Theme = theme.Dark
	}
	o.Now = present
	if w.askClock {
		o.Now = client.Now
	}
	o.Local = time.FixedZone("CET", 3600)
	o.Portal = func(ctx context.Context) (string, string, error) {
		s, err := client.Services.Get(ctx)
		return s.DeveloperPortalURL.Exact(), rules.WarnPortal(s), err
	}
	if o.Clipboard == nil {
		w.clip = &fakeClipboard{}
		o.Clipboard, o.ClearAfter = w.clip, 45*time.Second
	}
	return o
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

// fakeClipboard remembers what is on it.
type fakeClipboard struct {
	mu     sync.Mutex
	holds  string
	copies int
	blind  bool // cannot be read back
	drops  bool // tmux would drop it
	stuck  bool // cannot be cleared
	slow   time.Duration
}

// set changes the clipboard, as its machine would.
func (f *fakeClipboard) set(change func(*fakeClipboard)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	change(f)
}

func (f *fakeClipboard) value() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.holds
}

func (f *fakeClipboard) copied() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.copies
}

func (f *fakeClipboard) Copy(_ context.Context, v secret.Value) clipboard.Result {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case f.drops:
		return clipboard.Result{Claim: clipboard.WouldBeDropped, Words: "tmux would drop this: set -g set-clipboard on."}
	case f.blind:
		f.holds, f.copies = v.Reveal(), f.copies+1
		return clipboard.Result{Claim: clipboard.Sent, Words: "Sent to your terminal; not confirmed."}
	}
	f.holds, f.copies = v.Reveal(), f.copies+1
	return clipboard.Result{Claim: clipboard.Copied, Words: "Copied (fake).", CanReadBack: true}
}

func (f *fakeClipboard) Clear(_ context.Context, v secret.Value) clipboard.ClearResult {
	f.mu.Lock()
	slow := f.slow
	f.mu.Unlock()
	time.Sleep(slow) // simulated
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.stuck {
		return clipboard.ClearResult{Outcome: clipboard.ClearFailed, Words: "Not cleared."}
	}
	if f.holds != v.Reveal() {
		return clipboard.ClearResult{Outcome: clipboard.Changed, Words: "Not cleared: the clipboard holds something else by now."}
	}
	f.holds = ""
	return clipboard.ClearResult{Outcome: clipboard.Cleared, Words: "Cleared."}
}

func (f *fakeClipboard) Overwrite(context.Context) clipboard.Result {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.holds = " "
	return clipboard.Result{Claim: clipboard.Sent, Words: "A space instead."}
}
