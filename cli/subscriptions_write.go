package cli

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"apimtui/api"
	"apimtui/api/report"
	"apimtui/api/text"
)

const subscriptionUpdateHelp = `Change a product subscription: its name, owner, state or comment. Only what is given and
differs is sent, on the condition that it did not change since it was read, or still is
the version of --if-match. --if-match '*' writes over whatever is there.

Only an active product subscription opens the gateway. Which changes of state the service
allows is not documented; what it refuses is told. A comment explains a rejection.`

type subscriptionUpdate struct {
	*subscriptionWrites
	name, user, state, comment string
}

func (o *subscriptionsOptions) update() *cobra.Command {
	u := &subscriptionUpdate{subscriptionWrites: o.writes("")}
	cmd := &cobra.Command{
		Use:   "update SID",
		Short: "Change a product subscription",
		Long:  subscriptionUpdateHelp,
		Example: "  apimtui subscriptions update 5f1a7c0e8d3b2a0001234567 --name \"Mobile app\"\n" +
			"  apimtui subscriptions update 5f1a7c0e8d3b2a0001234567 --state rejected --comment \"ticket 4711\"",
		Args: oneSubscription,
	}
	cmd.Flags().StringVar(&u.name, "name", "", "the display `NAME`")
	cmd.Flags().StringVar(&u.user, "user", "", "the user `U` as its new owner")
	stateFlag(cmd, &u.state, "")
	cmd.Flags().StringVar(&u.comment, "comment", "", "the `TEXT` that explains the state, such as why it is rejected")
	return u.conditional(cmd, u.run)
}

func stateFlag(cmd *cobra.Command, state *string, byDefault string) {
	cmd.Flags().StringVar(state, "state", byDefault, "the state `S`: "+strings.Join(api.SubscriptionStates(), ", "))
	_ = cmd.RegisterFlagCompletionFunc("state", cobra.FixedCompletions(api.SubscriptionStates(), cobra.ShellCompDirectiveNoFileComp))
}

// checkSubscription checks the values of flags.
func checkSubscription(cmd *cobra.Command, name, state string) error {
	if cmd.Flag("name").Changed {
		if err := api.CheckSubscriptionName(name); err != nil {
			return usagef(cmd, "--name: %w", err)
		}
	}
	if cmd.Flag("state").Changed && !isSubscriptionState(state) {
		return usagef(cmd, "--state %q: it must be one of %s", state, strings.Join(api.SubscriptionStates(), ", "))
	}
	return nil
}

func (o *subscriptionUpdate) run(ctx context.Context, cmd *cobra.Command, args []string) error {
	given := func(name string) bool { return cmd.Flag(name).Changed }
	if !given("name") && !given("user") && !given("state") && !given("comment") {
		return usagef(cmd, "nothing to change: give at least one of --name, --user, --state and --comment")
	}
	if err := checkSubscription(cmd, o.name, o.state); err != nil {
		return err
	}
	return o.perform(ctx, args[0], func(s *session, base api.SubscriptionVersion) (*act, error) {
		to := base.Subscription.Edit()
		if given("user") {
			user, err := s.find(ctx, o.user)
			if err != nil {
				return nil, err
			}
			to.Owner = user.ID
		}
		if given("name") {
			to.DisplayName = text.Text(o.name)
		}
		if given("state") {
			to.State = api.State(strings.ToLower(o.state))
		}
		if given("comment") {
			to.StateComment = text.Text(o.comment)
		}
		return changingSubscription(s, base, to), nil
	})
}

// stateOf is a command that changes the state alone.
func (o *subscriptionsOptions) stateOf(verb string, state api.State, long string) *cobra.Command {
	w := o.writes("")
	cmd := &cobra.Command{
		Use:     verb + " SID",
		Short:   strings.ToUpper(verb[:1]) + verb[1:] + " a product subscription",
		Long:    long + " Nothing is asked.\n\nIt is written only if the product subscription did not change since it was read, or still\nis the version of --if-match.",
		Example: "  apimtui subscriptions " + verb + " 5f1a7c0e8d3b2a0001234567",
		Args:    oneSubscription,
	}
	return w.conditional(cmd, func(ctx context.Context, _ *cobra.Command, args []string) error {
		return w.perform(ctx, args[0], func(s *session, base api.SubscriptionVersion) (*act, error) {
			to := base.Subscription.Edit()
			to.State = state
			a := changingSubscription(s, base, to)
			a.Done = a.Who + " is " + state.String()
			if a.same != "" {
				a.same = a.Done + " already"
			}
			return a, nil
		})
	})
}

func (o *subscriptionsOptions) delete() *cobra.Command {
	w := o.writes("deleting a product subscription")
	cmd := &cobra.Command{
		Use:     "delete SID",
		Short:   "Delete a product subscription",
		Long:    "Delete a product subscription, after a question: its keys stop working for good. In a\nproduction context, its id must be typed. --yes skips the question.",
		Example: "  apimtui subscriptions delete 5f1a7c0e8d3b2a0001234567 --yes",
		Args:    oneSubscription,
	}
	return w.conditional(cmd, func(ctx context.Context, _ *cobra.Command, args []string) error {
		return w.perform(ctx, args[0], func(s *session, base api.SubscriptionVersion) (*act, error) {
			what := whatSubscription(&base.Subscription)
			return &act{
				Act:   report.Act{What: "deletion of " + what, Who: what, Done: what + " is deleted", Sent: report.Deletion},
				write: s.client.Subscriptions.Delete(base), sub: &subscriptionAct{base: base, mine: base.Subscription.Edit()},
				question: "Delete " + what + " from " + text.Clean(s.settings.Context.Service.V).String() + "? Its keys stop working.",
				typed:    "delete it",
			}, nil
		})
	})
}

