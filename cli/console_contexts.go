package cli

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"

	"apimtui/api"
	"apimtui/api/signin"
	"apimtui/api/text"
	"apimtui/config"
	"apimtui/tui"
	"apimtui/tui/page/contexts"
	"apimtui/tui/page/services"
	"apimtui/tui/ui"
)

// switchboard opens services for a console that runs.
type switchboard struct {
	app     *app
	signIns *tui.SignIns

	mu       sync.Mutex // the console asks from several goroutines
	here     string     // the context that is open, "" for a service without one
	open     api.Scope  // the service that is open
	kept     string     // the context that was kept last, of the service keptFor
	keptFor  api.Scope
	previous string // the one before
	auth     string // how services were found, where another way was chosen
	// clients are those of all services that were opened or tested: what they sent
	// belongs to this session.
	clients []*api.Client
}

var _ tui.Contexts = (*switchboard)(nil)

func (a *app) newSwitchboard() *switchboard {
	b := &switchboard{app: a, signIns: tui.NewSignIns(), previous: config.PreviousContext(a.io.getenv)}
	a.prompt = b.signIns.Prompt
	return b
}

// options are those of a console on a session, with the way to others.
func (b *switchboard) options(s *session, query string) tui.Options {
	o := s.console(query, &b.app.io)
	o.Contexts, o.SignIns = b, b.signIns
	if s.client != nil {
		b.remember(s.client)
		o.Exchanges = b.exchanges
	}
	return o
}

func (b *switchboard) remember(c *api.Client) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.clients = append(b.clients, c)
}

// exchanges are the requests of all services of this session, oldest first.
func (b *switchboard) exchanges() []api.Exchange {
	b.mu.Lock()
	defer b.mu.Unlock()
	var all []api.Exchange
	for _, c := range b.clients {
		all = append(all, c.Exchanges()...)
	}
	slices.SortStableFunc(all, func(x, y api.Exchange) int { return x.At.Compare(y.At) })
	return all
}

func (b *switchboard) List() ([]contexts.Row, error) {
	f, err := b.app.configFile()
	if err != nil {
		return nil, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	var rows []contexts.Row
	clean := func(s string) string { return text.Clean(s).String() }
	for _, name := range slices.Sorted(maps.Keys(f.Contexts)) {
		e := f.Contexts[name]
		rows = append(rows, contexts.Row{
			Name: clean(name), Service: clean(e.Service), ResourceGroup: clean(e.ResourceGroup), Subscription: clean(e.Subscription),
			Production: e.Production, ReadOnly: e.ReadOnly, Here: name == b.here, Current: name == f.Current,
		})
	}
	return rows, nil
}

func (b *switchboard) Previous() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.previous == b.here {
		return ""
	}
	return b.previous
}

func (b *switchboard) Test(ctx context.Context, name string) ([]string, error) {
	s, err := b.session(ui.Target{Context: name})
	if err != nil {
		return nil, err
	}
	b.remember(s.client)
	x := b.app.tryOut(ctx, s)
	var lines []string
	for _, c := range x.checks {
		lines = append(lines, stop(c.Name+" "+string(c.Status)+": "+c.Message)+strings.TrimRight(" "+c.Remedy, " "))
	}
	return lines, ctx.Err()
}

func (b *switchboard) Open(ctx context.Context, t ui.Target) (tui.Options, error) {
	s, err := b.session(t)
	if err == nil && (t.Found != nil || t.Typed != nil) {
		var there api.Service
		there, err = s.client.Services.Get(ctx)
		if why := (api.FoundService{SKU: there.SKU, State: there.ProvisioningState}).Why(); err == nil && why != "" {
			err = errors.New(why)
		}
	}
	if err != nil {
		return tui.Options{}, err
	}
	o := b.options(s, "")
	open := s.client.Scope()
	if s.demo {
		o.Context, open = "demo", api.Scope{}
	}
	o.Entered = func() { b.moved(t.Context, open) }
	return o, nil
}

// moved notes which context is open. One that was typed is kept before it is shown.
func (b *switchboard) moved(to string, open api.Scope) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.open = open; to == "" && open == b.keptFor {
		to = b.kept
	}
	if to == b.here {
		return
	}
	if b.here != "" {
		b.previous = b.here
	}
	b.here = to
}

// session opens a service: that of a context of the file, or one by values that were
// found or typed.
func (b *switchboard) session(t ui.Target) (*session, error) {
	if t.Demo {
		return b.app.connectDemo()
	}
	values := t.Typed
	if t.Found != nil {
		found, err := b.found(t.Found)
		if err != nil {
			return nil, err
		}
		values = found
	}
	f, err := b.app.configFile()
	if err != nil {
		return nil, err
	}
	var settings *config.Settings
	if values != nil {
		settings, err = config.ResolveValues(f, b.app.global.Flags, b.app.io.getenv, values)
	} else {
		settings, err = config.ResolveContext(f, b.app.global.Flags, b.app.io.getenv, t.Context)
	}
	if err != nil {
		return nil, err
	}
	return b.app.open(settings)
}

// found returns the values of a context for a service that was found: how it was
// found is how to sign in to it.
func (b *switchboard) found(f *api.FoundService) (map[string]string, error) {
	settings, err := b.account()
	if err != nil {
		return nil, err
	}
	values := settings.Context.SignInValues()
	values["subscription"], values["resourceGroup"], values["service"] = f.Scope.SubscriptionID, f.Scope.ResourceGroup, f.Scope.ServiceName
	// A person who signed in for the search is not asked again for the tenant.
	if auth := signin.Mode(values["auth"]); f.TenantID != "" && auth != signin.Device && auth != signin.Browser {
		values["tenant"] = f.TenantID
	}
	return values, nil
}

func (b *switchboard) Find(ctx context.Context, emit func(api.Found)) (api.Found, error) {
	return b.finder("")(ctx, emit)
}

// finder finds services by a way to sign in, by that of the settings for "".
func (b *switchboard) finder(auth string) services.Finder {
	return func(ctx context.Context, emit func(api.Found)) (api.Found, error) {
		b.mu.Lock()
		b.auth = auth
		b.mu.Unlock()
		settings, err := b.account()
		if err != nil {
			return api.Found{}, err
		}
		d, err := b.app.directoryOn(&settings.Context)
		if err != nil {
			return api.Found{}, err
		}
		return d.Find(ctx, emit)
	}
}

// account resolves how to sign in.
func (b *switchboard) account() (*config.Settings, error) {
	f, err := b.app.configFile()
	if err != nil {
		return nil, err
	}
	flags := b.app.global.Flags
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.auth != "" {
		flags.Auth = b.auth
	}
	return config.ResolveAccount(f, flags, b.app.io.getenv)
}

func (b *switchboard) Ways() []services.Way {
	return []services.Way{
		{Label: "Sign in with a code, in any browser", Find: b.finder(string(signin.Device))},
		{Label: "Sign in with the browser of this machine", Find: b.finder(string(signin.Browser))},
	}
}
