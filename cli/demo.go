package cli

import (
	"net/http"
	"sync"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"

	"apimtui/api"
	"apimtui/api/journal"
	"apimtui/api/secret"
	"apimtui/api/signin"
	"apimtui/api/simulator"
	"apimtui/config"
)

// demoSeed and demoUsers make every demo the same.
const (
	demoSeed  = 1
	demoUsers = 60
)

// demoContext is the context of the demo. Its host name cannot exist in a
// network.
func demoContext() config.ContextEntry {
	return config.ContextEntry{
		Subscription:  "00000000-0000-0000-0000-000000000000",
		ResourceGroup: "rg-contoso",
		Service:       "contoso-apim",
		Auth:          string(signin.Token),
		Endpoint:      "https://simulator.invalid",
		Audience:      "https://simulator.invalid",
	}
}

// demoClock starts at the same moment in every demo, a day after the last
// registration, and runs from there.
func demoClock() func() time.Time {
	began := time.Now()
	start := time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)
	return func() time.Time { return start.Add(time.Since(began)) }
}

func (a *app) demoSettings() (*config.Settings, error) {
	return config.Demo(a.global.Flags, demoContext(), config.Source{Kind: config.FromDemo, Name: "--demo"})
}

func (a *app) connectDemo() (*session, error) {
	settings, err := a.demoSettings()
	if err != nil {
		return nil, err
	}
	c, now := &settings.Context, demoClock()
	service := demoService(c, now)
	credential, err := demoCredential("")
	if err != nil {
		return nil, err
	}
	client, err := a.client(c, api.Options{Credential: credential, Transport: lazyTransport(service)})
	if err != nil {
		return nil, err
	}
	return &session{
		settings: settings, client: client, demo: true, now: now,
		command: a.demoCommandLine(settings), another: anotherAdministrator(service), scenes: a.scenes(service), unfinished: journal.New(journal.Options{}),
	}, nil
}

func demoCredential(string) (azcore.TokenCredential, error) {
	return signin.New(signin.Options{Mode: signin.Token, AccessToken: secret.New("demo")})
}

// demoService creates the simulator at the first request, after the console's
// first frame.
func demoService(c *config.Context, now func() time.Time) func() *simulator.Service {
	return sync.OnceValue(func() *simulator.Service {
		return simulator.New(simulator.Options{
			Users:          demoUsers,
			Seed:           demoSeed,
			Now:            now,
			SubscriptionID: c.Subscription.V,
			ResourceGroup:  c.ResourceGroup.V,
			ServiceName:    c.Service.V,
			Account:        simulator.DemoAccount(),
		})
	})
}

// lazyTransport is the transport of the simulator, which is created at its first use.
type lazyTransport func() *simulator.Service

// RoundTrip implements http.RoundTripper.
func (service lazyTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	return service().Transport().RoundTrip(r)
}
