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

// session is a service to talk to, and how to behave meanwhile.
type session struct {
	settings *config.Settings
	client   *api.Client
	demo     bool
	now      func() time.Time // the service's present
	// command is the command line that speaks to the same service.
	command []string
	// newToken replaces a bearer token that was given; nil for other sign-ins.
	newToken func(secret.Value) error
	// unfinished remembers what was begun. forgets is why it cannot.
	unfinished *journal.Store
	forgets    error
	// another lets another administrator change a user; nil without --demo.
	another func(api.UserID) string
}

// mayWrite refuses in a read-only context, before anything is asked or sent.
// The client refuses too, should a command forget to call it.
func (s *session) mayWrite() error {
	readOnly := s.settings.Context.ReadOnly
	if !readOnly.V {
		return nil
	}
	return refusal("read-only (%s): this command would change the service or spend its secrets, and nothing was sent", text.Clean(readOnly.From.String()))
}

// connect finds out which service is meant and makes a client for it. It sends
// nothing yet.
func (a *app) connect() (*session, error) { return a.connectWith(signInHelp) }

// connectWith is connect with what to do when a sign-in of a mode is not
// accepted any more.
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
	// The credential has read them; what is started from here on, such as the
	// tool of a clipboard that stays for hours, must not inherit them.
	for _, name := range []string{"AZURE_CLIENT_SECRET", "AZURE_CLIENT_CERTIFICATE_PASSWORD", "AZURE_PASSWORD"} {
		_ = a.io.unsetenv(name)
	}
	state, forgets := config.StateDir(a.io.getenv)
	unfinished := newUnfinished(state, c.Endpoint.V, scope(c))
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

// resolve puts flags, environment and file together. For commands that can do
// without a service, there are settings beside the error that none is named.
func (a *app) resolve() (*config.Settings, error) {
	file, err := config.Open(a.global.Flags, a.io.getenv)
	if err != nil {
		return nil, withWayOut(err)
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
