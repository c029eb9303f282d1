package cli

import (
	"context"

	"github.com/spf13/cobra"

	"apimtui/api"
)

const blockHelp = `Block a user, who can then neither sign in to the portal nor call APIs. It does not
ask: ` + "`apimtui users activate`" + ` takes it back.

A user who is blocked already is left alone, and the exit code is 0. The built-in
administrator, user 1, cannot be blocked.`

const activateHelp = `Activate a user who is blocked or pending. A user who is active already is left
alone, and the exit code is 0.`

type stateOptions struct {
	writeOptions
	condition
	to api.State
}

func (o *usersOptions) block() *cobra.Command {
	return o.stateCommand(api.StateBlocked, &cobra.Command{
		Use: "block USER", Short: "Block a user", Long: blockHelp,
		Example: "  apimtui users block mia.keller@contoso.com",
	})
}

func (o *usersOptions) activate() *cobra.Command {
	return o.stateCommand(api.StateActive, &cobra.Command{
		Use: "activate USER", Short: "Activate a blocked or pending user", Long: activateHelp,
		Example: "  apimtui users activate mia.keller@contoso.com",
	})
}

func (o *usersOptions) stateCommand(to api.State, cmd *cobra.Command) *cobra.Command {
	s := &stateOptions{writeOptions: writeOptions{usersOptions: o}, to: to}
	cmd.Args, cmd.RunE = oneUser, settling(s.run)
	s.condition.define(cmd.Flags())
	s.writeOptions.define(cmd.Flags())
	return cmd
}

func (o *stateOptions) run(ctx context.Context, cmd *cobra.Command, args []string) error {
	if err := o.check(cmd); err != nil {
		return err
	}
	if o.to == api.StateBlocked {
		if err := spareBuiltIn(args[0], "blocked"); err != nil {
			return err
		}
	}
	s, err := o.connect()
	if err != nil {
		return err
	}
	now, err := s.read(ctx, args[0])
	if err != nil {
		return err
	}
	if o.to == api.StateBlocked {
		if err := spareBuiltIn(string(now.User.ID), "blocked"); err != nil {
			return err
		}
	}
	if now.User.State.Is(api.StateDeleted) {
		return refusal("the account of %s is closed (state deleted), and is neither blocked nor activated; nothing was sent", who(&now.User))
	}
	if now.User.State.Is(o.to) && !o.stale(now) {
		return o.nothingToDo(now, who(&now.User)+" is "+o.to.String()+" already; nothing was sent.")
	}
	to := now.User.Editable()
	to.State = o.to
	return o.apply(ctx, s, &o.condition, now, api.PatchOf(now.User.Editable(), to), who(&now.User)+" is "+o.to.String())
}
