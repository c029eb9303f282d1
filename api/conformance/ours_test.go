package conformance

import (
	"context"
	"errors"
	"net/http"
	"testing"

	"apimtui/api"
	"apimtui/api/simulator"
	"apimtui/api/text"
)

// ours is the client of package api.
type ours struct {
	*api.Client
	s *simulator.Service
}

var _ reader = ours{}

func newOurs(t *testing.T, s *simulator.Service, version, name string) ours {
	t.Helper()
	c, err := api.New(api.Options{
		Scope:    api.Scope{SubscriptionID: subscription0, ResourceGroup: resourceGroup, ServiceName: name},
		Endpoint: endpoint, APIVersion: version, Credential: credential{}, Transport: s.Transport(),
	})
	if err != nil {
		t.Fatal(err)
	}
	return ours{c, s}
}

func (o ours) elsewhere(t *testing.T, name string) client {
	return newOurs(t, o.s, o.APIVersion(), name)
}

func refused(err error) error {
	var e *api.Error
	if !errors.As(err, &e) {
		return err
	}
	r := &refusal{status: e.Status, code: e.Code.Exact()}
	for _, d := range e.Details {
		r.targets = append(r.targets, d.Target.Exact())
	}
	return r
}

func ourUser(u api.User) user {
	w := user{id: string(u.ID), first: u.FirstName.Exact(), last: u.LastName.Exact(), email: u.Email.Exact(), state: string(u.State),
		note: unset, registered: u.RegistrationDate, groups: -1}
	if u.Note != nil {
		w.note = u.Note.Exact()
	}
	for _, i := range u.Identities {
		w.identities = append(w.identities, i.Provider.Exact()+":"+i.ID.Exact())
	}
	if u.Groups != nil {
		w.groups = len(u.Groups)
	}
	return w
}

func convert[A, B any](in []A, f func(A) B) []B {
	var out []B
	for _, a := range in {
		out = append(out, f(a))
	}
	return out
}

func (o ours) allUsers(ctx context.Context, filter string) ([]user, error) {
	var users []user
	rest := o.Users.Load(ctx, api.LoadOptions{Filter: api.Filter(filter), FollowLinks: true}, func(b api.Batch) {
		users = append(users, convert(b.Users, ourUser)...)
	})
	return users, refused(rest.Err)
}

func (o ours) page(ctx context.Context, q query) ([]user, int, string, error) {
	p, err := o.Users.Page(ctx, api.UserQuery{Filter: api.Filter(q.filter), Top: q.top, Skip: q.skip, ExpandGroups: q.expand})
	return convert(p.Items, ourUser), p.Total, p.NextLink, refused(err)
}

func (o ours) user(ctx context.Context, id string) (user, string, error) {
	u, tag, err := o.Users.Get(ctx, api.UserID(id))
	return ourUser(u), string(tag), refused(err)
}

func (o ours) tag(ctx context.Context, id string) (string, error) {
	tag, err := o.Users.Head(ctx, api.UserID(id))
	return string(tag), refused(err)
}

func (o ours) groups(ctx context.Context, id string) ([]group, error) {
	all, err := o.Groups.Of(ctx, api.UserID(id))
	return convert(all.Items, ourGroup), refused(err)
}

func (o ours) subscriptions(ctx context.Context, id string) ([]subscription, error) {
	all, err := o.Users.Subscriptions(ctx, api.UserID(id))
	return convert(all, ourSubscription), refused(err)
}

func (o ours) identities(ctx context.Context, id string) ([]string, error) {
	all, err := o.Users.ListIdentities(ctx, api.UserID(id))
	return convert(all.Items, func(i api.Identity) string { return i.Provider.Exact() + ":" + i.ID.Exact() }), refused(err)
}

func (o ours) service(ctx context.Context) (map[string]string, error) {
	s, err := o.Services.Get(ctx)
	facts := map[string]string{}
	for name, v := range map[string]text.Text{"id": s.ResourceID, "name": s.Name, "location": s.Location, "sku": s.SKU, "publisher": s.PublisherEmail,
		"state": s.ProvisioningState, "gateway": s.GatewayURL, "portal": s.PortalURL, "developer portal": s.DeveloperPortalURL} {
		facts[name] = v.Exact()
	}
	return facts, refused(err)
}

// Both clients tell "no such user" from "no such service" by the same answers,
// but only ours reports which it was.
func TestOursTellsServiceFromUser(t *testing.T) {
	s := simulator.New(simulator.Options{})
	_, _, err := newOurs(t, s, api.DefaultAPIVersion, service).Users.Get(t.Context(), "missing")
	if !errors.Is(err, api.KindNotFound) {
		t.Errorf("a missing user: %v", err)
	}
	_, _, err = newOurs(t, s, api.DefaultAPIVersion, "other").Users.Get(t.Context(), "1")
	var e *api.Error
	if !errors.As(err, &e) || e.Kind != api.KindNoService || e.Status != http.StatusNotFound {
		t.Errorf("a missing service: %v", err)
	}
}
