// Package cli is the command line: the commands, their output formats and the
// exit codes. It is the only package that deals with arguments, standard
// streams and the end of the process.
//
// A command is a struct of its options with a run method. Data goes to stdout,
// messages go to stderr. Untrusted text is drawn in its safe form on both.
package cli

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/dustin/go-humanize/english"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// root builds the command line.
func (a *app) root() *cobra.Command {
	o := consoleOptions{app: a}
	root := &cobra.Command{
		Use: "apimtui", Short: "a console for the users of an Azure API Management service", Args: noSuchCommand,
		SilenceErrors: true, SilenceUsage: true, PersistentPreRunE: a.start, RunE: o.run,
		Long: `A terminal console for the users of an Azure API Management service.

Without a subcommand it opens the console on the current context of the
configuration file, or on the service given by --subscription, -g and -n.
With --demo it works on an embedded simulator instead: no account, no network.
With --read-only, or readOnly: true in the context, every change of the service
is refused: nothing is sent, and a subcommand exits 2.

With --linear it asks and answers in plain lines instead of drawing: for screen
readers, terminals that cannot draw, and pipes. It exits 0 when it is left or its
input ends, 7 when the outcome of a write stayed unknown, and otherwise with the
code of the command in which the input ended.

Scripts use the subcommands. Their data goes to stdout, everything else to
stderr, and the exit code reports the outcome.`,
		Example: `  apimtui --demo
  apimtui --context prod --user mia.keller@contoso.com
  apimtui users list --state blocked -o json
  apimtui users block mia.keller@contoso.com`,
	}
	root.SetOut(a.io.out)
	root.SetErr(a.io.err)
	a.global.define(root.PersistentFlags())
	root.Flags().StringVar(&o.user, "user", "", "open the one user that `QUERY` names: id, e-mail or unique name")
	root.Flags().BoolVar(&o.inLines, "linear", false, "ask and answer in plain lines, without drawing")
	root.Flags().BoolVar(&o.present, "present", false, "mask e-mails and ids on the screen, show the pressed keys")
	root.Flags().BoolVar(&o.version, "version", false, "print the version")
	root.SetFlagErrorFunc(badFlag)
	root.SetHelpFunc(help)
	root.SetHelpCommand(helpCommand(root))
	root.AddCommand(a.users(), a.groups(), a.subscriptions(), a.contextCommand(), a.services(), a.doctor(), a.audit(),
		serviceless(a.simulate()), serviceless(a.version()), serviceless(a.completion()), serviceless(a.man()))
	a.offer(root)
	return root
}

// help writes the help of a command, which always lists the exit codes.
func help(cmd *cobra.Command, _ []string) {
	about := cmp.Or(cmd.Long, cmd.Short)
	// A closed output needs no help.
	_, _ = fmt.Fprintf(cmd.OutOrStdout(), "%s\n\n%s\n%s", strings.TrimSpace(about), cmd.UsageString(), exitHelp)
}

// helpCommand is cobra's help command, but an unknown command is an error.
func helpCommand(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use: "help [COMMAND]", Short: "Explain a command",
		RunE: func(cmd *cobra.Command, args []string) error {
			about, rest, err := root.Find(args)
			if err != nil {
				return usage(root, err)
			}
			if len(rest) > 0 {
				return noSuchCommand(about, rest)
			}
			about.InitDefaultHelpFlag()
			return about.Help()
		},
	}
}

// noArguments is for commands that only take flags.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usagef(cmd, "unexpected argument %q: `%s` takes no arguments", args[0], cmd.CommandPath())
	}
	return nil
}

// noSuchCommand is for commands with subcommands: an argument is an unknown
// subcommand.
func noSuchCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return usagef(cmd, "there is no command %q%s", cmd.CommandPath()+" "+args[0], didYouMean(cmd, args[0], ""))
}

// badFlag reports an unknown flag or an invalid value.
func badFlag(cmd *cobra.Command, err error) error {
	unknown, ok := errors.AsType[*pflag.NotExistError](err)
	if !ok || len(unknown.GetSpecifiedName()) < 2 {
		return usage(cmd, err)
	}
	// Cobra suggests command names, so use the flags as commands.
	flags := &cobra.Command{}
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		flags.AddCommand(&cobra.Command{Use: f.Name, Run: func(*cobra.Command, []string) {}})
	})
	return usagef(cmd, "%w%s", err, didYouMean(flags, unknown.GetSpecifiedName(), "--"))
}

// didYouMean returns the end of a sentence about an unknown name, with similar
// names below cmd. A short name may have one wrong letter.
func didYouMean(cmd *cobra.Command, typed, prefix string) string {
	cmd.SuggestionsMinimumDistance = 2
	if len(typed) < 5 {
		cmd.SuggestionsMinimumDistance = 1
	}
	close := cmd.SuggestionsFor(typed)
	if len(close) == 0 {
		return ""
	}
	return "; did you mean " + prefix + strings.Join(close, " or "+prefix) + "?"
}

// family is a command that only has subcommands.
func family(name, short, long string) *cobra.Command {
	return &cobra.Command{
		Use: name + " COMMAND", Short: short, Long: long, Args: noSuchCommand,
		RunE: func(cmd *cobra.Command, _ []string) error {
			names := mapped(cmd.Commands(), (*cobra.Command).Name)
			return usage(cmd, errors.New("name a subcommand of "+name+": "+english.WordSeries(names, "or")))
		},
	}
}

// withoutService is the annotation of commands that use no service.
const withoutService = "without service"

// serviceless marks a command that uses no service, so that flags which name a
// service are refused instead of ignored. It may use other global flags.
func serviceless(cmd *cobra.Command, used ...string) *cobra.Command {
	cmd.Annotations = map[string]string{withoutService: strings.Join(used, " ")}
	return cmd
}

// refuseServiceFlags refuses the global flags that a command cannot use. --demo
// and --log-file work with every command.
func refuseServiceFlags(cmd *cobra.Command) error {
	var useless []string
	used := append(strings.Fields(cmd.Annotations[withoutService]), "demo", "log-file")
	cmd.Root().PersistentFlags().VisitAll(func(f *pflag.Flag) {
		if f.Changed && !slices.Contains(used, f.Name) {
			useless = append(useless, "--"+f.Name)
		}
	})
	if len(useless) == 0 {
		return nil
	}
	return usagef(cmd, "%s cannot be used here: `%s` uses no service", strings.Join(useless, ", "), cmd.CommandPath())
}
