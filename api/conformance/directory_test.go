package conformance

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/arm"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/authorization/armauthorization/v2"
	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/resourcegraph/armresourcegraph"
	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/resources/armsubscriptions"

	"apimtui/api"
	"apimtui/api/simulator"
)

// TestDirectory finds services with the generated clients and with ours.
func TestDirectory(t *testing.T) {
	s := simulator.New(simulator.Options{Account: simulator.DemoAccount()})
	o := &arm.ClientOptions{DisableRPRegistration: true, ClientOptions: policy.ClientOptions{
		Cloud: cloud.Configuration{Services: map[cloud.ServiceName]cloud.ServiceConfiguration{
			cloud.ResourceManager: {Endpoint: endpoint, Audience: endpoint},
		}},
		Retry: policy.RetryOptions{MaxRetries: -1}, Transport: doer{s},
	}}
	theirs := theirServices(t, o)
	d, err := api.NewDirectory(api.DirectoryOptions{Endpoint: endpoint, Transport: s.Transport(),
		Credential: func(string) (azcore.TokenCredential, error) { return credential{}, nil }})
	if err != nil {
		t.Fatal(err)
	}
	f, err := d.Find(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var ours []string
	for _, v := range f.Services {
		ours = append(ours, fmt.Sprint(v.Scope.ServiceName, v.Scope.SubscriptionID, v.SKU.Exact(), v.Location.Exact(), v.State.Exact()))
	}
	slices.Sort(theirs)
	slices.Sort(ours)
	if len(ours) != 4 || !slices.Equal(ours, theirs) {
		t.Errorf("ours\n%q\ntheirs\n%q", ours, theirs)
	}
	theirTenant(t, o, f)
	theirPermissions(t, o)
}

// theirServices queries Resource Graph in pages of three.
func theirServices(t *testing.T, o *arm.ClientOptions) (all []string) {
	t.Helper()
	c, err := armresourcegraph.NewClient(credential{}, o)
	if err != nil {
		t.Fatal(err)
	}
	q := armresourcegraph.QueryRequest{
		Query: ptr("resources | where type =~ 'Microsoft.ApiManagement/service' | project id, name, subscriptionId, location, sku, state = properties.provisioningState | order by id asc"),
		Options: &armresourcegraph.QueryRequestOptions{
			Top: ptr(int32(3)), ResultFormat: ptr(armresourcegraph.ResultFormatObjectArray)},
	}
	for _, want := range []int64{3, 1} {
		r, err := c.Resources(t.Context(), q, nil)
		if err != nil || val(r.Count) != want || val(r.TotalRecords) != 4 || val(r.ResultTruncated) != armresourcegraph.ResultTruncatedFalse || (r.SkipToken == nil) != (want == 1) {
			t.Fatalf("%+v, %v", r, err)
		}
		for _, row := range r.Data.([]any) {
			v := row.(map[string]any)
			all = append(all, fmt.Sprint(v["name"], v["subscriptionId"], v["sku"].(map[string]any)["name"], v["location"], v["state"]))
		}
		q.Options = &armresourcegraph.QueryRequestOptions{SkipToken: r.SkipToken}
	}
	q.Query, q.Options = ptr("resources | where type =~ 'Microsoft.ApiManagement/service' | project name"), &armresourcegraph.QueryRequestOptions{Top: ptr(int32(2))}
	if r, err := c.Resources(t.Context(), q, nil); err != nil || r.SkipToken != nil || val(r.ResultTruncated) != armresourcegraph.ResultTruncatedTrue {
		t.Errorf("without an id: %+v, %v", r, err)
	}
	for _, bad := range []string{"secrets", "resources | take 1", "resources | project id, nothing"} {
		_, err := c.Resources(t.Context(), armresourcegraph.QueryRequest{Query: &bad}, nil)
		wantRefusal(t, told(err), 400, "BadRequest", "") // its details have no target
	}
	return all
}

func theirTenant(t *testing.T, o *arm.ClientOptions, f api.Found) {
	t.Helper()
	subscriptions, err := armsubscriptions.NewClient(credential{}, o)
	if err != nil {
		t.Fatal(err)
	}
	all, err := pages(t.Context(), subscriptions.NewListPager(nil),
		func(p armsubscriptions.ClientListResponse) []*armsubscriptions.Subscription { return p.Value })
	if err != nil || len(all) != 3 || val(all[0].State) != armsubscriptions.SubscriptionStateEnabled || val(all[2].DisplayName) != "Contoso Partners" {
		t.Errorf("%d subscriptions, %v", len(all), err)
	}
	tenants, err := armsubscriptions.NewTenantsClient(credential{}, o)
	if err != nil {
		t.Fatal(err)
	}
	two, err := pages(t.Context(), tenants.NewListPager(nil),
		func(p armsubscriptions.TenantsClientListResponse) []*armsubscriptions.TenantIDDescription {
			return p.Value
		})
	if err != nil || len(two) != 1 || val(two[0].TenantID) != f.Tenants[0].ID || val(two[0].DisplayName) != f.Services[0].TenantName.Exact() {
		t.Errorf("%d tenants, %v", len(two), err)
	}
}

func theirPermissions(t *testing.T, o *arm.ClientOptions) {
	t.Helper()
	c, err := armauthorization.NewPermissionsClient(subscription0, credential{}, o)
	if err != nil {
		t.Fatal(err)
	}
	ask := map[string]func(context.Context) ([]*armauthorization.Permission, error){
		"the service": func(ctx context.Context) ([]*armauthorization.Permission, error) {
			return pages(ctx, c.NewListForResourcePager(resourceGroup, "Microsoft.ApiManagement", "", "service", service, nil),
				func(p armauthorization.PermissionsClientListForResourceResponse) []*armauthorization.Permission {
					return p.Value
				})
		},
		"the group": func(ctx context.Context) ([]*armauthorization.Permission, error) {
			return pages(ctx, c.NewListForResourceGroupPager(resourceGroup, nil),
				func(p armauthorization.PermissionsClientListForResourceGroupResponse) []*armauthorization.Permission {
					return p.Value
				})
		},
	}
	for what, list := range ask {
		if p, err := list(t.Context()); err != nil || len(p) != 1 || val(p[0].Actions[0]) != "*" || len(p[0].NotActions) != 3 {
			t.Errorf("%s: %v, %v", what, p, err)
		}
	}
}
