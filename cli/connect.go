package cli

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"apimtui/api"
	"apimtui/api/secret"
	"apimtui/api/signin"
	"apimtui/api/text"
	"apimtui/config"
	"apimtui/config/intents"
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
	// unfinished remembers what was begun; nil in a demonstration.
	unfinished *unfinished
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
	settings, err := a.settings()
	if err != nil {
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
	client, err := api.New(api.Options{
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
		unfinished: newUnfinished(intents.Dir(a.io.getenv), client),
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

// settings puts flags, environment and file together, and fails when nothing
// says which service is meant.
func (a *app) settings() (*config.Settings, error) {
	file, settings, err := a.resolve()
	if errors.Is(err, config.ErrNoContext) {
		return nil, noContext(settings.Path, contextNames(file))
	}
	if err != nil {
		return nil, err
	}
	return settings, nil
}

// resolve is settings for commands that can do without a service: when the
// error matches config.ErrNoContext, all but the context is there.
func (a *app) resolve() (*config.File, *config.Settings, error) {
	file, err := config.Open(a.global.Flags, a.io.getenv)
	if err != nil {
		return nil, nil, withWayOut(reworded(err))
	}
	settings, err := config.Resolve(file, a.global.Flags, a.io.getenv)
	if err != nil && !errors.Is(err, config.ErrNoContext) {
		return nil, nil, reworded(err)
	}
	for _, warning := range settings.Warnings {
		fmt.Fprintln(a.io.err, "apimtui: "+text.Clean(warning).String())
	}
	return file, settings, err
}

// rewordedError says something else than the error below it.
type rewordedError struct {
	error
	says string
}

func (e *rewordedError) Error() string { return e.says }
func (e *rewordedError) Unwrap() error { return e.error }

// reworded takes commands out of an error of the configuration that this
// program does not have.
func reworded(err error) error {
	says := strings.NewReplacer(
		"create it, for example with `apimtui context add`, or", "create it, or",
		"add it with `apimtui context add`", "add it under contexts",
	).Replace(err.Error())
	if says == err.Error() {
		return err
	}
	return &rewordedError{err, says}
}

// withWayOut says how to go on at once when the configuration file is broken. It
// is not ignored: what cannot be read in it may be what protects a service.
func withWayOut(err error) error {
	var broken *config.Error
	if !errors.As(err, &broken) || broken.Source.Kind != config.FromFile {
		return err
	}
	return &rewordedError{err, err.Error() + "\nUntil the file is mended, --config FILE reads another one instead; " +
		"a service named by flags alone needs none, as with `--config " + os.DevNull + "`"}
}

// contextNames are those of the configuration file, in the order of the alphabet.
func contextNames(file *config.File) []string { return slices.Sorted(maps.Keys(file.Contexts)) }

// noContext says what to type when nothing says which service is meant. There
// are the contexts to choose from, if any.
func noContext(path string, contexts []string) error {
	if len(contexts) > 0 {
		return refusal("No context is chosen: choose one with --context NAME, or with `current: NAME` in %s (its contexts are %s), or try `apimtui --demo`",
			path, strings.Join(contexts, ", "))
	}
	return refusal("No context: name a service with --subscription ID -g RG -n SERVICE, put it into %s as a context, or try `apimtui --demo`", path)
}

func scope(c *config.Context) api.Scope {
	return api.Scope{SubscriptionID: c.Subscription.V, ResourceGroup: c.ResourceGroup.V, ServiceName: c.Service.V}
}
