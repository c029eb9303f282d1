package cli

import (
	"errors"

	"github.com/spf13/cobra"
)

func (a *app) doctor() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "doctor COMMAND",
		Short: "Say what works here, and why not",
		Long:  "Say what works on this machine and in this terminal, and why not.",
		Args:  noSuchCommand,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return usage(cmd, errors.New("say what to look at: clipboard"))
		},
	}
	cmd.AddCommand(a.doctorClipboard())
	return cmd
}
