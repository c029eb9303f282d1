package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"apimtui/api"
	"apimtui/api/text"
)

const deleteHelp = `Delete a user, after a question. In a production context, the user id has to be
typed. With --yes nothing is asked; without a terminal and without --yes, nothing
is sent, and the exit code is 2.

Without --delete-subscriptions the service is not asked to delete the user's
product subscriptions, which may remain. The answer says how many there were. The
built-in administrator, user 1, cannot be deleted.`

const deleteExample = `  apimtui users delete ada@example.com
  apimtui users delete ada@example.com --delete-subscriptions --notify --yes`

type deleteOptions struct {
	writeOptions
	condition
	appType             appType
	deleteSubscriptions bool
	notify              bool
}

// fate is what was asked to become of a deleted user's product subscriptions.
type fate struct {
	Count   *int `json:"count"` // null when they could not be read
	Deleted bool `json:"deletionAskedFor"`
}

func (o *usersOptions) delete() *cobra.Command {
	d := &deleteOptions{writeOptions: writeOptions{usersOptions: o}}
	cmd := &cobra.Command{
		Use:     "delete USER",
		Short:   "Delete a user",
		Long:    deleteHelp,
		Example: deleteExample,
		Args:    oneUser,
		RunE:    settling(d.run),
	}
	f := cmd.Flags()
	f.BoolVar(&d.deleteSubscriptions, "delete-subscriptions", false, "delete the user's product subscriptions too")
	f.BoolVar(&d.notify, "notify", false, "mail the user that the account is deleted")
	d.appType.define(cmd)
	d.condition.define(f)
	d.writeOptions.define(f)
	return cmd
}

func (o *deleteOptions) run(ctx context.Context, cmd *cobra.Command, args []string) error {
	if err := o.check(cmd); err != nil {
		return err
	}
	if err := spareBuiltIn(args[0], "deleted"); err != nil {
		return err
	}
	if err := o.mayAsk("deleting a user"); err != nil {
		return err
	}
	s, err := o.connect()
	if err != nil {
		return err
	}
	now, err := s.read(ctx, args[0])
	if err != nil {
		return err
	}
	if err := spareBuiltIn(string(now.User.ID), "deleted"); err != nil {
		return err
	}
	how := api.DeleteOptions{DeleteSubscriptions: o.deleteSubscriptions, Notify: o.notify, AppType: o.appType.of()}
	if o.dryRun {
		return o.printRequest(s.client.Users.Delete(o.base(now), how).Request())
	}
	return o.remove(ctx, s, now, how)
}

func (o *deleteOptions) remove(ctx context.Context, s *session, now api.Version, how api.DeleteOptions) error {
	base := o.base(now)
	c := &change{
		what: "deletion of " + who(&now.User), look: s.showCommand(now.User.ID),
		loaded: &base, stale: o.stale(now), mine: now.User.Editable(), mails: o.notify,
	}
	if c.stale {
		c.written = o.refuse(now)
		return o.report(c)
	}
	goes, err := o.whatGoes(ctx, s, now.User.ID)
	if err != nil {
		return err
	}
	c.fate = goes
	if err := o.agree(ctx, s, now.User, goes); err != nil {
		return err
	}
	c.written, c.tried = o.watch(ctx, s.client.Users.Delete(base, how))
	if c.written.Outcome.Done() {
		// The answer is about the user as it was; there is no version of it now.
		c.written.Now = api.Version{User: now.User}
		c.done = who(&now.User) + " is deleted; " + goes.words()
		if c.written.Mail == api.MailAccepted {
			c.done += "; a mail was accepted by the service"
		}
	}
	return o.report(c)
}

// whatGoes counts the user's product subscriptions. That they cannot be read
// stops nothing, and is said.
func (o *deleteOptions) whatGoes(ctx context.Context, s *session, id api.UserID) (*fate, error) {
	f := &fate{Deleted: o.deleteSubscriptions}
	subscriptions, err := s.client.Users.Subscriptions(ctx, id)
	switch {
	case ctx.Err() != nil:
		return nil, context.Cause(ctx)
	case err == nil:
		n := len(subscriptions)
		f.Count = &n
	}
	return f, nil
}

func (f *fate) words() string {
	switch {
	case f.Count == nil && f.Deleted:
		return "deleting its product subscriptions, which could not be read, was asked for"
	case f.Count == nil:
		return "its product subscriptions, which could not be read, were not asked to be deleted and may remain"
	case *f.Count == 0:
		return "it had no product subscriptions"
	case f.Deleted:
		return "deleting its " + subscriptionCount(*f.Count) + " was asked for too"
	}
	were := " were"
	if *f.Count == 1 {
		were = " was"
	}
	return "its " + subscriptionCount(*f.Count) + were + " not asked to be deleted and may remain"
}

func subscriptionCount(n int) string {
	if n == 1 {
		return "1 product subscription"
	}
	return fmt.Sprintf("%d product subscriptions", n)
}

// agree asks whether to delete, and where it costs most, to type the id.
func (o *deleteOptions) agree(ctx context.Context, s *session, u api.User, f *fate) error {
	have := "product subscriptions that could not be read"
	if f.Count != nil {
		have = subscriptionCount(*f.Count)
	}
	then := "not asked to be deleted"
	if f.Deleted {
		then = "deleted too"
	}
	where := text.Clean(s.settings.Context.Service.V).String()
	question := fmt.Sprintf("Delete %s from %s? It has %s, %s.", who(&u), where, have, then)
	if s.settings.Context.Production.V {
		return o.confirmTyped(ctx, question+" This is PRODUCTION: type the user id to delete it:", string(u.ID))
	}
	return o.confirm(ctx, question)
}
