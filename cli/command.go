package cli

import (
	"strings"

	"al.essio.dev/pkg/shellescape"

	"apimtui/api/text"
	"apimtui/config"
)

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
