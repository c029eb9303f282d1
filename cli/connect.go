package cli

import (
	"errors"
	"fmt"
	"time"

	"apimtui/api"
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
func (a *app) connect() (*session, error) {
	if a.global.demo {
		return a.connectDemo()
	}
	settings, err := a.settings()
	if err != nil {
		return nil, err
	}
	c := &settings.Context
	credential, err := signin.New(signin.Options{
		Mode:        signin.Mode(c.Auth.V),
		Tenant:      c.Tenant.V,
		Authority:   c.Authority.V,
		AccessToken: a.token,
	})
	if err != nil {
		return nil, &coded{err, exitSignIn}
	}
	client, err := api.New(api.Options{
		Scope:      scope(c),
		Endpoint:   c.Endpoint.V,
		Audience:   c.Audience.V,
		APIVersion: c.APIVersion.V,
		UserAgent:  a.build.userAgent(),
		Credential: credential,
		ReadOnly:   c.ReadOnly.V,
	})
	if err != nil {
		return nil, &usageError{err: err}
	}
	return &session{settings: settings, client: client, now: client.Now, command: a.commandLine(settings)}, nil
}

// settings puts flags, environment and file together, and fails when nothing
// says which service is meant.
func (a *app) settings() (*config.Settings, error) {
	settings, err := a.behaviour()
	if errors.Is(err, config.ErrNoContext) {
		return nil, err
	}
	if err != nil {
		return nil, possible(err)
	}
	return settings, nil
}

// behaviour is settings, which are complete but for the context when its error
// matches ErrNoContext.
func (a *app) behaviour() (*config.Settings, error) {
	file, err := config.Open(a.global.Flags, a.io.getenv)
	if err != nil {
		return nil, err
	}
	settings, err := config.Resolve(file, a.global.Flags, a.io.getenv)
	if errors.Is(err, config.ErrNoContext) {
		return settings, errors.Join(config.ErrNoContext, noContext(settings.Path, len(file.Contexts) > 0))
	}
	if err != nil {
		return nil, err
	}
	for _, warning := range settings.Warnings {
		fmt.Fprintln(a.io.err, "apimtui: "+text.Clean(warning).String())
	}
	return settings, nil
}

// noContext says what to type when nothing says which service is meant.
func noContext(path string, some bool) error {
	if some {
		return refusal("No context is chosen: choose one with --context NAME, or with `current: NAME` in %s, or try `apimtui --demo`", path)
	}
	return refusal("No context: name a service with --subscription ID -g RG -n SERVICE, put it into %s as a context, or try `apimtui --demo`", path)
}

func scope(c *config.Context) api.Scope {
	return api.Scope{SubscriptionID: c.Subscription.V, ResourceGroup: c.ResourceGroup.V, ServiceName: c.Service.V}
}
