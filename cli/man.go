package cli

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

func (a *app) man() *cobra.Command {
	return &cobra.Command{
		Use: "man", Short: "Print the manual page", Args: noArguments,
		Long:    "Print the manual page of the whole program, in roff.",
		Example: "  apimtui man >~/.local/share/man/man1/apimtui.1\n  apimtui man | man -l -",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.printLine(strings.TrimSuffix(a.manual(cmd.Root()), "\n"))
		},
	}
}

// manual returns one page for all commands.
func (a *app) manual(root *cobra.Command) string {
	date := ""
	if !a.build.date.IsZero() {
		date = a.build.date.Format("Jan 2006")
	}
	var r roff
	r.printf(`.TH "APIMTUI" "1" "%s" "apimtui %s" "apimtui"`, date, a.build.version)
	// Disable hyphenation and justification, so that commands can be copied.
	// Some formatters enable hyphenation again at every heading, unless HY is
	// 0.
	r.printf(".nr HY 0\n.nh\n.ad l")
	r.printf(".SH NAME\napimtui \\- %s", roffText(root.Short))
	r.printf(".SH SYNOPSIS\n\\fBapimtui\\fP [flags]\n.br\n\\fBapimtui\\fP COMMAND [flags]")
	r.printf(".SH DESCRIPTION")
	r.prose(root.Long)
	r.printf(".SH OPTIONS")
	r.flags(root.LocalFlags())
	r.printf(".SH COMMANDS")
	r.commands(root)
	r.printf(".SH EXIT CODES")
	r.verbatim(strings.TrimPrefix(exitHelp, "Exit codes:\n"))
	r.printf(".SH ENVIRONMENT")
	for _, e := range environment() {
		r.printf(".TP\n\\fB%s\\fP", strings.ReplaceAll(roffText(e[0]), ", ", "\\fP, \\fB"))
		r.printf("%s", roffText(e[1]))
	}
	r.printf(".SH FILES\n.TP\n\\fB$XDG_CONFIG_HOME/apimtui/config.yaml\\fP")
	r.printf("the contexts and how the console behaves; %s does not read it", roffText("--demo"))
	r.printf(".TP\n\\fB$XDG_STATE_HOME/apimtui/audit.jsonl\\fP\nwhat was written, and what became of it")
	r.printf(".SH EXAMPLES")
	r.verbatim(root.Example)
	return r.String()
}

// roff is a page in the language of man(7).
type roff struct{ strings.Builder }

func (r *roff) printf(format string, args ...any) { fmt.Fprintf(r, format+"\n", args...) }

// commands writes all subcommands of a command.
func (r *roff) commands(parent *cobra.Command) {
	for _, c := range parent.Commands() {
		switch {
		case !c.IsAvailableCommand():
		case strings.HasSuffix(c.Use, " COMMAND"): // it does nothing by itself
			r.commands(c)
		default:
			r.printf(".SS %s", roffText(c.UseLine()))
			r.prose(cmp.Or(c.Long, c.Short+"."))
			r.flags(c.LocalNonPersistentFlags())
			if p := c.Parent(); p != c.Root() {
				r.flags(p.PersistentFlags())
			}
			r.commands(c)
		}
	}
}

func (r *roff) flags(flags *pflag.FlagSet) {
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden || f.Name == "help" {
			return
		}
		value, usage := pflag.UnquoteUsage(f)
		name := `\fB` + roffText("--"+f.Name) + `\fP`
		if f.Shorthand != "" {
			name = `\fB` + roffText("-"+f.Shorthand) + `\fP, ` + name
		}
		switch f.DefValue {
		case "", "false", "0", "0s", "[]":
		default:
			usage += " (default " + f.DefValue + ")"
		}
		r.printf(".TP\n%s\n%s", strings.TrimSpace(name+` \fI`+value+`\fP`), roffText(usage))
	})
}

// prose writes help text: paragraphs, lists with hyphens, and verbatim blocks,
// which begin with a bracket.
func (r *roff) prose(s string) {
	for i, paragraph := range strings.Split(strings.TrimSpace(s), "\n\n") {
		if i > 0 {
			r.printf(".PP")
		}
		if strings.HasPrefix(paragraph, "[") {
			r.verbatim(paragraph)
			continue
		}
		for line := range strings.Lines(paragraph) {
			if item, ok := strings.CutPrefix(line, "- "); ok {
				r.printf(".IP \\(bu 2")
				line = item
			}
			r.printf("%s", roffText(strings.TrimSpace(line)))
		}
	}
}

func (r *roff) verbatim(s string) {
	r.printf(".EX")
	for line := range strings.Lines(strings.TrimRight(s, "\n")) {
		r.printf("%s", roffText(strings.TrimSuffix(line, "\n")))
	}
	r.printf(".EE")
}

// roffText escapes a line of text. Hyphens become minus signs, which every
// formatter keeps. Text in backquotes becomes bold.
func roffText(s string) string {
	s = strings.NewReplacer(`\`, `\(rs`, "-", `\-`, "'", `\(aq`, "^", `\(ha`, "~", `\(ti`).Replace(s)
	for strings.Count(s, "`") > 1 {
		s = strings.Replace(strings.Replace(s, "`", `\fB`, 1), "`", `\fP`, 1)
	}
	if strings.HasPrefix(s, ".") {
		return `\&` + s
	}
	return s
}

// environment lists the variables and what they do.
func environment() [][2]string {
	return [][2]string{
		{"APIMTUI_ACCESS_TOKEN", "the bearer token of `--auth token`; it is passed on to no other program"},
		{"APIMTUI_CONFIG", "the configuration file, instead of the usual one"},
		{"APIMTUI_CONTEXT, APIMTUI_SUBSCRIPTION, APIMTUI_RESOURCE_GROUP, APIMTUI_SERVICE, APIMTUI_ENDPOINT, APIMTUI_AUDIENCE, " +
			"APIMTUI_AUTH, APIMTUI_TENANT, APIMTUI_CLIENT_ID, APIMTUI_API_VERSION, APIMTUI_READ_ONLY, APIMTUI_THEME", "as the flags of the same name, which win"},
		{"APIMTUI_CLOUD, APIMTUI_AUTHORITY, APIMTUI_DEVELOPER_PORTAL, APIMTUI_PRODUCTION, APIMTUI_AUDIT, APIMTUI_AUDIT_VALUES, " +
			"APIMTUI_CLIPBOARD, APIMTUI_CLIPBOARD_COMMAND, APIMTUI_CLEAR_CLIPBOARD_AFTER, APIMTUI_SELECTION, APIMTUI_MOUSE",
			"as the keys of the same name in the configuration file"},
		{"HTTPS_PROXY, NO_PROXY", "the proxy to reach the service through, and the hosts to reach without it"},
		{"TZ", "the time zone of dates, such as Europe/Berlin; the machine's own when it is not set"},
		{"NO_COLOR", "with any value, no colours"},
	}
}
