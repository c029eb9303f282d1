package cli

import (
	"errors"

	"github.com/dustin/go-humanize/english"
	"github.com/spf13/cobra"
)

// family is a command that only has subcommands.
func family(name, short, long string) *cobra.Command {
	return &cobra.Command{
		Use: name + " COMMAND", Short: short, Long: long, Args: noSuchCommand,
		RunE: func(cmd *cobra.Command, _ []string) error {
			var names []string
			for _, c := range cmd.Commands() {
				names = append(names, c.Name())
			}
			return usage(cmd, errors.New("name a subcommand of "+name+": "+english.WordSeries(names, "or")))
		},
	}
}
