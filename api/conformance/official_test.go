package conformance

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/arm"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
	apim "github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/apimanagement/armapimanagement/v3"

	"apimtui/api/simulator"
)

// official is the generated client, v3.0.0.
type official struct {
	*apim.ClientFactory
	s             *simulator.Service
	version, name string
}

var _ reader = (*official)(nil)

func newOfficial(t *testing.T, s *simulator.Service, version, name string) *official {
	t.Helper()
	f, err := apim.NewClientFactory(subscription0, credential{}, &arm.ClientOptions{
		DisableRPRegistration: true,
		ClientOptions: policy.ClientOptions{
			APIVersion: version,
			Cloud: cloud.Configuration{Services: map[cloud.ServiceName]cloud.ServiceConfiguration{
				cloud.ResourceManager: {Endpoint: endpoint, Audience: endpoint},
			}},
			Retry:     policy.RetryOptions{MaxRetries: -1},
			Transport: doer{s},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return &official{f, s, version, name}
}

// doer adapts the simulator's network to the pipeline.
type doer struct{ s *simulator.Service }

func (d doer) Do(r *http.Request) (*http.Response, error) { return d.s.Transport().RoundTrip(r) }

func (o *official) elsewhere(t *testing.T, name string) client {
	return newOfficial(t, o.s, o.version, name)
}

// told makes a *refusal from an error of the generated client.
func told(err error) error {
	var e *azcore.ResponseError
	if !errors.As(err, &e) {
		return err
	}
	r := &refusal{status: e.StatusCode, code: e.ErrorCode}
	var body struct {
		Error struct{ Details []struct{ Target string } }
	}
	if raw, _ := io.ReadAll(e.RawResponse.Body); json.Unmarshal(raw, &body) == nil {
		for _, d := range body.Error.Details {
			r.targets = append(r.targets, d.Target)
		}
	}
	return r
}

// pages reads a pager to its end.
func pages[P, T any](ctx context.Context, pager *runtime.Pager[P], items func(P) []T) ([]T, error) {
	var all []T
	for pager.More() {
		p, err := pager.NextPage(ctx)
		if err != nil {
			return all, told(err)
		}
		all = append(all, items(p)...)
	}
	return all, nil
}

func theirUser(u *apim.UserContract) user {
	p := val(u.Properties)
	w := user{id: val(u.Name), first: val(p.FirstName), last: val(p.LastName), email: val(p.Email), state: string(val(p.State)),
		note: unset, registered: val(p.RegistrationDate), groups: -1}
	if p.Note != nil {
		w.note = *p.Note
	}
	for _, i := range p.Identities {
		w.identities = append(w.identities, val(i.Provider)+":"+val(i.ID))
	}
	if p.Groups != nil {
		w.groups = len(p.Groups)
	}
	return w
}

func theirGroup(g *apim.GroupContract) group {
	p := val(g.Properties)
	return group{val(g.Name), val(p.DisplayName), val(p.Description), string(val(p.Type)), val(p.ExternalID), val(p.BuiltIn)}
}

func theirSubscription(s *apim.SubscriptionContract) subscription {
	p := val(s.Properties)
	return subscription{val(s.Name), val(p.DisplayName), val(p.Scope), string(val(p.State)), ownerOf(val(p.OwnerID)), val(p.CreatedDate), val(p.ExpirationDate)}
}

func (q query) options() *apim.UserClientListByServiceOptions {
	o := &apim.UserClientListByServiceOptions{}
	if q.filter != "" {
		o.Filter = &q.filter
	}
	if q.top > 0 {
		o.Top = ptr(int32(q.top))
	}
	if q.skip > 0 {
		o.Skip = ptr(int32(q.skip))
	}
	if q.expand {
		o.ExpandGroups = &q.expand
	}
	return o
}

func (o *official) allUsers(ctx context.Context, filter string) ([]user, error) {
	pager := o.NewUserClient().NewListByServicePager(resourceGroup, o.name, query{filter: filter}.options())
	all, err := pages(ctx, pager, func(p apim.UserClientListByServiceResponse) []*apim.UserContract { return p.Value })
	return convert(all, theirUser), err
}

func (o *official) page(ctx context.Context, q query) ([]user, int, string, error) {
	p, err := o.NewUserClient().NewListByServicePager(resourceGroup, o.name, q.options()).NextPage(ctx)
	return convert(p.Value, theirUser), int(val(p.Count)), val(p.NextLink), told(err)
}

func (o *official) user(ctx context.Context, id string) (user, string, error) {
	r, err := o.NewUserClient().Get(ctx, resourceGroup, o.name, id, nil)
	return theirUser(&r.UserContract), val(r.ETag), told(err)
}

func (o *official) tag(ctx context.Context, id string) (string, error) {
	r, err := o.NewUserClient().GetEntityTag(ctx, resourceGroup, o.name, id, nil)
	if err == nil && !r.Success {
		err = &refusal{status: 404}
	}
	return val(r.ETag), told(err)
}

func (o *official) groups(ctx context.Context, id string) ([]group, error) {
	all, err := pages(ctx, o.NewUserGroupClient().NewListPager(resourceGroup, o.name, id, nil),
		func(p apim.UserGroupClientListResponse) []*apim.GroupContract { return p.Value })
	return convert(all, theirGroup), err
}

func (o *official) subscriptions(ctx context.Context, id string) ([]subscription, error) {
	all, err := pages(ctx, o.NewUserSubscriptionClient().NewListPager(resourceGroup, o.name, id, nil),
		func(p apim.UserSubscriptionClientListResponse) []*apim.SubscriptionContract { return p.Value })
	return convert(all, theirSubscription), err
}

func (o *official) identities(ctx context.Context, id string) ([]string, error) {
	all, err := pages(ctx, o.NewUserIdentitiesClient().NewListPager(resourceGroup, o.name, id, nil),
		func(p apim.UserIdentitiesClientListResponse) []*apim.UserIdentityContract { return p.Value })
	return convert(all, func(i *apim.UserIdentityContract) string { return val(i.Provider) + ":" + val(i.ID) }), err
}

func (o *official) service(ctx context.Context) (map[string]string, error) {
	r, err := o.NewServiceClient().Get(ctx, resourceGroup, o.name, nil)
	return factsOf(&r.ServiceResource), told(err)
}

func factsOf(s *apim.ServiceResource) map[string]string {
	p, sku := val(s.Properties), val(s.SKU)
	return map[string]string{"id": val(s.ID), "name": val(s.Name), "location": val(s.Location), "sku": string(val(sku.Name)), "publisher": val(p.PublisherEmail),
		"state": val(p.ProvisioningState), "gateway": val(p.GatewayURL), "portal": val(p.PortalURL), "developer portal": val(p.DeveloperPortalURL)}
}
