package cli

import (
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"

	"apimtui/api"
	"apimtui/api/journal"
	"apimtui/api/secret"
	"apimtui/api/signin"
	"apimtui/api/simulator"
	"apimtui/api/text"
	"apimtui/config"
	"apimtui/tui"
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

func (service lazyTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	return service().Transport().RoundTrip(r)
}

// scenes are what a demonstration can bring about, besides the change by another
// administrator.
func (a *app) scenes(service func() *simulator.Service) []tui.Scene {
	next := func(name, help, told string, f simulator.Fault) tui.Scene {
		f.Operation = simulator.AnyWrite
		return tui.Scene{Name: name, Help: help, Do: func() (string, *tui.Options) {
			service().InjectFault(f)
			return told, nil
		}}
	}
	down := false
	return []tui.Scene{
		next("throttling", "the next write is throttled", "The next write is throttled: the service asks to wait for 3 seconds.",
			simulator.Fault{Status: http.StatusTooManyRequests, RetryAfter: 3}),
		next("lost answer", "the next answer is lost", "The next write is carried out, and the connection breaks before its answer.",
			simulator.Fault{CutAfter: true}),
		next("no permission", "the next write is forbidden", "The next write is refused: the account has no permission for it.",
			simulator.Fault{Status: http.StatusForbidden, Code: "AuthorizationFailed", Message: "The client does not have authorization to perform this action."}),
		{Name: "outage", Help: "the service is down, or up", Do: func() (string, *tui.Options) {
			down = !down
			service().ClearFaults()
			if !down {
				return "The service is up again.", nil
			}
			service().InjectFault(simulator.Fault{Operation: "*", Times: -1, Status: http.StatusServiceUnavailable, Code: "ServiceUnavailable", Message: "The service is unavailable."})
			return "The service is down, until the same scene is chosen again.", nil
		}},
		{Name: "reset", Help: "begin again", Do: func() (string, *tui.Options) {
			s, err := a.connectDemo()
			if err != nil {
				return "It cannot begin again: " + err.Error(), nil
			}
			o := s.console("", &a.io)
			return "The demonstration begins again: every change is gone.", &o
		}},
	}
}

// anotherAdministrator changes users of the simulator without the console, to
// demonstrate a conflict. Each call changes the note and toggles the last name.
func anotherAdministrator(service func() *simulator.Service) func(api.UserID) string {
	const suffix = "-Novak"
	return func(id api.UserID) string {
		name := ""
		known := service().Edit(string(id), func(u *simulator.User) {
			name = strings.TrimSpace(u.FirstName + " " + u.LastName)
			note := "Renamed on request, see ticket 2417."
			last, back := strings.CutSuffix(u.LastName, suffix)
			if back {
				note = "Renamed back, see ticket 2418."
			} else {
				last += suffix
			}
			u.LastName, u.Note = last, &note
		})
		if !known {
			return "Another administrator deleted the user before."
		}
		return "Another administrator changed the note and the last name of " + text.Clean(name).String() + "."
	}
}
