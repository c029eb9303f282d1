package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
	"github.com/spf13/pflag"
)

func (a *app) man() *cobra.Command {
	return &cobra.Command{
		Use:     "man",
		Short:   "Print the manual page",
		Long:    "Print the manual page of the whole program, in roff.",
		Example: "  apimtui man >~/.local/share/man/man1/apimtui.1\n  apimtui man | man -l -",
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.print(func(w io.Writer) error { return a.writeMan(w, cmd.Root()) })
		},
	}
}

// writeMan writes one page for all commands: a copy of the root that has no
// subcommands, since each of those would want a page of its own, but tells of
// them.
func (a *app) writeMan(w io.Writer, root *cobra.Command) error {
	var about strings.Builder
	about.WriteString(root.Long + "\n\n# COMMANDS\n")
	commandsManual(&about, root)
	about.WriteString("# EXIT CODES\n" + block(strings.TrimPrefix(exitHelp, "Exit codes:\n")))
	about.WriteString(manualTail)
	page := &cobra.Command{
		Use: root.Use, Short: root.Short, Long: about.String(), Example: root.Example,
		DisableAutoGenTag: true, Run: func(*cobra.Command, []string) {},
	}
	for _, flags := range []*pflag.FlagSet{root.LocalFlags(), root.PersistentFlags()} {
		page.Flags().AddFlagSet(flags)
	}
	header := &doc.GenManHeader{Section: "1", Source: "apimtui " + a.build.version, Manual: "apimtui"}
	if !a.build.date.IsZero() {
		header.Date = &a.build.date
	}
	return doc.GenMan(page, header, w)
}

// commandsManual tells of everything below a command.
func commandsManual(b *strings.Builder, parent *cobra.Command) {
	for _, c := range parent.Commands() {
		switch {
		case !c.IsAvailableCommand():
		case c.HasAvailableSubCommands():
			commandsManual(b, c)
		default:
			fmt.Fprintf(b, "### %s\n%s\n\n", c.UseLine(), escapeMarkdown(c.Long))
			if usages := flagUsages(c); usages != "" {
				b.WriteString(block(usages))
			}
		}
	}
}

// flagUsages are the flags that are not global.
func flagUsages(c *cobra.Command) string {
	flags := pflag.NewFlagSet("", pflag.ContinueOnError)
	add := func(f *pflag.Flag) {
		if f.Name != "help" {
			flags.AddFlag(f)
		}
	}
	c.LocalFlags().VisitAll(add)
	if p := c.Parent(); p != c.Root() {
		p.PersistentFlags().VisitAll(add)
	}
	return flags.FlagUsages()
}

// block is text that is shown as it stands.
func block(s string) string { return "```\n" + strings.TrimRight(s, "\n") + "\n```\n\n" }

// escapeMarkdown keeps characters that Markdown would take for marks.
func escapeMarkdown(s string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "_", `\_`, "<", `\<`, "[", `\[`, "]", `\]`).Replace(s)
}

const manualTail = `# ENVIRONMENT
**APIMTUI\_ACCESS\_TOKEN**
: the bearer token of --auth token; it is passed on to no other program

**APIMTUI\_CONFIG**
: the configuration file, instead of the usual one

**APIMTUI\_CONTEXT**, **APIMTUI\_SUBSCRIPTION**, **APIMTUI\_RESOURCE\_GROUP**, **APIMTUI\_SERVICE**, **APIMTUI\_ENDPOINT**, **APIMTUI\_AUDIENCE**, **APIMTUI\_AUTH**, **APIMTUI\_TENANT**, **APIMTUI\_API\_VERSION**, **APIMTUI\_READ\_ONLY**, **APIMTUI\_THEME**
: as the flags of the same name, which win

**APIMTUI\_CLIPBOARD**, **APIMTUI\_CLIPBOARD\_COMMAND**, **APIMTUI\_CLEAR\_CLIPBOARD\_AFTER**, **APIMTUI\_DEVELOPER\_PORTAL**
: as the keys of the same name in the configuration file

**NO\_COLOR**
: with any value, no colours

# FILES
**$XDG\_CONFIG\_HOME/apimtui/config.yaml**
: the contexts and how the console behaves; --demo does not read it

`
