package cli

import (
	"fmt"
	"time"

	"apimtui/api"
	"apimtui/api/journal"
	"apimtui/api/secret"
	"apimtui/api/signin"
	"apimtui/api/text"
	"apimtui/config"
)

// session is a service to use and the settings for it.
type session struct {
	settings *config.Settings
	client   *api.Client
	demo     bool
	now      func() time.Time // the service's clock
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
// yet.
func (a *app) connect() (*session, error) { return a.connectWith(signInHelp) }

// connectWith is connect with the help to show when a sign-in is no longer
// accepted.
func (a *app) connectWith(help func(signin.Mode) string) (*session, error) {
	if a.global.demo {
		return a.connectDemo()
	}
	settings, err := a.resolve()
	if err != nil {
		return nil, err
	}
	if err := config.CheckProxies(a.io.getenv); err != nil {
		return nil, err
	}
	c := &settings.Context
	mode := signin.Mode(c.Auth.V)
	credential, err := signin.New(signin.Options{
		Mode:        mode,
		Tenant:      c.Tenant.V,
		Authority:   c.Authority.V,
		AccessToken: a.token,
	})
	if err != nil {
		return nil, &coded{err, exitSignIn}
	}
	// The credential has read these variables. Programs started later, such as
	// a clipboard tool that runs for hours, must not inherit them.
	for _, name := range []string{"AZURE_CLIENT_SECRET", "AZURE_CLIENT_CERTIFICATE_PASSWORD", "AZURE_PASSWORD"} {
		_ = a.io.unsetenv(name)
	}
	state, forgets := config.StateDir(a.io.getenv)
	unfinished := newJournal(state, c)
	client, err := api.New(api.Options{
		Journal:    unfinished,
		Scope:      scope(c),
		Endpoint:   c.Endpoint.V,
		Audience:   c.Audience.V,
		APIVersion: c.APIVersion.V,
		UserAgent:  a.build.userAgent(),
		Credential: credential,
		ReadOnly:   c.ReadOnly.V,
		Advise:     advise(mode, help(mode)),
	})
	if err != nil {
		return nil, &usageError{err: err}
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

// resolve combines flags, environment and file. For commands that need no
// service, it returns settings together with the error that no service is
// named.
func (a *app) resolve() (*config.Settings, error) {
	file, err := config.Open(a.global.Flags, a.io.getenv)
	if err != nil {
		return nil, withWorkaround(err)
	}
	settings, err := config.Resolve(file, a.global.Flags, a.io.getenv)
	if settings != nil {
		for _, warning := range settings.Warnings {
			fmt.Fprintln(a.io.err, "apimtui: "+text.Clean(warning).String())
		}
	}
	return settings, withFlags(err)
}

func scope(c *config.Context) api.Scope {
	return api.Scope{SubscriptionID: c.Subscription.V, ResourceGroup: c.ResourceGroup.V, ServiceName: c.Service.V}
}
