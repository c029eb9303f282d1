package cli

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"apimtui/api"
	"apimtui/api/report"
	"apimtui/api/text"
	"apimtui/tui/term/clipboard"
)

type subscriptionUpdate struct {
	*writeOptions
	name, user, comment string
	state               choice
}

func (o *subscriptionsOptions) update() *cobra.Command {
	u := &subscriptionUpdate{writeOptions: o.writes("")}
	cmd := &cobra.Command{
		Use: "update SID", Short: "Change a product subscription", Args: oneSubscription,
		Long: `Change a product subscription: its name, owner, state or comment. Only what is given and
differs is sent, on the condition that it did not change since it was read, or still is
the version of --if-match. --if-match '*' writes over whatever is there.

Only an active product subscription opens the gateway. Which changes of state the service
allows is not documented; what it refuses is told. A comment explains a rejection.`,
		Example: "  apimtui subscriptions update 5f1a7c0e8d3b2a0001234567 --name \"Mobile app\"\n" +
			"  apimtui subscriptions update 5f1a7c0e8d3b2a0001234567 --state rejected --comment \"ticket 4711\"",
	}
	cmd.Flags().StringVar(&u.name, "name", "", "the display `NAME`")
	cmd.Flags().StringVar(&u.user, "user", "", "the user `U` as its new owner")
	u.state.define(cmd, "state", "", api.SubscriptionStates(), "the `STATE`")
	cmd.Flags().StringVar(&u.comment, "comment", "", "the `TEXT` that explains the state, such as why it is rejected")
	return u.conditional(cmd, u.run)
}

func checkName(cmd *cobra.Command, name string) error {
	if err := api.CheckSubscriptionName(name); err != nil && cmd.Flag("name").Changed {
		return usagef(cmd, "--name: %w", err)
	}
	return nil
}

func (o *subscriptionUpdate) run(ctx context.Context, cmd *cobra.Command, args []string) error {
	if !anyGiven(cmd, "name", "user", "state", "comment") {
		return usagef(cmd, "nothing to change: give at least one of --name, --user, --state and --comment")
	}
	if err := checkName(cmd, o.name); err != nil {
		return err
	}
	return perform(ctx, o.writeOptions, subscriptionKind(), args[0], func(s *session, a *subscriptionAct) error {
		to := &a.mine
		if anyGiven(cmd, "user") {
			user, err := s.find(ctx, o.user)
			if err != nil {
				return err
			}
			to.Owner = user.ID
		}
		if anyGiven(cmd, "name") {
			to.DisplayName = text.Text(o.name)
		}
		if anyGiven(cmd, "state") {
			to.State = api.State(o.state.value)
		}
		if anyGiven(cmd, "comment") {
			to.StateComment = text.Text(o.comment)
		}
		changeSubscription(s, a)
		return nil
	})
}

func (o *subscriptionsOptions) writes(asks string) *writeOptions {
	return &writeOptions{options: o.options, of: report.Subscription, asks: asks}
}

// whatSubscription names a product subscription without ambiguity, safe to draw.
func whatSubscription(sub *api.Subscription) string {
	scope := sub.Scoped()
	marks := text.Text(scope.Kind)
	if scope.ID != "" {
		marks += " " + scope.ID
	}
	if owner := sub.OwnerID(); owner != "" {
		marks += ", user id " + owner.Text()
	}
	name := text.Text("product subscription ")
	if sub.DisplayName != "" {
		name += sub.DisplayName + " "
	}
	return (name + "(" + marks + ", id " + sub.ID + ")").String()
}

// changeSubscription makes an act the change to what it has as mine.
func changeSubscription(s *session, a *subscriptionAct) {
	a.changes(a.base.Subscription.Edit().Changed(a.mine), s.client.Subscriptions.Update(a.base, a.mine))
}

// stateOf is a command that changes the state alone.
func (o *subscriptionsOptions) stateOf(verb string, state api.State, long string) *cobra.Command {
	w := o.writes("")
	cmd := &cobra.Command{
		Use: verb + " SID", Short: text.Capital(verb) + " product subscriptions",
		Long:    long + " For one, nothing is asked.\n\nIt is written only if the product subscription did not change since it was read, or still\nis the version of --if-match.",
		Example: "  apimtui subscriptions " + verb + " 5f1a7c0e8d3b2a0001234567",
	}
	return w.conditional(cmd, onMany(w, cmd, many[api.SubscriptionVersion, api.SubscriptionEdit]{
		question: question{verb: text.Capital(verb)}, of: subscriptionKind(),
		plan: func(s *session, a *subscriptionAct) error {
			a.mine.State = state
			changeSubscription(s, a)
			a.becomes(state)
			return nil
		},
	}))
}

func (o *subscriptionsOptions) delete() *cobra.Command {
	w := o.writes("deleting a product subscription")
	cmd := &cobra.Command{
		Use: "delete SID", Short: "Delete a product subscription", Args: oneSubscription,
		Long:    "Delete a product subscription, after a question: its keys stop working for good. In a\nproduction context, its id must be typed. --yes skips the question.",
		Example: "  apimtui subscriptions delete 5f1a7c0e8d3b2a0001234567 --yes",
	}
	return w.conditional(cmd, func(ctx context.Context, _ *cobra.Command, args []string) error {
		return perform(ctx, w, subscriptionKind(), args[0], func(s *session, a *subscriptionAct) error {
			a.deletes(s.client.Subscriptions.Delete(a.base))
			where := text.Clean(s.settings.Context.Service.V).String()
			a.question = "Delete " + a.Who + " from " + where + "? Its keys stop working."
			return nil
		})
	})
}

