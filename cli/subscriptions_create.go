package cli

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"apimtui/api"
	"apimtui/api/report"
	"apimtui/api/text"
)

type subscriptionCreate struct {
	*writeOptions
	id, user, product, api, name string
	state                        choice
	allAPIs                      bool
}

func (o *subscriptionsOptions) create() *cobra.Command {
	c := &subscriptionCreate{writeOptions: o.writes("")}
	cmd := &cobra.Command{
		Use: "create", Short: "Create a product subscription", Args: noArguments,
		Long: `Create a product subscription for a user: to a product, to an API, or to all APIs. Keys for
an API or all APIs bypass the policies of products.

It is active unless --state says otherwise, also where the product asks for approval.
Without --id, an id of 24 hexadecimal digits is generated; without --name, it is named like
what it is for. If the id is taken, nothing is sent, and the exit code is 5.`,
		Example: "  apimtui subscriptions create --user ada@example.com --product starter\n" +
			"  apimtui subscriptions create --user ada@example.com --api orders-v2 --name \"Ada's app\" -o json",
	}
	f := cmd.Flags()
	f.StringVar(&c.user, "user", "", "the user `U` as its owner")
	f.StringVar(&c.product, "product", "", "for the product `P`")
	f.StringVar(&c.api, "api", "", "for the API `A`")
	f.BoolVar(&c.allAPIs, "all-apis", false, "for all APIs of the service")
	f.StringVar(&c.name, "name", "", "the display `NAME`")
	f.StringVar(&c.id, "id", "", "its `ID`; generated when omitted")
	c.state.define(cmd, "state", string(api.StateActive), api.SubscriptionStates(), "the `STATE`")
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
	if err := checkName(cmd, o.name); err != nil {
		return err
	}
	var err error
	if o.id, err = idOf(cmd, o.id, api.CheckSubscriptionID); err != nil {
		return err
	}
	return perform(ctx, o.writeOptions, subscriptionKind(), "", func(s *session, _ api.SubscriptionVersion) (*subscriptionAct, error) { return o.plan(ctx, s) })
}

func (o *subscriptionCreate) plan(ctx context.Context, s *session) (*subscriptionAct, error) {
	user, err := s.find(ctx, o.user)
	if err != nil {
		return nil, err
	}
	n := api.NewSubscription{ID: o.id, Owner: user.ID, DisplayName: text.Text(o.name), State: api.State(o.state.value)}
	name, warns, err := o.scope(ctx, s, &n)
	if err != nil {
		return nil, err
	}
	n.DisplayName = cmp.Or(n.DisplayName, name)
	what := "product subscription " + n.DisplayName.String() + " (" + name.String() + ", id " + text.Clean(n.ID).String() + ") of " + who(&user)
	base := api.SubscriptionVersion{Subscription: api.Subscription{ID: text.Text(n.ID)}}
	return &subscriptionAct{
		Act:   report.Act{What: "new " + what, Who: what, Sent: report.Creation},
		write: s.client.Subscriptions.Create(n), warns: warns,
		base: base, mine: api.SubscriptionEdit{DisplayName: n.DisplayName, Owner: n.Owner, State: n.State},
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
