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
		return perform(ctx, w, subscriptionKind(), args[0], func(s *session, base api.SubscriptionVersion) (*subscriptionAct, error) {
			words := newKey(&base.Subscription, api.KeyType(key.value))
			return &subscriptionAct{
				Act:   words,
				write: s.client.Subscriptions.Regenerate(base.Subscription, api.KeyType(key.value)),
				base:  base, mine: base.Subscription.Edit(),
				question: "Regenerate the " + key.value + " key of " + words.Who + " on " + text.Clean(s.settings.Context.Service.V).String() +
					"? Everything that uses the old key is refused from then on.",
				typed: "regenerate it",
			}, nil
		})
	})
}

// newKey describes the regeneration of a key.
func newKey(sub *api.Subscription, key api.KeyType) report.Act {
	what := whatSubscription(sub)
	which := "the " + string(key) + " key of " + what
	return report.Act{What: "regeneration of " + which, Who: what, Done: which + " is a new one", Sent: report.Change, About: report.Key}
}
