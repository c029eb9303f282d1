package cli

import (
	"context"

	"github.com/spf13/cobra"

	"apimtui/api"
)

type updateOptions struct {
	writeOptions
	properties
}

func (o *options) update() *cobra.Command {
	u := &updateOptions{writeOptions: writeOptions{options: o}}
	cmd := &cobra.Command{
		Use: "update USER", Short: "Change a user", Args: oneUser,
		Long: `Change a user. Only what is given and differs is sent, on the condition that
the user did not change since it was read, or still is the version of --if-match.
--if-match '*' writes over whatever is there, and the outcome says so.

When someone else changed it, nothing is written, and the exit code is 5; what was
read, what is there now and what was asked for are printed.

--state deleted closes the account, as far as is documented. It asks first.`,
		Example: `  apimtui users update ada@example.com --last-name Lovelace
  apimtui users update ada@example.com --note "" --dry-run
  apimtui users update ada@example.com --state pending --if-match '"AAAAAAAADIoAAAAAAAAMjA=="'`,
	}
	u.properties.define(cmd)
	return u.conditional(cmd, u.run)
}

func (o *updateOptions) run(ctx context.Context, cmd *cobra.Command, args []string) error {
	if !anyGiven(cmd, "email", "first-name", "last-name", "note", "state", "identity", "password-stdin") {
		return usagef(cmd, "nothing to change: give at least one property, such as --note TEXT")
	}
	if err := o.properties.check(cmd); err != nil {
		return err
	}
	password, err := o.app.password(cmd, &o.properties)
	if err != nil {
		return err
	}
	defer password.Wipe()
	o.asks = o.closing()
	return perform(ctx, &o.writeOptions, userKind(), args[0], func(s *session, base api.Version) (*act, error) {
		from := base.User.Editable()
		to, err := o.onto(cmd, from)
		if err != nil {
			return nil, err
		}
		patch := api.PatchOf(from, to)
		patch.Password = password
		a := updating(s, base, patch)
		if o.asks != "" {
			closes(a)
		}
		return a, nil
	})
}
