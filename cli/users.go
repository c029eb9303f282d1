package cli

import (
	"errors"

	"github.com/spf13/cobra"
)

// usersOptions are what all commands on users have in common.
type usersOptions struct {
	app    *app
	output format
}

func (a *app) users() *cobra.Command {
	o := &usersOptions{app: a, output: formatTable}
	cmd := &cobra.Command{
		Use:   "users COMMAND",
		Short: "List and show users",
		Long:  "List and show the users of an API Management service.",
		Args:  noSuchCommand,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return usage(cmd, errors.New("say what to do with users: list or show"))
		},
	}
	cmd.PersistentFlags().VarP(&o.output, "output", "o", "the `FORM` of what is printed: table, json, jsonl or csv")
	_ = cmd.RegisterFlagCompletionFunc("output", cobra.FixedCompletions(formats(), cobra.ShellCompDirectiveNoFileComp))
	cmd.AddCommand(o.list(), o.show())
	return cmd
}
