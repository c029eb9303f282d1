package cli

import (
	"strings"

	"al.essio.dev/pkg/shellescape"
	"github.com/dustin/go-humanize/english"
	"github.com/spf13/pflag"

	"apimtui/api/text"
	"apimtui/config"
)

// globals are the flags of every command, before or after its name.
type globals struct {
	config.Flags
	demo    bool
	logFile string
}

func (g *globals) define(f *pflag.FlagSet) {
	f.BoolVar(&g.demo, "demo", false, "work on the embedded simulator: no account, no network")
	f.StringVar(&g.Context, "context", "", "the context of the configuration file to work on, by `NAME`")
	f.BoolVar(&g.ReadOnly, "read-only", false, "refuse every write")
	f.StringVar(&g.Subscription, "subscription", "", "the `ID` of the Azure subscription, a GUID")
	f.StringVarP(&g.ResourceGroup, "resource-group", "g", "", "the `RG` that the service is in")
	f.StringVarP(&g.Service, "service", "n", "", "the `NAME` of the API Management service")
	f.StringVar(&g.Endpoint, "endpoint", "", "the `URL` of Azure Resource Manager")
	f.StringVar(&g.Audience, "audience", "", "the `URI` that the token is requested for")
	f.StringVar(&g.Auth, "auth", "", "the sign-in `MODE`: "+anyOf(config.AuthModes()))
	f.StringVar(&g.Tenant, "tenant", "", "the `ID` or domain of the tenant to sign in to")
	f.StringVar(&g.ClientID, "client-id", "", "the `ID` of the application or managed identity that signs in")
	f.StringVar(&g.APIVersion, "api-version", "", "the api-version `V` to request, such as "+config.DefaultAPIVersion)
	f.StringVar(&g.Theme, "theme", "", "the console's `THEME`: "+anyOf(config.Themes()))
	f.StringVar(&g.Config, "config", "", "the configuration file at `PATH` instead of the usual one")
	f.StringVar(&g.logFile, "log-file", "", "append a log without secrets to the file at `PATH`")
}

// settle records which flags were given, to tell an empty value from a missing
// flag.
func (g *globals) settle(f *pflag.FlagSet) {
	g.Set = map[string]bool{}
	f.Visit(func(flag *pflag.Flag) { g.Set[flag.Name] = true })
}

// anyOf joins words as a, b or c.
func anyOf(words []string) string { return english.WordSeries(words, "or") }

// commandLine returns the command line that reaches the same service in another
// shell. Values from flags and the environment are written out, those from the
// file are referenced by context. It holds no secret, because no flag takes
// one.
func (a *app) commandLine(s *config.Settings) []string {
	c := &s.Context
	words := []string{"apimtui"}
	if a.global.Config != "" || a.io.getenv("APIMTUI_CONFIG") != "" {
		words = append(words, "--config", s.Path)
	}
	if c.Name.From != c.Service.From {
		words = append(words, "--context", c.Name.V)
	}
	for _, f := range []struct {
		name  string
		value config.Value[string]
	}{
		{"--subscription", c.Subscription}, {"-g", c.ResourceGroup}, {"-n", c.Service},
		{"--endpoint", c.Endpoint}, {"--audience", c.Audience}, {"--auth", c.Auth},
		{"--tenant", c.Tenant}, {"--client-id", c.ClientID}, {"--api-version", c.APIVersion},
	} {
		if transient(f.value.From) {
			words = append(words, f.name, f.value.V)
		}
	}
	return withReadOnly(words, c)
}

func (a *app) demoCommandLine(s *config.Settings) []string {
	words := []string{"apimtui", "--demo"}
	if v := s.Context.APIVersion; transient(v.From) {
		words = append(words, "--api-version", v.V)
	}
	return withReadOnly(words, &s.Context)
}

func withReadOnly(words []string, c *config.Context) []string {
	if c.ReadOnly.V && transient(c.ReadOnly.From) {
		words = append(words, "--read-only")
	}
	// Callers append to the result, so cap it.
	return words[:len(words):len(words)]
}

// transient reports whether a value is lost with this shell or this command
// line.
func transient(s config.Source) bool {
	return s.Kind == config.FromFlag || s.Kind == config.FromEnvironment
}

// showCommand returns the command that shows one of users, groups or subscriptions,
// safe to draw.
func (s *session) showCommand(noun, id string) string {
	// An id that begins with a dash would be read as a flag.
	if strings.HasPrefix(id, "-") {
		return s.typed(noun, "show", "--", id)
	}
	return s.typed(noun, "show", id)
}

// typed returns the POSIX shell command that runs a subcommand on the same
// service, safe to draw.
func (s *session) typed(subcommand ...string) string {
	return text.Clean(shellescape.QuoteCommand(append(s.command, subcommand...))).String()
}
