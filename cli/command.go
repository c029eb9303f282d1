package cli

import (
	"strings"

	"al.essio.dev/pkg/shellescape"

	"apimtui/api"
	"apimtui/api/text"
	"apimtui/config"
)

// commandLine is what has to be typed, in whatever shell, to speak to the same
// service: what came from flags and the environment is spelled out, what the
// file has is named. It holds no secret, since no flag takes one.
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
		{"--tenant", c.Tenant}, {"--api-version", c.APIVersion},
	} {
		if nearby(f.value.From) {
			words = append(words, f.name, f.value.V)
		}
	}
	return withReadOnly(words, c)
}

func (a *app) demoCommandLine(s *config.Settings) []string {
	words := []string{"apimtui", "--demo"}
	if v := s.Context.APIVersion; nearby(v.From) {
		words = append(words, "--api-version", v.V)
	}
	return withReadOnly(words, &s.Context)
}

func withReadOnly(words []string, c *config.Context) []string {
	if c.ReadOnly.V && nearby(c.ReadOnly.From) {
		words = append(words, "--read-only")
	}
	// A caller who appends must not write into what the next one reads.
	return words[:len(words):len(words)]
}

// nearby says that a value is gone with this shell or this command line.
func nearby(s config.Source) bool {
	return s.Kind == config.FromFlag || s.Kind == config.FromEnvironment
}

// showCommand is what has to be typed to see a user, safe to draw.
func (s *session) showCommand(id api.UserID) string {
	// What begins with a dash would be read as a flag.
	if strings.HasPrefix(string(id), "-") {
		return s.typed("users", "show", "--", string(id))
	}
	return s.typed("users", "show", string(id))
}

// typed is what has to be typed in a POSIX shell to run a subcommand on the same
// service, safe to draw.
func (s *session) typed(subcommand ...string) string {
	return text.Clean(shellescape.QuoteCommand(append(s.command, subcommand...))).String()
}
