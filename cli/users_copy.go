package cli

import (
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"apimtui/api"
	"apimtui/api/text"
	"apimtui/api/transfer"
)

type copyOptions struct {
	transferOptions
	to  string
	all bool
}

func (o *options) copying() *cobra.Command {
	c := &copyOptions{transferOptions: transferOptions{writeOptions: writeOptions{options: o, asks: "a copy to another service"}, verb: "Copy",
		leaves: "users who are there are not changed"}}
	cmd := &cobra.Command{
		Use: "copy USER...", Short: "Copy users to the service of another context",
		Long: `Copy users to the service of another context. They keep their ids and have no password
there: the service makes each a new one that is not shown. No mail is sent.

First there is a plan, as of ` + "`apimtui users import`" + `; --dry-run prints it. Users who are there
are not changed. --with groups,subscriptions also adds the groups and product
subscriptions that a user does not have there, by the names of groups and products;
what is missing there is told. The product subscriptions have new keys. An identity that
the service refuses is left out, and the user's row says so. Copying again does only what
is left.

User 1, the built-in administrator, is never copied. Where the target is read-only,
nothing is written; in a production context, the number of writes must be typed.`,
		Example: `  apimtui users copy ada@example.com --to staging
  apimtui users copy --all --to staging --with groups,subscriptions --dry-run`,
		Args: func(cmd *cobra.Command, args []string) error {
			if (len(args) == 0) != c.all {
				return usagef(cmd, "name the users to copy, or all with --all")
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&c.to, "to", "", "the `CONTEXT` of the service to copy to")
	cmd.Flags().BoolVar(&c.all, "all", false, "copy all users")
	_ = cmd.RegisterFlagCompletionFunc("to", o.app.contexts)
	c.with.define(cmd)
	return c.command(cmd, c.run)
}

func (o *copyOptions) run(ctx context.Context, cmd *cobra.Command, args []string) error {
	if o.to == "" {
		return usagef(cmd, "name the context to copy to with --to")
	}
	if err := o.mayAsk(); err != nil {
		return err
	}
	from, err := o.app.connect()
	if err != nil {
		return err
	}
	to, err := o.app.another(cmd, from, o.to)
	if err != nil {
		return err
	}
	if !o.dryRun {
		o.app.remind(to)
		if err := o.app.mayRecord(to); err != nil {
			return err
		}
	}
	users, err := o.users(ctx, cmd, from, args)
	if err != nil {
		return err
	}
	b, err := o.app.belongings(ctx, from, o.with, false)
	if err != nil {
		return err
	}
	var records []transfer.Record
	for _, u := range users {
		records = append(records, transfer.Of(u, b))
	}
	return o.bring(ctx, to, records)
}

// another opens a context that is not the one in use.
func (a *app) another(cmd *cobra.Command, from *session, name string) (*session, error) {
	if from.demo {
		return nil, usagef(cmd, "the demo has no other service to copy to")
	}
	to, err := (&switchboard{app: a}).named(name)
	if err == nil && to.client.Users.URL("1") == from.client.Users.URL("1") {
		err = refusal("the context %s is the service that the users are in; nothing was sent", text.Clean(name))
	}
	return to, err
}

// users returns the users to copy.
func (o *copyOptions) users(ctx context.Context, cmd *cobra.Command, s *session, args []string) ([]*api.User, error) {
	var users []*api.User
	if o.all {
		var err error
		if users, err = o.everybody(ctx, s); err != nil {
			return nil, err
		}
	} else {
		k := userKind()
		names, err := o.names(cmd, args, k.one)
		if err != nil {
			return nil, err
		}
		found, err := lookUpAll(ctx, &o.writeOptions, s, k, names)
		if err != nil {
			return nil, err
		}
		for i := range found {
			users = append(users, &found[i].User)
		}
	}
	n := len(users)
	users = slices.DeleteFunc(users, func(u *api.User) bool { return u.ID == api.BuiltInUser })
	if len(users) < n {
		fmt.Fprintln(o.app.io.err, "apimtui: Left out user 1, the built-in administrator, whom every service has.")
	}
	return users, nil
}
