package cli

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"al.essio.dev/pkg/shellescape"
	"github.com/dustin/go-humanize/english"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"apimtui/api"
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

// choice is a flag that accepts one of a few words.
type choice struct {
	value string
	of    []string
}

func (c *choice) String() string { return c.value }

func (c *choice) Type() string { return "word" }

func (c *choice) Set(s string) error {
	i := slices.IndexFunc(c.of, func(word string) bool { return strings.EqualFold(word, s) })
	if i < 0 {
		return fmt.Errorf("it must be one of %s", strings.Join(c.of, ", "))
	}
	c.value = c.of[i]
	return nil
}

// define adds the flag for one of the words. about describes it and precedes their
// list. Without a default, the value is "".
func (c *choice) define(cmd *cobra.Command, name, byDefault string, words []string, about string) {
	*c = choice{byDefault, words}
	cmd.Flags().Var(c, name, about+": "+strings.Join(words, ", "))
	completeWords(cmd, name, words)
}

// completeWords offers words for the value of a flag.
func completeWords(cmd *cobra.Command, name string, words []string) {
	_ = cmd.RegisterFlagCompletionFunc(name, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp))
}

// wordsOf returns the words of a type of its own.
func wordsOf[S ~string](all ...S) []string {
	return mapped(all, func(word S) string { return string(word) })
}

// keyWords returns the words for the two keys of a user or a product subscription.
func keyWords() []string { return wordsOf(api.PrimaryKey, api.SecondaryKey) }

// appTypeUnset omits the property, as services created before 2020 require.
const appTypeUnset = "none"

// appType is the portal that the link in a mail leads to.
type appType struct{ choice }

func (a *appType) define(cmd *cobra.Command) {
	words := wordsOf(api.AppDeveloperPortal, api.AppLegacyPortal, appTypeUnset)
	a.choice.define(cmd, "app-type", string(api.AppDeveloperPortal), words,
		"the `PORTAL` that the link in a mail leads to; none for services created before 2020")
}

func (a *appType) of() api.AppType {
	if a.value == appTypeUnset {
		return api.AppUnset
	}
	return api.AppType(a.value)
}

func (a *appType) words() string {
	if a.of() == api.AppDeveloperPortal {
		return "the developer portal"
	}
	return "the legacy portal"
}

func shells() []string { return []string{"bash", "fish", "powershell", "zsh"} }

// offer registers completions for the values of the global flags. Other flags
// and arguments complete to nothing, so that a user name is not completed as a
// file.
func (a *app) offer(root *cobra.Command) {
	root.CompletionOptions.SetDefaultShellCompDirective(cobra.ShellCompDirectiveNoFileComp)
	completeWords(root, "auth", config.AuthModes())
	completeWords(root, "theme", config.Themes())
	_ = root.RegisterFlagCompletionFunc("context", a.contexts)
	_ = root.RegisterFlagCompletionFunc("config", fileNames)
	_ = root.RegisterFlagCompletionFunc("log-file", fileNames)
}

// contexts completes the contexts of the configuration file. Errors in the file
// are left to the command that is run.
func (a *app) contexts(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	var offers []string
	file, err := a.configFile()
	if err != nil || a.global.demo {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	for _, name := range slices.Sorted(maps.Keys(file.Contexts)) {
		offers = append(offers, cobra.CompletionWithDesc(name, file.Contexts[name].Service))
	}
	return offers, cobra.ShellCompDirectiveNoFileComp
}

// fileNames lets the shell complete file names.
func fileNames(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return nil, cobra.ShellCompDirectiveDefault
}

func (a *app) completion() *cobra.Command {
	return &cobra.Command{
		Use: "completion SHELL", Short: "Print a completion script for a shell", ValidArgs: shells(),
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 && slices.Contains(shells(), args[0]) {
				return nil
			}
			return usagef(cmd, "a shell is required: one of %s", strings.Join(shells(), ", "))
		},
		Long: `Print a script that lets a shell complete the commands and flags of this program.
SHELL is bash, fish, powershell or zsh.

In zsh, compinit must have run before.`,
		Example: `  source <(apimtui completion bash)
  source <(apimtui completion zsh)
  apimtui completion fish >~/.config/fish/completions/apimtui.fish
  apimtui completion powershell | Out-String | Invoke-Expression`,
		RunE: func(cmd *cobra.Command, args []string) error {
			root := cmd.Root()
			return a.print(func(w io.Writer) error {
				switch args[0] {
				case "fish":
					return root.GenFishCompletion(w, true)
				case "powershell":
					return root.GenPowerShellCompletionWithDesc(w)
				case "zsh":
					return root.GenZshCompletion(w)
				}
				if err := root.GenBashCompletionV2(w, true); err != nil {
					return err
				}
				_, err := io.WriteString(w, bashWords)
				return err
			})
		},
	}
}

// bashWords replaces the function of cobra's script that fails without the
// package bash-completion. Bash splits words at = and :, so the words up to the
// cursor are joined again.
const bashWords = `
__apimtui_init_completion()
{
    COMPREPLY=()
    if declare -F _get_comp_words_by_ref >/dev/null 2>&1; then
        _get_comp_words_by_ref "$@" cur prev words cword
        return
    fi
    local rest=${COMP_LINE:0:COMP_POINT} before="" gap word i
    words=()
    for ((i = 0; i <= COMP_CWORD; i++)); do
        gap=${rest%%[![:blank:]]*}
        rest=${rest#"$gap"}
        word=${COMP_WORDS[i]}
        ((i == COMP_CWORD)) && word=$rest
        rest=${rest#"$word"}
        if [[ -n $before && -z $gap && ($word == [=:]* || $before == *[=:]) ]]; then
            words[${#words[@]}-1]+=$word
        else
            words+=("$word")
        fi
        before=$word
    done
    cword=$((${#words[@]} - 1))
    cur=${words[cword]}
    ((cword == 0)) || prev=${words[cword-1]}
}
`
