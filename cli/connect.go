package cli

import (
	"context"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"

	"apimtui/api"
	"apimtui/api/journal"
	"apimtui/api/secret"
	"apimtui/api/signin"
	"apimtui/api/text"
	"apimtui/config"
	"apimtui/tui"
)

// session is a service to use and the settings for it.
type session struct {
	settings *config.Settings
	client   *api.Client
	demo     bool
	now      func() time.Time // the service's clock
	// identified means that it was said who is signed in.
	identified bool
	// command is the command line that uses the same service.
	command []string
	// newToken replaces the given bearer token. It is nil for other sign-ins.
	newToken func(secret.Value) error
	// unfinished stores pending writes and the audit log. forgets is the error
	// that prevents this.
	unfinished *journal.Store
	forgets    error
	// another makes another administrator change a user. It is nil without
	// --demo.
	another func(api.UserID) string
	// scenes are what a demonstration can bring about.
	scenes []tui.Scene
}

// mayWrite refuses in a read-only context, before anything is asked or sent.
// The client refuses too, in case a command forgets to call it.
func (s *session) mayWrite() error {
	readOnly := s.settings.Context.ReadOnly
	if !readOnly.V {
		return nil
	}
	return refusal("read-only (%s): this command would change the service or spend its secrets, and nothing was sent", text.Clean(readOnly.From.String()))
}

// connect determines the service and creates a client for it. It sends nothing
// yet. In a conversation, all commands share one session.
func (a *app) connect() (*session, error) {
	if a.session != nil {
		return a.session, nil
	}
	if a.global.demo {
		return a.connectDemo()
	}
	settings, err := a.resolve()
	if err != nil {
		return nil, err
	}
	return a.open(settings)
}

// open creates a client for the service of the settings.
func (a *app) open(settings *config.Settings) (*session, error) {
	if err := config.CheckProxies(a.io.getenv); err != nil {
		return nil, err
	}
	c := &settings.Context
	credential, err := a.signIn(c, c.Tenant.V)
	if err != nil {
		return nil, err
	}
	state, forgets := config.StateDir(a.io.getenv)
	unfinished := newJournal(state, c)
	client, err := a.client(c, api.Options{Journal: unfinished, Credential: credential, Advise: newLogin(c, a.prompt != nil).advise})
	if err != nil {
		return nil, err
	}
	s := &session{
		settings: settings, client: client, now: client.Now, command: a.commandLine(settings),
		unfinished: unfinished, forgets: forgets,
	}
	if given, ok := credential.(*signin.Given); ok {
		s.newToken = func(token secret.Value) error {
			if err := given.Replace(token); err != nil {
				return err
			}
			client.SignInAgain()
			return nil
		}
	}
	return s, nil
}

// client creates a client for the service of a context.
func (a *app) client(c *config.Context, o api.Options) (*api.Client, error) {
	o.Scope, o.Endpoint, o.Audience, o.APIVersion = scope(c), c.Endpoint.V, c.Audience.V, c.APIVersion.V
	o.UserAgent, o.ReadOnly = a.build.userAgent(), c.ReadOnly.V
	client, err := api.New(o)
	if err != nil {
		return nil, &usageError{err: err}
	}
	return client, nil
}

// prompt shows a person how to sign in.
type prompt func(context.Context, signin.Prompt) error

// printPrompt shows it on the terminal of a subcommand.
func (a *app) printPrompt(_ context.Context, p signin.Prompt) error {
	say := "To sign in, use the page that the browser opens."
	if p.Code != "" {
		say = fmt.Sprintf("To sign in, open %s and enter %s within %.0f minutes.", p.Address, p.Code, time.Until(p.Expires).Minutes())
	}
	for _, line := range []string{say, p.Note} {
		if line != "" {
			fmt.Fprintln(a.io.err, "apimtui: "+line)
		}
	}
	return nil
}

// signIn returns the credential of a context, for one tenant. An account signs in
// once for all that it does. Without a terminal, no one can sign in by a code.
func (a *app) signIn(c *config.Context, tenant string) (azcore.TokenCredential, error) {
	as := account{c.Auth.V, tenant, c.ClientID.V, c.Authority.V}
	a.accounts.mu.Lock()
	defer a.accounts.mu.Unlock()
	if known := a.accounts.signedIn[as]; known != nil {
		return known, nil
	}
	show := a.prompt
	if show == nil && a.io.errTerminal {
		show = a.printPrompt
	}
	state, _ := config.StateDir(a.io.getenv)
	defer a.accounts.lend(&a.io)()
	credential, err := signin.New(signin.Options{
		Mode:        signin.Mode(c.Auth.V),
		Tenant:      tenant,
		ClientID:    c.ClientID.V,
		Authority:   c.Authority.V,
		AccessToken: a.token,
		Getenv:      a.io.getenv,
		Prompt:      show,
		Keep:        state,
	})
	if err != nil {
		return nil, newLogin(c, a.prompt != nil).cannot(err)
	}
	if a.accounts.signedIn == nil {
		a.accounts.signedIn = map[account]azcore.TokenCredential{}
	}
	a.accounts.signedIn[as] = credential
	return credential, nil
}

// account is what one credential is for.
type account struct{ auth, tenant, clientID, authority string }

// accounts are the credentials of a run.
type accounts struct {
	mu       sync.Mutex
	signedIn map[account]azcore.TokenCredential
	secrets  map[string]secret.Value // by the name of their variable
}

// lend puts the secrets of the environment there for the making of a credential,
// which reads them. Programs started later, such as a clipboard tool that runs for
// hours, must not inherit them.
func (x *accounts) lend(io *stdio) (back func()) {
	names := []string{"AZURE_CLIENT_SECRET", "AZURE_CLIENT_CERTIFICATE_PASSWORD", "AZURE_PASSWORD"}
	if x.secrets == nil {
		x.secrets = map[string]secret.Value{}
		for _, name := range names {
			x.secrets[name] = secret.New(io.getenv(name))
		}
	} else {
		for _, name := range names {
			if v := x.secrets[name]; !v.Empty() {
				_ = os.Setenv(name, v.Reveal())
			}
		}
	}
	return func() {
		for _, name := range names {
			_ = io.unsetenv(name)
		}
	}
}

// resolve combines flags, environment and file. For commands that need no
// service, it returns settings together with the error that no service is
// named.
func (a *app) resolve() (*config.Settings, error) { return a.resolveWith(config.Resolve) }

func (a *app) resolveWith(resolve func(*config.File, config.Flags, func(string) string) (*config.Settings, error)) (*config.Settings, error) {
	if a.global.demo {
		return a.demoSettings()
	}
	file, err := a.configFile()
	if err != nil {
		return nil, withWorkaround(err)
	}
	settings, err := resolve(file, a.global.Flags, a.io.getenv)
	if settings != nil {
		for _, warning := range settings.Warnings {
			fmt.Fprintln(a.io.err, "apimtui: "+text.Clean(warning).String())
		}
	}
	return settings, withFlags(err)
}

func (a *app) configFile() (*config.File, error) { return config.Open(a.global.Flags, a.io.getenv) }

func scope(c *config.Context) api.Scope {
	return api.Scope{SubscriptionID: c.Subscription.V, ResourceGroup: c.ResourceGroup.V, ServiceName: c.Service.V}
}
