package cli

import (
	"github.com/dustin/go-humanize/english"
	"github.com/spf13/pflag"

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
