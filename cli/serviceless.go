package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

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
