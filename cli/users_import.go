package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"apimtui/api/text"
	"apimtui/api/transfer"
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
