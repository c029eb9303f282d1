package conformance

import (
	"strings"
	"testing"
	"time"

	apim "github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/apimanagement/armapimanagement/v3"

	"apimtui/api/simulator"
)

func subscriptionWriteTrials() []trial {
	return []trial{
		{name: "a product subscription: a life", full: subscriptionLife, only: since2021, ops: []simulator.Operation{
			simulator.SubscriptionPut, simulator.SubscriptionPatch, simulator.SubscriptionDelete}},
		{name: "a product subscription: new keys", full: newKeys, ops: []simulator.Operation{
			simulator.SubscriptionPrimary, simulator.SubscriptionSecondary}},
		{name: "a product subscription: refused", full: subscriptionRefused, ops: []simulator.Operation{simulator.SubscriptionPut}},
		{name: "reports", full: readReports, ops: []simulator.Operation{simulator.ReportByUser, simulator.ReportBySubscription}},
		{name: "products and APIs", full: readCatalog, ops: []simulator.Operation{simulator.ProductList, simulator.APIList}},
	}
}

// since2021 leaves out what the official client cannot read: older services answer
// 204 to a change.
func since2021(version string) bool { return version != "2019-12-01" }

func made(t *testing.T, o *official, id string, p apim.SubscriptionCreateParameterProperties) (apim.SubscriptionClientCreateOrUpdateResponse, error) {
	return o.NewSubscriptionClient().CreateOrUpdate(t.Context(), resourceGroup, o.name, id, apim.SubscriptionCreateParameters{Properties: &p}, nil)
}