type subscriptionKeys struct {
	handOut
	key choice
}

func (o *subscriptionsOptions) keys() *cobra.Command {
	k := &subscriptionKeys{handOut: handOut{options: o.options, what: "key"}}
	cmd := &cobra.Command{
		Use: "keys SID", Short: "Hand out the keys of a product subscription", Args: oneSubscription,
		Long: `Hand out the keys of a product subscription. It spends one write of the service's budget.

With --key, the key is printed alone on a line when stdout is not a terminal, or with
--show. On a terminal it is otherwise not shown: --copy copies it. Without --key, both are
printed.`,
		Example: "  apimtui subscriptions keys 5f1a7c0e8d3b2a0001234567 --key primary --copy\n" +
			"  apimtui subscriptions keys 5f1a7c0e8d3b2a0001234567 -o json",
	}
	k.key.define(cmd, "key", "", keyWords(), "only this `KEY`")
	return k.command(cmd, k.run)
}

func (o *subscriptionKeys) run(ctx context.Context, cmd *cobra.Command, args []string) error {
	if err := o.check(cmd, false); err != nil {
		return err
	}
	if o.copy && o.key.value == "" {
		return usagef(cmd, "--copy copies one key: name it with --key")
	}
	s, err := o.open(ctx)
	if err != nil {
		return err
	}
	v, err := s.readSubscription(ctx, args[0])
	if err == nil {
		err = o.app.identify(ctx, s)
	}
	if err != nil {
		return err
	}
	keys, err := s.client.Subscriptions.Keys(ctx, v.Subscription, o.app.throttled)
	if err != nil {
		return err
	}
	defer keys.Wipe()
	which := "The keys"
	if o.key.value != "" {
		which = "The " + o.key.value + " key"
	}
	fmt.Fprintf(o.app.io.err, "%s of %s%s.\n", which, whatSubscription(&v.Subscription), s.place())
	if o.copy {
		key := keys.Of(api.KeyType(o.key.value))
		if err := o.copyOut(ctx, s, key, clipboard.CheckLine(key)); err != nil {
			return err
		}
	}
	if !o.prints(false) {
		return nil
	}
	return o.printKeys(keys)
}

// printKeys prints one key alone on a line, or both with their names.
func (o *subscriptionKeys) printKeys(keys api.Keys) error {
	wanted := o.key.of
	if o.key.value != "" {
		wanted = []string{o.key.value}
	}
	if o.output != formatTable {
		v := map[string]text.Text{}
		for _, name := range wanted {
			v[name+"Key"] = text.Text(keys.Of(api.KeyType(name)).Reveal())
		}
		return o.printObject(v)
	}
	return o.app.draw(func(w io.Writer, _ int) {
		for _, name := range wanted {
			label := name + "\t"
			if len(wanted) == 1 {
				label = ""
			}
			// A key may be one that someone chose.
			fmt.Fprintln(w, label+text.Clean(keys.Of(api.KeyType(name)).Reveal()).String())
		}
	})
}

func (o *subscriptionsOptions) regenerate() *cobra.Command {
	w, key := o.writes("regenerating a key"), choice{}
	cmd := &cobra.Command{
		Use: "regenerate-key SID", Short: "Replace a key of a product subscription", Args: oneSubscription,
		Long: "Replace one key of a product subscription, after a question: everything that uses the old one is\n" +
			"refused. In a production context, the id must be typed. --yes skips the question.\n\n" +
			"The keys are read before, so that a lost answer can be looked up. `apimtui subscriptions\nkeys` hands out the new one.",
		Example: "  apimtui subscriptions regenerate-key 5f1a7c0e8d3b2a0001234567 --key secondary",
	}
	key.define(cmd, "key", "", keyWords(), "the `KEY` to replace")
	return w.command(cmd, func(ctx context.Context, cmd *cobra.Command, args []string) error {
		if key.value == "" {
			return usagef(cmd, "name the key to replace with --key primary or --key secondary")
		}
		return perform(ctx, w, subscriptionKind(), args[0], func(s *session, a *subscriptionAct) error {
			sub, which := &a.base.Subscription, api.KeyType(key.value)
			a.Act, a.write = newKey(sub, which), s.client.Subscriptions.Regenerate(*sub, which)
			where := text.Clean(s.settings.Context.Service.V).String()
			a.question = "Regenerate the " + key.value + " key of " + a.Who + " on " + where +
				"? Everything that uses the old key is refused from then on."
			a.typed = "regenerate it"
			return nil
		})
	})
}

// newKey describes the regeneration of a key.
func newKey(sub *api.Subscription, key api.KeyType) report.Act {
	what := whatSubscription(sub)
	which := "the " + string(key) + " key of " + what
	return report.Act{What: "regeneration of " + which, Who: what, Done: which + " is a new one", Sent: report.Change, About: report.Key}
}