const subscriptionCreateHelp = `Create a product subscription for a user: to a product, to an API, or to all APIs. Keys for
an API or all APIs bypass the policies of products.

It is active unless --state says otherwise, also where the product asks for approval.
Without --id, an id of 24 hexadecimal digits is generated; without --name, it is named like
what it is for. If the id is taken, nothing is sent, and the exit code is 5.`

type subscriptionCreate struct {
	*subscriptionWrites
	id, user, product, api, name, state string
	allAPIs                             bool
}

func (o *subscriptionsOptions) create() *cobra.Command {
	c := &subscriptionCreate{subscriptionWrites: o.writes("")}
	cmd := &cobra.Command{
		Use:   "create",
		Short: "Create a product subscription",
		Long:  subscriptionCreateHelp,
		Example: "  apimtui subscriptions create --user ada@example.com --product starter\n" +
			"  apimtui subscriptions create --user ada@example.com --api orders-v2 --name \"Ada's app\" -o json",
		Args: noArguments,
	}
	f := cmd.Flags()
	f.StringVar(&c.user, "user", "", "the user `U` as its owner")
	f.StringVar(&c.product, "product", "", "for the product `P`")
	f.StringVar(&c.api, "api", "", "for the API `A`")
	f.BoolVar(&c.allAPIs, "all-apis", false, "for all APIs of the service")
	f.StringVar(&c.name, "name", "", "the display `NAME`")
	f.StringVar(&c.id, "id", "", "its `ID`; generated when omitted")
	stateFlag(cmd, &c.state, string(api.StateActive))
	return c.command(cmd, c.run)
}

func (o *subscriptionCreate) run(ctx context.Context, cmd *cobra.Command, _ []string) error {
	scopes := 0
	for _, name := range []string{"product", "api", "all-apis"} {
		f := cmd.Flag(name)
		if f.Changed && f.Value.String() != "false" {
			scopes++
		}
	}
	switch {
	case strings.TrimSpace(o.user) == "":
		return usagef(cmd, "name its owner with --user")
	case scopes != 1:
		return usagef(cmd, "say what it is for: with one of --product, --api and --all-apis")
	case strings.Contains(o.api, ";rev="):
		return usagef(cmd, "--api %s: keys for one revision do not work: name the API without ;rev=", text.Clean(o.api))
	}
	if err := checkSubscription(cmd, o.name, o.state); err != nil {
		return err
	}
	if cmd.Flag("id").Changed {
		if err := api.CheckSubscriptionID(o.id); err != nil {
			return usagef(cmd, "--id: %w", err)
		}
	} else {
		id, err := api.NewUserID(rand.Reader)
		if err != nil {
			return err
		}
		o.id = string(id)
	}
	return o.perform(ctx, "", func(s *session, _ api.SubscriptionVersion) (*act, error) { return o.plan(ctx, s) })
}

func (o *subscriptionCreate) plan(ctx context.Context, s *session) (*act, error) {
	user, err := s.find(ctx, o.user)
	if err != nil {
		return nil, err
	}
	n := api.NewSubscription{ID: o.id, Owner: user.ID, DisplayName: text.Text(o.name), State: api.State(strings.ToLower(o.state))}
	name, warns, err := o.scope(ctx, s, &n)
	if err != nil {
		return nil, err
	}
	if n.DisplayName == "" {
		n.DisplayName = name
	}
	what := "product subscription " + n.DisplayName.String() + " (" + name.String() + ", id " + text.Clean(n.ID).String() + ") of " + who(&user)
	base := api.SubscriptionVersion{Subscription: api.Subscription{ID: text.Text(n.ID)}}
	return &act{
		Act:   report.Act{What: "new " + what, Who: what, Sent: report.Creation},
		write: s.client.Subscriptions.Create(n), warns: warns,
		sub: &subscriptionAct{base: base, mine: api.SubscriptionEdit{DisplayName: n.DisplayName, Owner: n.Owner, State: n.State}},
	}, nil
}

// scope looks up what is subscribed to, its name, and what to say before.
func (o *subscriptionCreate) scope(ctx context.Context, s *session, n *api.NewSubscription) (name text.Text, warns []string, err error) {
	const bypass = "Keys for %s bypass the policies of products."
	switch {
	case o.allAPIs:
		n.Scope.Kind = api.ScopeAllAPIs
		return "All APIs", []string{fmt.Sprintf(bypass, "all APIs")}, nil
	case o.api != "":
		all, err := s.client.Subscriptions.APIs(ctx)
		if err != nil {
			return "", nil, err
		}
		a, err := findNamed("API", o.api, all, func(a api.API) (id, name text.Text) { return a.ID, a.DisplayName })
		n.Scope = api.SubscriptionScope{Kind: api.ScopeAPI, ID: a.ID}
		return a.Title(), []string{fmt.Sprintf(bypass, "one API")}, err
	}
	all, err := s.client.Subscriptions.Products(ctx)
	if err != nil {
		return "", nil, err
	}
	p, err := findProduct(all, o.product)
	n.Scope = api.SubscriptionScope{Kind: api.ScopeProduct, ID: p.ID}
	if p.Approval && n.State.Is(api.StateActive) {
		warns = append(warns, "The product asks for approval; this product subscription is made active all the same.")
	}
	if p.Limit > 0 {
		warns = append(warns, fmt.Sprintf("The product allows each user %d at most.", p.Limit))
	}
	return p.DisplayName, warns, err
}