func subscriptionLife(t *testing.T, o *official, _ *simulator.Service) {
	c := o.NewSubscriptionClient()
	r, err := made(t, o, "s1", apim.SubscriptionCreateParameterProperties{DisplayName: ptr("One"), Scope: ptr("/products/logistics"), OwnerID: ptr("/users/mateo-garcia")})
	if err != nil {
		t.Fatal(err)
	}
	p := r.Properties
	if val(p.State) != apim.SubscriptionStateSubmitted || val(p.PrimaryKey) == "" || p.StartDate != nil || val(p.OwnerID)[0] != '/' {
		t.Errorf("made %+v", p)
	}
	wantTag(t, val(r.ETag), 8)
	expires := time.Date(2030, 7, 20, 0, 0, 0, 0, time.UTC)
	changed, err := c.Update(t.Context(), resourceGroup, o.name, "s1", val(r.ETag), apim.SubscriptionUpdateParameters{
		Properties: &apim.SubscriptionUpdateParameterProperties{State: ptr(apim.SubscriptionStateActive), DisplayName: ptr("Two"), ExpirationDate: &expires}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	p = changed.Properties
	if val(p.State) != apim.SubscriptionStateActive || val(p.DisplayName) != "Two" || val(p.PrimaryKey) == "" || p.StartDate == nil || !val(p.NotificationDate).Equal(expires.AddDate(0, 0, -12)) {
		t.Errorf("changed to %+v", p)
	}
	got, err := c.Get(t.Context(), resourceGroup, o.name, "s1", nil)
	if err != nil || val(got.ETag) != val(changed.ETag) || got.Properties.PrimaryKey != nil {
		t.Errorf("read %+v, %v", got.Properties, err)
	}
	secrets, err := c.ListSecrets(t.Context(), resourceGroup, o.name, "s1", nil)
	if err != nil || val(secrets.ETag) != val(got.ETag) || val(secrets.PrimaryKey) != val(p.PrimaryKey) {
		t.Errorf("the keys have %s, %v", val(secrets.ETag), err)
	}
	_, err = c.Update(t.Context(), resourceGroup, o.name, "s1", val(r.ETag), apim.SubscriptionUpdateParameters{
		Properties: &apim.SubscriptionUpdateParameterProperties{DisplayName: ptr("Three")}}, nil)
	wantRefusal(t, told(err), 412, "PreconditionFailed")
	_, err = c.Delete(t.Context(), resourceGroup, o.name, "s1", val(r.ETag), nil)
	wantRefusal(t, told(err), 412, "PreconditionFailed")
	for _, tag := range []string{val(got.ETag), "*"} { // the second time there is none
		if _, err := c.Delete(t.Context(), resourceGroup, o.name, "s1", tag, nil); err != nil {
			t.Error(err)
		}
	}
	_, err = c.Get(t.Context(), resourceGroup, o.name, "s1", nil)
	wantRefusal(t, told(err), 404, "ResourceNotFound")
}

func newKeys(t *testing.T, o *official, _ *simulator.Service) {
	c := o.NewSubscriptionClient()
	keys := func() [2]string {
		r, err := c.ListSecrets(t.Context(), resourceGroup, o.name, "master", nil)
		if err != nil {
			t.Fatal(err)
		}
		return [2]string{val(r.PrimaryKey), val(r.SecondaryKey)}
	}
	was := keys()
	if _, err := c.RegeneratePrimaryKey(t.Context(), resourceGroup, o.name, "master", nil); err != nil {
		t.Error(err)
	}
	if now := keys(); now[0] == was[0] || now[1] != was[1] {
		t.Errorf("%v became %v", was, now)
	}
	if _, err := c.RegenerateSecondaryKey(t.Context(), resourceGroup, o.name, "master", nil); err != nil {
		t.Error(err)
	}
	if now := keys(); now[1] == was[1] {
		t.Errorf("%v became %v", was, now)
	}
}

func subscriptionRefused(t *testing.T, o *official, _ *simulator.Service) {
	for target, p := range map[string]apim.SubscriptionCreateParameterProperties{
		"scope":       {DisplayName: ptr("x"), Scope: ptr("/products/nothing")},
		"displayName": {DisplayName: ptr(""), Scope: ptr("/apis")},
		"ownerId":     {DisplayName: ptr("x"), Scope: ptr("/apis"), OwnerID: ptr("/users/nobody")},
	} {
		_, err := made(t, o, "s1", p)
		wantRefusal(t, told(err), 400, "ValidationError", target)
	}
	_, err := made(t, o, "s1", apim.SubscriptionCreateParameterProperties{DisplayName: ptr("x"), Scope: ptr("/products/starter"), OwnerID: ptr("/users/1")})
	wantRefusal(t, told(err), 400, "ValidationError") // as many as the product allows
}

func readCatalog(t *testing.T, o *official, _ *simulator.Service) {
	products, err := pages(t.Context(), o.NewProductClient().NewListByServicePager(resourceGroup, o.name, nil),
		func(p apim.ProductClientListByServiceResponse) []*apim.ProductContract { return p.Value })
	if err != nil || len(products) != 5 || val(products[3].Properties.SubscriptionsLimit) != 1 || products[0].Properties.SubscriptionsLimit != nil {
		t.Errorf("%d products, %v", len(products), err)
	}
	apis, err := pages(t.Context(), o.NewAPIClient().NewListByServicePager(resourceGroup, o.name, nil),
		func(p apim.APIClientListByServiceResponse) []*apim.APIContract { return p.Value })
	if err != nil || len(apis) != 4 || val(apis[1].Properties.DisplayName) != val(apis[2].Properties.DisplayName) || val(apis[2].Properties.APIVersion) != "v2" {
		t.Errorf("%d APIs, %v", len(apis), err)
	}
}

// readReports reads every row, also of users without calls, although the count is
// that of one. Our client counts the same calls.
func readReports(t *testing.T, o *official, s *simulator.Service) {
	from := time.Now().AddDate(0, 0, -30)
	filter := "timestamp ge datetime'" + from.UTC().Format("2006-01-02T15:04:05") + "'"
	rows, err := pages(t.Context(), o.NewReportsClient().NewListByUserPager(resourceGroup, o.name, filter, nil),
		func(p apim.ReportsClientListByUserResponse) []*apim.ReportRecordContract { return p.Value })
	if err != nil {
		t.Fatal(err)
	}
	ours, err := newOurs(t, s, o.version, service).Calls(t.Context(), from, time.Now())
	if err != nil || len(ours) != len(rows) {
		t.Errorf("%d rows of %d, %v", len(ours), len(rows), err)
	}
	idle := 0
	for _, r := range rows {
		if got, there := ours[strings.TrimPrefix(val(r.UserID), "/users/")]; !there || got != int(val(r.CallCountTotal)) {
			t.Errorf("%s made %d calls, and we read %d, %v", val(r.UserID), val(r.CallCountTotal), got, there)
		}
		if val(r.CallCountTotal) == 0 {
			idle++
		}
	}
	if len(rows) < 250 || idle == 0 || idle == len(rows) {
		t.Errorf("%d rows, %d without calls", len(rows), idle)
	}
	bySubscription, err := pages(t.Context(), o.NewReportsClient().NewListBySubscriptionPager(resourceGroup, o.name, filter, nil),
		func(p apim.ReportsClientListBySubscriptionResponse) []*apim.ReportRecordContract { return p.Value })
	if err != nil || len(bySubscription) == 0 || val(bySubscription[0].SubscriptionID) == "" {
		t.Errorf("%d rows, %v", len(bySubscription), err)
	}
	_, err = o.NewReportsClient().NewListByUserPager(resourceGroup, o.name, "timestamp le datetime'2017-06-04T00:00:00'", nil).NextPage(t.Context())
	wantRefusal(t, told(err), 400, "ValidationError", "$filter")
}
