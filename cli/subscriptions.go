package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"apimtui/api"
	"apimtui/api/text"
)

type subscriptionsOptions struct{ *options }

func (a *app) subscriptions() *cobra.Command {
	o := &subscriptionsOptions{&options{a, formatTable}}
	cmd := family("subscriptions", "Find and change product subscriptions, and hand out their keys",
		`Find and change the product subscriptions of an API Management service, and hand out
their keys. They are not Azure's subscriptions.

SID is the id of a product subscription. USER is an id, an e-mail or a unique display
name. A product or API is named by its id or its unique display name.

Commands that write read the product subscription first, and write only if it has not
changed since, as those of users do.`)
	outputFlag(cmd, &o.output)
	cmd.AddCommand(o.list(), o.show(), o.create(), o.update(),
		o.stateOf("suspend", "suspended", "Suspend a product subscription: the gateway refuses its keys until it is activated again."),
		o.stateOf("activate", api.StateActive, "Activate a product subscription: the gateway takes its keys."),
		o.stateOf("cancel", "cancelled", "Cancel a product subscription: the gateway refuses its keys."),
		o.keys(), o.regenerate(), o.delete())
	return cmd
}

type subscriptionList struct {
	*subscriptionsOptions
	user, product string
	state         choice
}

func (o *subscriptionsOptions) list() *cobra.Command {
	l := &subscriptionList{subscriptionsOptions: o}
	cmd := &cobra.Command{
		Use: "list", Short: "List product subscriptions", Args: noArguments, RunE: interruptible(l.run),
		Long: `List the product subscriptions of the service, or of one user.

A table and -o csv name what a product subscription is for: a product, an API, or all
APIs. -o json has the form of the REST API, without keys.

If a part of the list could not be read, the rest is printed, stderr says so, and the
exit code is 1.`,
		Example: `  apimtui subscriptions list --demo
  apimtui subscriptions list --user ada@example.com
  apimtui subscriptions list --product starter --state suspended -o csv`,
	}
	cmd.Flags().StringVar(&l.user, "user", "", "only those of the user `U`")
	cmd.Flags().StringVar(&l.product, "product", "", "only those of the product `P`")
	l.state.define(cmd, "state", "", api.SubscriptionStates(), "only those in `STATE`")
	return cmd
}

func (o *subscriptionList) run(ctx context.Context, cmd *cobra.Command, _ []string) error {
	if err := refuseEmpty(cmd, "product subscriptions", "user", "product"); err != nil {
		return err
	}
	s, err := o.app.connect()
	if err != nil {
		return err
	}
	o.app.remind(s)
	read := s.client.Subscriptions.List
	if o.user != "" {
		user, err := s.find(ctx, o.user)
		if err != nil {
			return err
		}
		read = func(ctx context.Context) (api.Collection[api.Subscription], error) {
			return s.client.Users.ListSubscriptions(ctx, user.ID)
		}
	}
	var all api.Collection[api.Subscription]
	var catalog api.Catalog
	var nameless error
	var parts sync.WaitGroup
	parts.Go(func() { all, err = read(ctx) })
	if !o.json() || o.product != "" {
		parts.Go(func() { catalog, nameless = s.client.Subscriptions.Catalog(ctx) })
	}
	parts.Wait()
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case err != nil && len(all.Items) == 0:
		return err
	}
	items, bad := o.matching(all.Items, catalog, nameless)
	if bad != nil {
		return bad
	}
	if err := o.print(items, catalog, nameless); err != nil {
		return err
	}
	if err != nil {
		return &coded{fmt.Errorf("the list is incomplete: all after the first %d could not be read. %s", len(all.Items), o.app.explain(err)), exitFailed}
	}
	if all.Hides() {
		fmt.Fprintln(o.app.io.err, "apimtui: "+hidden(all.Counted, len(all.Items))+".")
	}
	return nil
}

// matching returns the product subscriptions that the flags keep. They are
// compared here: what is listed must not depend on how a service reads a filter.
func (o *subscriptionList) matching(all []api.Subscription, catalog api.Catalog, nameless error) ([]api.Subscription, error) {
	product := o.product
	if product != "" {
		p, err := findProduct(catalog.Products, product)
		switch {
		case err == nil:
			product = p.ID.Exact()
		case nameless == nil:
			return nil, err
		}
	}
	return slices.DeleteFunc(slices.Clone(all), func(s api.Subscription) bool {
		scope := s.Scoped()
		return o.state.value != "" && !strings.EqualFold(s.State.Exact(), o.state.value) ||
			product != "" && (scope.Kind != api.ScopeProduct || !strings.EqualFold(scope.ID.Exact(), product))
	}), nil
}

