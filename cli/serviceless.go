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
// service are refused instead of ignored, but for the flags in uses.
func serviceless(cmd *cobra.Command, uses ...string) *cobra.Command {
	cmd.Annotations = map[string]string{withoutService: strings.Join(uses, " ")}
	return cmd
}

// refuseServiceFlags refuses the global flags that a command cannot use. --demo
// and --log-file work with every command.
func refuseServiceFlags(cmd *cobra.Command) error {
	useful := append(strings.Fields(cmd.Annotations[withoutService]), "demo", "log-file")
	var useless []string
	cmd.Root().PersistentFlags().VisitAll(func(f *pflag.Flag) {
		if f.Changed && !slices.Contains(useful, f.Name) {
			useless = append(useless, "--"+f.Name)
		}
	})
	if len(useless) == 0 {
		return nil
	}
	return usagef(cmd, "%s cannot be used here: `%s` uses no service", strings.Join(useless, ", "), cmd.CommandPath())
}
