package cli

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// withoutService is the annotation of commands that use no service.
const withoutService = "without service"

// serviceless marks a command that uses no service, so that flags which name a
// service are refused instead of ignored.
func serviceless(cmd *cobra.Command) *cobra.Command {
	cmd.Annotations = map[string]string{withoutService: ""}
	return cmd
}

// refuseServiceFlags refuses the global flags that a command cannot use. --demo
// and --log-file work with every command.
func refuseServiceFlags(cmd *cobra.Command) error {
	var useless []string
	cmd.Root().PersistentFlags().VisitAll(func(f *pflag.Flag) {
		if f.Changed && f.Name != "demo" && f.Name != "log-file" {
			useless = append(useless, "--"+f.Name)
		}
	})
	if len(useless) == 0 {
		return nil
	}
	return usagef(cmd, "%s cannot be used here: `%s` uses no service", strings.Join(useless, ", "), cmd.CommandPath())
}
