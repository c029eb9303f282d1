package conformance

import (
	"reflect"
	"slices"
	"testing"

	"apimtui/api/simulator"
)

func relatedReads() []trial {
	return []trial{
		{name: "a user's groups", ops: []simulator.Operation{simulator.UserGroups}, read: groupsOfUsers},
		{name: "a user's product subscriptions", ops: []simulator.Operation{simulator.UserSubscriptionList}, read: subscriptionsOfUsers},
		{name: "a user's identities", ops: []simulator.Operation{simulator.UserIdentities}, read: identitiesOfUsers},
		{name: "a missing user's parts", ops: []simulator.Operation{simulator.UserGroups, simulator.UserSubscriptionList, simulator.UserIdentities}, read: partsOfMissing},
		{name: "the service", ops: []simulator.Operation{simulator.ServiceGet}, read: theService},
	}
}

func groupsOfUsers(t *testing.T, c reader, s *simulator.Service) {
	users := must(c.allUsers(t.Context(), ""))(t)
	kinds := map[string]group{}
	for _, u := range users[:40] {
		got := must(c.groups(t.Context(), u.id))(t)
		kept, _ := s.User(u.id)
		names := convert(got, func(g group) string { return g.id })
		slices.Sort(names)
		want := slices.Sorted(slices.Values(kept.Groups))
		if !slices.Equal(names, want) {
			t.Errorf("%s has the groups %v, want %v", u.id, names, want)
		}
		for _, g := range got {
			kinds[g.id] = g
		}
	}
	if g := kinds["developers"]; g.name != "Developers" || !g.builtIn || g.kind != "system" || g.description == "" {
		t.Errorf("developers are %+v", g)
	}
	if g := kinds["partners"]; g.name != "Partners" || g.builtIn || g.kind != "custom" {
		t.Errorf("partners are %+v", g)
	}
}

func subscriptionsOfUsers(t *testing.T, c reader, _ *simulator.Service) {
	const product = "/subscriptions/" + subscription0 + "/resourceGroups/" + resourceGroup + "/providers/Microsoft.ApiManagement/service/" + service + "/products/"
	got := must(c.subscriptions(t.Context(), "1"))(t)
	if len(got) != 2 || got[0].scope != product+"starter" || got[1].scope != product+"unlimited" {
		t.Fatalf("user 1 has %+v", got)
	}
	for _, s := range got {
		if s.id == "" || s.state != "active" || s.name != "" || s.created.IsZero() || !s.expires.IsZero() {
			t.Errorf("got %+v", s)
		}
	}
}

func identitiesOfUsers(t *testing.T, c reader, s *simulator.Service) {
	users := must(c.allUsers(t.Context(), ""))(t)
	for _, u := range users[:40] {
		got := must(c.identities(t.Context(), u.id))(t)
		if want := truth(t, s, u.id).identities; !reflect.DeepEqual(got, want) {
			t.Errorf("%s signs in by %v, want %v", u.id, got, want)
		}
	}
}

func partsOfMissing(t *testing.T, c reader, _ *simulator.Service) {
	_, err := c.groups(t.Context(), "missing")
	wantRefusal(t, err, 404, "ResourceNotFound")
	_, err = c.subscriptions(t.Context(), "missing")
	wantRefusal(t, err, 404, "ResourceNotFound")
	_, err = c.identities(t.Context(), "missing")
	wantRefusal(t, err, 404, "ResourceNotFound")
}

func theService(t *testing.T, c reader, _ *simulator.Service) {
	got := must(c.service(t.Context()))(t)
	want := map[string]string{
		"id":   "/subscriptions/" + subscription0 + "/resourceGroups/" + resourceGroup + "/providers/Microsoft.ApiManagement/service/" + service,
		"name": service, "location": "West US", "sku": "Developer", "publisher": "api-admin@contoso.com", "state": "Succeeded",
		"gateway": "https://apimservice1.azure-api.net", "portal": "https://apimservice1.portal.azure-api.net",
		"developer portal": "https://apimservice1.developer.azure-api.net",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%v, want\n%v", got, want)
	}
	_, err := c.elsewhere(t, "other").service(t.Context())
	wantRefusal(t, err, 404, "ResourceNotFound")
}
