package cli

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// withoutService marks commands that speak to no service.
const withoutService = "without service"

// serviceless marks a command as one that speaks to no service, so that flags
// which name one are refused instead of ignored.
func serviceless(cmd *cobra.Command) *cobra.Command {
	cmd.Annotations = map[string]string{withoutService: ""}
	return cmd
}

// alone refuses the global flags that a command has no use for. --demo goes
// with every command, and every command can be logged.
func alone(cmd *cobra.Command) error {
	var useless []string
	cmd.Root().PersistentFlags().VisitAll(func(f *pflag.Flag) {
		if f.Changed && f.Name != "demo" && f.Name != "log-file" {
			useless = append(useless, "--"+f.Name)
		}
	})
	if len(useless) == 0 {
		return nil
	}
	return usagef(cmd, "%s cannot be used here: `%s` speaks to no service", strings.Join(useless, ", "), cmd.CommandPath())
}
