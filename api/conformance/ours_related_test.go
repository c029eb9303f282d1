package conformance

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"apimtui/api"
	"apimtui/api/text"
)

func ourGroup(g api.Group) group {
	return group{g.ID.Exact(), g.DisplayName.Exact(), g.Description.Exact(), g.Type.Exact(), g.ExternalID.Exact(), g.BuiltIn}
}

// ourGroupVersion returns a group as our client would have read it.
func ourGroupVersion(g group, tag string) api.GroupVersion {
	return api.GroupVersion{ETag: api.ETag(tag), Group: api.Group{ID: text.Text(g.id), DisplayName: text.Text(g.name), Description: text.Text(g.description),
		Type: text.Text(g.kind), ExternalID: text.Text(g.external), BuiltIn: g.builtIn}}
}

func (o ours) allGroups(ctx context.Context) ([]group, error) {
	all, err := o.Groups.List(ctx)
	return convert(all, ourGroup), refused(err)
}

func (o ours) group(ctx context.Context, id string) (group, string, error) {
	v, err := o.Groups.Get(ctx, id)
	return ourGroup(v.Group), string(v.ETag), refused(err)
}

func (o ours) createGroup(ctx context.Context, id, name, description string) (string, error) {
	w := o.Groups.Create(id, api.GroupEdit{DisplayName: text.Text(name), Description: text.Text(description)}).Do(ctx, nil)
	return string(w.Group.ETag), fate(w)
}

func (o ours) renameGroup(ctx context.Context, from group, tag, name string) error {
	v := ourGroupVersion(from, tag)
	to := v.Group.Edit()
	to.DisplayName = text.Text(name)
	return fate(o.Groups.Update(v, to).Do(ctx, nil))
}

func (o ours) deleteGroup(ctx context.Context, from group, tag string) error {
	return gone(o.Groups.Delete(ourGroupVersion(from, tag)).Do(ctx, nil))
}

// gone is fate, but our client reports what is missing before a deletion, which is a
// success on the wire.
func gone(w api.Written) error {
	var e *api.Error
	if w.Outcome == api.DeletedMeanwhile && errors.As(w.Err, &e) && e.Status == http.StatusNoContent {
		return nil
	}
	return fate(w)
}

func (o ours) members(ctx context.Context, group string) ([]user, error) {
	all, err := o.Groups.Members(ctx, group)
	return convert(all.Items, ourUser), refused(err)
}

func (o ours) member(ctx context.Context, user, group string, in bool) error {
	return fate(o.Groups.Member(api.UserID(user), api.Group{ID: text.Text(group), Type: "custom"}, in).Do(ctx, nil))
}

func ourSubscription(s api.Subscription) subscription {
	return subscription{s.ID.Exact(), s.DisplayName.Exact(), s.Scope.Exact(), s.State.Exact(), string(s.OwnerID()), s.Created, s.Expires}
}

// ourSubscriptionVersion returns a product subscription as our client would have read
// it.
func ourSubscriptionVersion(s subscription, tag string) api.SubscriptionVersion {
	v := api.Subscription{ID: text.Text(s.id), DisplayName: text.Text(s.name), Scope: text.Text(s.scope), State: text.Text(s.state), Created: s.created, Expires: s.expires}
	if s.owner != "" {
		v.Owner = text.Text("/users/" + s.owner)
	}
	return api.SubscriptionVersion{Subscription: v, ETag: api.ETag(tag)}
}

func (o ours) allSubscriptions(ctx context.Context) ([]subscription, error) {
	all, err := o.Subscriptions.List(ctx)
	return convert(all.Items, ourSubscription), refused(err)
}

func (o ours) subscription(ctx context.Context, id string) (subscription, string, error) {
	v, err := o.Subscriptions.Get(ctx, id)
	return ourSubscription(v.Subscription), string(v.ETag), refused(err)
}

func (o ours) createSubscription(ctx context.Context, s subscription) error {
	n := api.NewSubscription{ID: s.id, Owner: api.UserID(s.owner), DisplayName: text.Text(s.name), State: api.State(s.state), Scope: api.SubscriptionScope{Kind: api.ScopeAllAPIs}}
	if product, ok := strings.CutPrefix(s.scope, "/products/"); ok {
		n.Scope = api.SubscriptionScope{Kind: api.ScopeProduct, ID: text.Text(product)}
	}
	return fate(o.Subscriptions.Create(n).Do(ctx, nil))
}

func (o ours) updateSubscription(ctx context.Context, from subscription, tag, name, state string) error {
	v := ourSubscriptionVersion(from, tag)
	to := v.Subscription.Edit()
	to.DisplayName, to.State = text.Text(name), api.State(state)
	return fate(o.Subscriptions.Update(v, to).Do(ctx, nil))
}

func (o ours) deleteSubscription(ctx context.Context, from subscription, tag string) error {
	return gone(o.Subscriptions.Delete(ourSubscriptionVersion(from, tag)).Do(ctx, nil))
}

func (o ours) keys(ctx context.Context, id string) ([2]string, error) {
	k, err := o.Subscriptions.Keys(ctx, api.Subscription{ID: text.Text(id)}, nil)
	return [2]string{k.Primary.Reveal(), k.Secondary.Reveal()}, refused(err)
}

func (o ours) regenerate(ctx context.Context, id string, secondary bool) error {
	key := api.PrimaryKey
	if secondary {
		key = api.SecondaryKey
	}
	return fate(o.Subscriptions.Regenerate(api.Subscription{ID: text.Text(id)}, key).Do(ctx, nil))
}

func (o ours) products(ctx context.Context) ([]string, error) {
	all, err := o.Subscriptions.Products(ctx)
	return convert(all, func(p api.Product) string { return p.ID.Exact() }), refused(err)
}

func (o ours) apis(ctx context.Context) ([]string, error) {
	all, err := o.Subscriptions.APIs(ctx)
	return convert(all, func(a api.API) string { return a.ID.Exact() }), refused(err)
}
