package conformance

import (
	"testing"

	apim "github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/apimanagement/armapimanagement/v3"

	"apimtui/api/simulator"
)

func subscriptionTrials() []trial {
	return []trial{
		{name: "product subscriptions", full: readSubscriptions, ops: []simulator.Operation{
			simulator.SubscriptionList, simulator.SubscriptionGet, simulator.SubscriptionHead, simulator.UserSubscriptionGet}},
		{name: "a product subscription's keys", ops: []simulator.Operation{simulator.SubscriptionSecrets}, full: readKeys},
		{name: "a product subscription that is missing", ops: []simulator.Operation{simulator.SubscriptionGet}, full: missingSubscription},
	}
}

func serviceTrials() []trial {
	return []trial{
		{name: "services", ops: []simulator.Operation{simulator.ServiceList, simulator.ServiceListByGroup}, full: listServices},
	}
}

func readSubscriptions(t *testing.T, o *official, _ *simulator.Service) {
	c := o.NewSubscriptionClient()
	all, err := pages(t.Context(), c.NewListPager(resourceGroup, o.name, &apim.SubscriptionClientListOptions{Top: ptr(int32(15))}),
		func(p apim.SubscriptionClientListResponse) []*apim.SubscriptionContract { return p.Value })
	if err != nil || len(all) < 30 {
		t.Fatalf("%d subscriptions, %v", len(all), err)
	}
	for _, listed := range all[:20] {
		p := listed.Properties
		if shown := o.version == "2019-12-01"; (p.PrimaryKey != nil) != shown || (p.SecondaryKey != nil) != shown {
			t.Errorf("%s is listed with the keys %v, %v", val(listed.Name), p.PrimaryKey, p.SecondaryKey)
		}
		if shows := p.AllowTracing != nil; shows != (o.version >= "2022-08-01") {
			t.Errorf("allowTracing is shown: %v", shows)
		}
		got, err := c.Get(t.Context(), resourceGroup, o.name, val(listed.Name), nil)
		if err != nil || theirSubscription(&got.SubscriptionContract) != theirSubscription(listed) {
			t.Errorf("listed %+v, read %+v, %v", theirSubscription(listed), theirSubscription(&got.SubscriptionContract), err)
		}
		wantTag(t, val(got.ETag), 8)
		head, err := c.GetEntityTag(t.Context(), resourceGroup, o.name, val(listed.Name), nil)
		if err != nil || val(head.ETag) != val(got.ETag) {
			t.Errorf("HEAD has %s, %v", val(head.ETag), err)
		}
	}
	own := must(o.subscriptions(t.Context(), "1"))(t)[0]
	r, err := o.NewUserSubscriptionClient().Get(t.Context(), resourceGroup, o.name, "1", own.id, nil)
	if err != nil || theirSubscription(&r.SubscriptionContract) != own || val(r.Type) != "Microsoft.ApiManagement/service/users/subscriptions" {
		t.Errorf("read through the user: %+v, %v", theirSubscription(&r.SubscriptionContract), err)
	}
	wantTag(t, val(r.ETag), 8)
}

func readKeys(t *testing.T, o *official, _ *simulator.Service) {
	own := must(o.subscriptions(t.Context(), "1"))(t)
	seen := map[string]bool{}
	for _, s := range own {
		r, err := o.NewSubscriptionClient().ListSecrets(t.Context(), resourceGroup, o.name, s.id, nil)
		if err != nil || val(r.PrimaryKey) == "" || val(r.SecondaryKey) == "" {
			t.Fatal(err)
		}
		wantTag(t, val(r.ETag), 8)
		seen[*r.PrimaryKey], seen[*r.SecondaryKey] = true, true
	}
	if len(seen) != 2*len(own) {
		t.Errorf("%d different keys of %d subscriptions", len(seen), len(own))
	}
}

func missingSubscription(t *testing.T, o *official, _ *simulator.Service) {
	_, err := o.NewSubscriptionClient().Get(t.Context(), resourceGroup, o.name, "nothing", nil)
	wantRefusal(t, told(err), 404, "ResourceNotFound")
	_, err = o.NewUserSubscriptionClient().Get(t.Context(), resourceGroup, o.name, "1", "nothing", nil)
	wantRefusal(t, told(err), 404, "ResourceNotFound")
}

func listServices(t *testing.T, o *official, _ *simulator.Service) {
	c := o.NewServiceClient()
	group, err := pages(t.Context(), c.NewListByResourceGroupPager(resourceGroup, nil),
		func(p apim.ServiceClientListByResourceGroupResponse) []*apim.ServiceResource { return p.Value })
	if err != nil || len(group) != 1 || factsOf(group[0])["name"] != service {
		t.Errorf("the resource group has %v, %v", convert(group, factsOf), err)
	}
	all, err := pages(t.Context(), c.NewListPager(nil),
		func(p apim.ServiceClientListResponse) []*apim.ServiceResource { return p.Value })
	if err != nil || len(all) != 1 || factsOf(all[0])["sku"] != "Developer" {
		t.Fatalf("the subscription has %v, %v", convert(all, factsOf), err)
	}
	p := val(all[0].Properties)
	if told := o.version >= "2023-09-01-preview"; (val(p.DeveloperPortalStatus) == apim.DeveloperPortalStatusEnabled) != told || (val(p.LegacyPortalStatus) == apim.LegacyPortalStatusEnabled) != told {
		t.Errorf("the portals are %q and %q", val(p.DeveloperPortalStatus), val(p.LegacyPortalStatus))
	}
}