func (o *subscriptionsOptions) print(items []api.Subscription, catalog api.Catalog, nameless error) error {
	if nameless != nil && !o.json() {
		fmt.Fprintln(o.app.io.err, "apimtui: The names of products or APIs could not be read; ids are shown instead. "+o.app.explain(nameless))
	}
	l := listing[api.Subscription]{
		columns: []column{{"STATE", 9, 6, 20}, {"NAME", 12, 3, mostName}, {"FOR", 10, 4, mostName}, {"OWNER", 12, 2, mostID},
			{"ID", 24, 5, mostID}, {"CREATED", 10, 1, 0}, {"EXPIRES", 10, 0, 0}, {"COMMENT", 8, 0, mostText}},
		row: func(s api.Subscription) []string {
			return []string{s.State.String(), s.DisplayName.String(), catalog.Name(s).String(), s.OwnerID().String(),
				s.ID.String(), moment(s.Created, day), moment(s.Expires, day), s.StateComment.String()}
		},
		header: []string{"name", "displayName", "scopeName", "scope", "ownerId", "state", "stateComment", "createdDate", "expirationDate", "id"},
		cells: func(s api.Subscription) []cell {
			return []cell{s.ID, s.DisplayName, catalog.Name(s), s.Scope, s.Owner, s.State, s.StateComment,
				textOf(moment(s.Created, time.RFC3339Nano)), textOf(moment(s.Expires, time.RFC3339Nano)), s.ResourceID}
		},
	}
	return l.print(o.options, items)
}

func (o *subscriptionsOptions) show() *cobra.Command {
	cmd := o.reader("show SID", "Show one product subscription", oneSubscription, o.showOne)
	cmd.Long = "Show one product subscription: what it is for, its owner, state and dates. Its keys are not\nshown; `apimtui subscriptions keys` hands them out.\n\nAs JSON, it has the form of the REST API, with the ETag of the version that was read."
	cmd.Example = "  apimtui subscriptions show 5f1a7c0e8d3b2a0001234567\n  apimtui subscriptions show 5f1a7c0e8d3b2a0001234567 -o json"
	return cmd
}

func oneSubscription(cmd *cobra.Command, args []string) error {
	if len(args) == 1 {
		return nil
	}
	return usagef(cmd, "name one product subscription by its id, as `apimtui subscriptions list` shows it; %d were named", len(args))
}

// readSubscription reads the product subscription with an id.
func (s *session) readSubscription(ctx context.Context, id string) (api.SubscriptionVersion, error) {
	v, err := s.client.Subscriptions.Get(ctx, id)
	if errors.Is(err, api.KindNotFound) {
		return v, &coded{fmt.Errorf("not found: no product subscription has the id %s. `%s` lists all", text.Clean(id), s.typed("subscriptions", "list")), exitNotFound}
	}
	return v, err
}

func (o *subscriptionsOptions) showOne(ctx context.Context, s *session, args []string) error {
	v, err := s.readSubscription(ctx, args[0])
	if err == nil || exitCode(err) == exitNotFound {
		o.app.seen(s, api.SubscriptionPath(args[0]))
	}
	if err != nil {
		return err
	}
	if o.json() {
		return o.printEntity(v.Subscription, v.ETag)
	}
	catalog, nameless := s.client.Subscriptions.Catalog(ctx)
	if o.output == formatCSV {
		return o.print([]api.Subscription{v.Subscription}, catalog, nameless)
	}
	sub := &v.Subscription
	return o.app.printFields([]field{
		one("Name", sub.DisplayName), one("Id", sub.ID), one("For", catalog.Name(*sub)), one("Scope", sub.Scope), one("Owner", sub.OwnerID().Text()),
		one("State", sub.State), one("Comment", sub.StateComment), one("Created", textOf(moment(sub.Created, minute))),
		one("Expires", textOf(moment(sub.Expires, minute))), one("ETag", textOf(v.ETag)), one("Resource id", sub.ResourceID),
	})
}

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
	plan := func(s *session, a *subscriptionAct) error { return o.plan(ctx, s, a) }
	return perform(ctx, o.writeOptions, subscriptionKind(), "", plan)
}

func (o *subscriptionCreate) plan(ctx context.Context, s *session, a *subscriptionAct) error {
	user, err := s.find(ctx, o.user)
	if err != nil {
		return err
	}
	n := api.NewSubscription{ID: o.id, Owner: user.ID, DisplayName: text.Text(o.name), State: api.State(o.state.value)}
	name, warns, err := o.scope(ctx, s, &n)
	if err != nil {
		return err
	}
	n.DisplayName = cmp.Or(n.DisplayName, name)
	what := "product subscription " + n.DisplayName.String() + " (" + name.String() + ", id " + text.Clean(n.ID).String() + ") of " + who(&user)
	base := api.SubscriptionVersion{Subscription: api.Subscription{ID: text.Text(n.ID)}}
	mine := api.SubscriptionEdit{DisplayName: n.DisplayName, Owner: n.Owner, State: n.State}
	a.creates(what, base, mine, s.client.Subscriptions.Create(n))
	a.warns = warns
	return nil
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
