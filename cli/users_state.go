package cli

import (
	"context"

	"github.com/dustin/go-humanize/english"
	"github.com/spf13/cobra"

	"apimtui/api"
	"apimtui/api/rules"
	"apimtui/api/text"
)

func (o *options) block() *cobra.Command {
	return o.stateCommand(rules.Block, api.StateBlocked, &cobra.Command{
		Use: "block USER", Short: "Block a user",
		Long: `Block a user, who can then neither sign in to the portal nor call APIs. For one
user it does not ask: ` + "`apimtui users activate`" + ` reverses it.

A user who is already blocked is left unchanged, and the exit code is 0. The built-in
administrator, user 1, cannot be blocked.`,
		Example: "  apimtui users block mia.keller@contoso.com",
	})
}

func (o *options) activate() *cobra.Command {
	return o.stateCommand(rules.Activate, api.StateActive, &cobra.Command{
		Use: "activate USER", Short: "Activate a blocked or pending user",
		Long: `Activate a user who is blocked or pending. A user who is already active is left
unchanged, and the exit code is 0.`,
		Example: "  apimtui users activate mia.keller@contoso.com",
	})
}

func (o *options) stateCommand(deed rules.Deed, state api.State, cmd *cobra.Command) *cobra.Command {
	w := &writeOptions{options: o}
	plan := func(s *session, a *act) error {
		to := a.mine
		to.State = state
		updating(s, a, api.PatchOf(a.mine, to))
		a.deed, a.refuse = deed, rules.Refuse(deed, a.base.User)
		a.becomes(state)
		return nil
	}
	m := manyUsers{of: userKind(), question: question{verb: text.Capital(string(deed))}, plan: plan}
	return w.conditional(cmd, onMany(w, cmd, m))
}

type deleteOptions struct {
	writeOptions
	appType             appType
	deleteSubscriptions bool
	notify              bool
}

// fate is what was requested for a deleted user's product subscriptions.
type fate struct {
	Count   *int `json:"count"` // null when they could not be read
	Deleted bool `json:"deletionAskedFor"`
}

func (o *options) delete() *cobra.Command {
	d := &deleteOptions{writeOptions: writeOptions{options: o, asks: "deleting a user"}}
	cmd := &cobra.Command{
		Use: "delete USER", Short: "Delete a user",
		Long: `Delete a user, after a question. In a production context, the user id must be
typed. --yes skips the question. Without a terminal and without --yes, nothing is
sent, and the exit code is 2.

Without --delete-subscriptions the service is not asked to delete the user's
product subscriptions, which may remain. The output says how many there were. The
built-in administrator, user 1, cannot be deleted.`,
		Example: `  apimtui users delete ada@example.com
  apimtui users delete ada@example.com --delete-subscriptions --notify --yes`,
	}
	f := cmd.Flags()
	f.BoolVar(&d.deleteSubscriptions, "delete-subscriptions", false, "delete the user's product subscriptions too")
	f.BoolVar(&d.notify, "notify", false, "mail the user that the account is deleted")
	d.appType.define(cmd)
	m := manyUsers{of: userKind(), question: question{"Delete", d.note, true}, plan: d.plan}
	return d.conditional(cmd, onMany(&d.writeOptions, cmd, m))
}

// note says what becomes of the product subscriptions of several users.
func (o *deleteOptions) note() string {
	if o.deleteSubscriptions {
		return "Their product subscriptions are deleted too."
	}
	return "Their product subscriptions are not asked to be deleted."
}

func (o *deleteOptions) plan(s *session, a *act) error {
	how := api.DeleteOptions{DeleteSubscriptions: o.deleteSubscriptions, Notify: o.notify, AppType: o.appType.of()}
	a.deletes(s.client.Users.Delete(a.base, how))
	a.Mails, a.deed, a.refuse = o.notify, rules.Delete, rules.Refuse(rules.Delete, a.base.User)
	a.ready = func(ctx context.Context) error {
		a.fate = &fate{Deleted: o.deleteSubscriptions}
		// The count is told. That it cannot be read does not stop the deletion.
		subscriptions, err := s.client.Users.Subscriptions(ctx, a.base.User.ID)
		switch n := len(subscriptions); {
		case ctx.Err() != nil:
			return context.Cause(ctx)
		case err == nil:
			a.fate.Count = &n
		}
		a.Done += "; " + a.fate.words()
		where := text.Clean(s.settings.Context.Service.V).String()
		a.question = "Delete " + a.Who + " from " + where + "? It has " + a.fate.toBe() + "."
		return nil
	}
	return nil
}

// words says what was requested for them.
func (f *fate) words() string {
	switch {
	case f.Count != nil && *f.Count == 0:
		return "it had no product subscriptions"
	case f.Deleted:
		return "deleting its " + f.subscriptions() + " was asked for too"
	case f.Count != nil && *f.Count == 1:
		return "its " + f.subscriptions() + " was not asked to be deleted and may remain"
	}
	return "its " + f.subscriptions() + " were not asked to be deleted and may remain"
}

func (f *fate) subscriptions() string {
	if f.Count == nil {
		return "product subscriptions that could not be read"
	}
	return english.Plural(*f.Count, "product subscription", "")
}

// toBe says what belongs to a user and what will be requested for it.
func (f *fate) toBe() string {
	if f.Deleted {
		return f.subscriptions() + ", deleted too"
	}
	return f.subscriptions() + ", not asked to be deleted"
}
