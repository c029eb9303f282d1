package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"apimtui/api"
	"apimtui/api/text"
	"apimtui/api/transfer"
	"apimtui/tui/ui"
)

func (o *options) importing() *cobra.Command {
	t := &transferOptions{writeOptions: writeOptions{options: o, asks: "an import"}, verb: "Import",
		leaves: "users who are there are changed only with --update"}
	cmd := &cobra.Command{
		Use: "import FILE", Short: "Create and change users from a file", ValidArgsFunction: fileNames,
		Long: `Import users from a file, or from standard input as -. It is CSV with a header (separated
by comma, semicolon or tab), JSON, JSON lines, what ` + "`az rest`" + ` prints of a list of users,
or Get-AzApiManagementUser with ConvertTo-Json; in UTF-8 or UTF-16. A column name is the
user id. A file that cannot be read as a whole is refused with line and column, and
nothing is sent.

A user is found by the id, or without one by the e-mail. First there is a plan: who is
created, changed and from what to what, the same, or refused and why. --dry-run prints all
of it. Then one question is for all, and each write has a row with its outcome, two at a
time. A user who changed since the plan is a conflict. Importing the same file again does
only what is left.

Users who are there are changed only with --update. --with groups,subscriptions also adds
the groups and product subscriptions of the file that a user does not have; it never takes
any away, and keys are always new. Built-in groups are left to the service. The service
makes each new user a password that is not shown. An identity that it refuses is left out,
and the user's row says so. No mail is sent without --send-mails, which invites the new
users who are not blocked.

The exit code is 0 when all is as in the file, 1 when something is not, and 7 when the
outcome of a write is unknown.`,
		Example: `  apimtui users import users.csv --dry-run
  apimtui users import users.jsonl --with groups,subscriptions --update
  az rest --url "$USERS_URL" | apimtui users import - --yes`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef(cmd, "name one file, or - for standard input; %d were named", len(args))
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&t.update, "update", false, "also change the users who are there")
	cmd.Flags().BoolVar(&t.mails, "send-mails", false, "invite the new users by mail")
	t.with.define(cmd)
	return t.command(cmd, func(ctx context.Context, cmd *cobra.Command, args []string) error {
		if err := t.mayAsk(); err != nil {
			return err
		}
		f, err := t.app.readUsers(cmd, args[0])
		if err != nil {
			return err
		}
		t.leftOut(f)
		s, err := t.connect()
		if err != nil {
			return err
		}
		return t.bring(ctx, s, f.Records)
	})
}

// readUsers reads a file of users, and says what it leaves out.
func (a *app) readUsers(cmd *cobra.Command, path string) (*transfer.File, error) {
	input, where := a.io.input, "standard input"
	if path != fromStdin {
		where = "the file " + text.Clean(path).String()
		file, err := os.Open(path)
		if err != nil {
			return nil, usagef(cmd, "%s: %s", where, reason(err))
		}
		defer file.Close()
		input = file
	}
	f, err := transfer.Read(input)
	if _, refused := errors.AsType[*transfer.Refusal](err); refused {
		return nil, usagef(cmd, "%s: %w; nothing was sent", where, err)
	}
	if err != nil {
		return nil, usagef(cmd, "%s: %s; nothing was sent", where, reason(err))
	}
	if len(f.Ignored) > 0 {
		fmt.Fprintln(a.io.err, "apimtui: Left out, because it means nothing here: "+strings.Join(f.Ignored, ", ")+".")
	}
	if f.Cut {
		fmt.Fprintln(a.io.err, "apimtui: The file is one page of a list, and names a next page: it does not have all users.")
	}
	return f, nil
}

// leftOut says what the file has and was not asked for.
func (o *transferOptions) leftOut(f *transfer.File) {
	has := func(some func(transfer.Record) bool) bool { return slices.ContainsFunc(f.Records, some) }
	if !o.with.groups && has(func(r transfer.Record) bool { return len(r.Groups) > 0 }) {
		fmt.Fprintln(o.app.io.err, "apimtui: The groups of the file are left out; --with groups takes them over.")
	}
	if !o.with.subscriptions && has(func(r transfer.Record) bool { return len(r.Subscriptions) > 0 }) {
		fmt.Fprintln(o.app.io.err, "apimtui: The product subscriptions of the file are left out; --with subscriptions takes them over.")
	}
}

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
	return o.bring(ctx, to, mapped(users, func(u *api.User) transfer.Record { return transfer.Of(u, b) }))
}

// another opens a context that is not the one in use.
func (a *app) another(cmd *cobra.Command, from *session, name string) (*session, error) {
	if from.demo {
		return nil, usagef(cmd, "the demo has no other service to copy to")
	}
	a.global.ContextFrom = "--to"
	to, err := (&switchboard{app: a}).session(ui.Target{Context: name})
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
