package cli

import (
	"context"

	"github.com/spf13/cobra"

	"apimtui/api"
)

const updateHelp = `Change a user. Only what is given and differs is sent, on the condition that
nobody changed the user since it was read, or that it still is the version of
--if-match.

When somebody else changed it, nothing is written, and the exit code is 5; what
was read, what is there now and what was asked for are printed.`

const updateExample = `  apimtui users update ada@example.com --last-name Lovelace
  apimtui users update ada@example.com --note "" --dry-run
  apimtui users update ada@example.com --state pending --if-match '"AAAAAAAADIoAAAAAAAAMjA=="'`

type updateOptions struct {
	writeOptions
	condition
	properties
}

func (o *usersOptions) update() *cobra.Command {
	u := &updateOptions{writeOptions: writeOptions{usersOptions: o}}
	cmd := &cobra.Command{
		Use:     "update USER",
		Short:   "Change a user",
		Long:    updateHelp,
		Example: updateExample,
		Args:    oneUser,
		RunE:    settling(u.run),
	}
	u.properties.define(cmd)
	u.condition.define(cmd.Flags())
	u.writeOptions.define(cmd.Flags())
	return cmd
}

func (o *updateOptions) run(ctx context.Context, cmd *cobra.Command, args []string) error {
	if !o.given(cmd) {
		return usagef(cmd, "nothing to change: give at least one property, such as --note TEXT")
	}
	if err := o.condition.check(cmd); err != nil {
		return err
	}
	if err := o.properties.check(cmd); err != nil {
		return err
	}
	if cmd.Flag("state").Changed && !api.State(o.state.value).Is(api.StateActive) {
		if err := spareBuiltIn(args[0], "changed"); err != nil {
			return err
		}
	}
	password, err := o.app.password(cmd, &o.properties)
	if err != nil {
		return err
	}
	defer password.Wipe()
	s, err := o.connect()
	if err != nil {
		return err
	}
	now, err := s.read(ctx, args[0])
	if err != nil {
		return err
	}
	to, err := o.onto(cmd, now.User.Editable())
	if err != nil {
		return err
	}
	patch := api.PatchOf(now.User.Editable(), to)
	patch.Password = password
	return o.apply(ctx, s, &o.condition, now, patch, "")
}

// apply writes a change to a user as it was read. done is what is said of one
// that went well, "" to name the properties.
func (o *writeOptions) apply(ctx context.Context, s *session, on *condition, now api.Version, patch api.Patch, done string) error {
	stale := on.stale(now)
	if patch.IsZero() && !stale {
		return o.nothingToDo(now, who(&now.User)+" is as asked already; nothing was sent.")
	}
	if !patch.To.State.Is(now.User.State) && !patch.To.State.Is(api.StateActive) {
		if err := spareBuiltIn(string(now.User.ID), "changed"); err != nil {
			return err
		}
	}
	base := on.base(now)
	if o.dryRun && !patch.IsZero() {
		return o.printRequest(s.client.Users.UpdateRequest(now.User.ID, base.ETag, patch))
	}
	c := &change{
		what: whose(patch.Names(), &now.User), done: done, look: s.showCommand(now.User.ID),
		loaded: &base, stale: stale, mine: patch.To,
	}
	if patch.IsZero() {
		c.what = "change of " + who(&now.User)
	}
	if c.stale {
		c.written = on.refuse(now)
		return o.report(c)
	}
	c.written, c.tried = o.watch(s, base.User.ID, patch.String(), func(watch api.Watch) api.Written { return s.client.Users.Update(ctx, base, patch, watch) })
	return o.report(c)
}
