package simulator

import (
	"slices"
	"strings"
	"testing"
)

func TestBuiltInGroupsComeFirst(t *testing.T) {
	s := newTest(Options{})
	r := s.send(t, "GET", "groups"+v24, "")
	p := readPage(t, r)
	want := []string{"administrators", "developers", "guests", "beta-testers", "contoso-integration", "partners"}
	if !slices.Equal(p.names, want) || p.count != 6.0 {
		t.Errorf("groups %v, count %v", p.names, p.count)
	}
	for _, text := range []string{`"externalId": "aad://`, `"externalId": null`, `"description": null`, `"type": "external"`, `"builtIn": true`} {
		if !strings.Contains(r.body, text) {
			t.Errorf("no %s in the list", text)
		}
	}
	if p := readPage(t, s.send(t, "GET", "groups"+v24+"&$filter=startswith(displayName,'B')", "")); !slices.Equal(p.names, []string{"beta-testers"}) {
		t.Errorf("filtered: %v", p.names)
	}
}

func TestUserGroupsHaveDisplayNames(t *testing.T) {
	s := newTest(Options{})
	r := s.send(t, "GET", "users/1/groups"+v24, "")
	if p := readPage(t, r); !slices.Equal(p.names, []string{"administrators", "developers"}) {
		t.Errorf("groups of user 1: %v", p.names)
	}
	for _, text := range []string{`"id": "` + testBase + `/users/1/groups/developers"`, `"type": "Microsoft.ApiManagement/service/users/groups"`, `"displayName": "Developers"`} {
		if !strings.Contains(r.body, text) {
			t.Errorf("no %s in %s", text, r.body)
		}
	}
}

// The groups of a user always have the same order.
func TestUserGroupsAreInTheOrderOfGroups(t *testing.T) {
	s := newTest(Options{})
	for _, group := range []string{"beta-testers", "partners", "guests"} {
		s.send(t, "PUT", "groups/"+group+"/users/1"+v24, "")
	}
	if p := readPage(t, s.send(t, "GET", "users/1/groups"+v24, "")); !slices.Equal(p.names, []string{"administrators", "developers", "guests", "beta-testers", "partners"}) {
		t.Errorf("groups of user 1: %v", p.names)
	}
	var names []string
	first := s.send(t, "GET", "users"+v24+"&$top=1&expandGroups=true", "").decode(t)["value"].([]any)[0].(map[string]any)
	for _, g := range first["properties"].(map[string]any)["groups"].([]any) {
		names = append(names, g.(map[string]any)["name"].(string))
	}
	if want := []string{"Administrators", "Developers", "Guests", "Beta testers", "Partners"}; !slices.Equal(names, want) {
		t.Errorf("expanded: %v", names)
	}
}

func TestMembership(t *testing.T) {
	s := newTest(Options{})
	const member = "groups/guests/users/mateo-garcia" + v24
	steps := []struct {
		method string
		status int
	}{{"HEAD", 404}, {"PUT", 201}, {"PUT", 200}, {"HEAD", 204}, {"DELETE", 200}, {"DELETE", 204}, {"HEAD", 404}}
	before, _ := s.User("mateo-garcia")
	for i, step := range steps {
		r := s.send(t, step.method, member, "")
		if r.status != step.status {
			t.Errorf("step %d, %s: %d, want %d", i+1, step.method, r.status, step.status)
		}
		if applied := step.method == "PUT" && step.status == 201 || step.method == "DELETE" && step.status == 200; s.last().Applied != applied {
			t.Errorf("step %d, %s: the journal says applied %v", i+1, step.method, !applied)
		}
		if step.method != "PUT" {
			continue
		}
		p := properties(t, r)
		if len(p["groups"].([]any)) != 0 || len(p["identities"].([]any)) != 0 || len(r.header.Get("ETag")) != 14 ||
			!strings.Contains(r.body, `"type": "Microsoft.ApiManagement/service/groups/users"`) {
			t.Errorf("PUT answers %s", r.body)
		}
		if list := readPage(t, s.send(t, "GET", "groups/guests/users"+v24, "")); !slices.Equal(list.names, []string{"mateo-garcia"}) || list.groups {
			t.Errorf("members %v", list.names)
		}
	}
	if after, _ := s.User("mateo-garcia"); after.ETag() != before.ETag() || !slices.Equal(after.Groups, before.Groups) {
		t.Errorf("before %+v, after %+v", before, after)
	}
	const byMail = "groups/guests/users/lena.brandt%40fabrikam.com" + v24
	if put, head := s.send(t, "PUT", byMail, ""), s.send(t, "HEAD", byMail, ""); put.status != 201 || head.status != 204 {
		t.Errorf("an id that is an address: %d, %d", put.status, head.status)
	}
	if _, _, targets := s.send(t, "GET", "groups/guests/users"+v24+"&$filter=state%20eq%20'active'", "").errorOf(t); !slices.Equal(targets, []string{"$filter"}) {
		t.Errorf("members filtered by state: %v", targets)
	}
	for path, want := range map[string]string{"groups/none/users/1": "Group not found.", "groups/guests/users/missing": "User not found."} {
		if _, message, _ := s.send(t, "PUT", path+v24, "").errorOf(t); message != want {
			t.Errorf("%s: %s", path, message)
		}
	}
}

func TestLeavingAGroupKeepsOtherMembers(t *testing.T) {
	s := newTest(Options{Users: 500})
	members := func() float64 {
		return readPage(t, s.send(t, "GET", "groups/developers/users"+v24+"&$top=1", "")).count.(float64)
	}
	s.send(t, "DELETE", "groups/developers/users/mateo-garcia"+v24, "")
	if n := members(); n != 499 {
		t.Errorf("%v developers are left of 500", n)
	}
	s.send(t, "PUT", "groups/guests/users/hiroshi-tanaka"+v24, "")
	if n := readPage(t, s.send(t, "GET", "groups/guests/users"+v24, "")).count; n != 1.0 {
		t.Errorf("%v guests", n)
	}
}

func TestGroupLife(t *testing.T) {
	s := newTest(Options{})
	put := s.send(t, "PUT", "groups/qa"+v24, `{"properties":{"displayName":"QA"}}`)
	tag := put.header.Get("ETag")
	if put.status != 201 || len(tag) != 14 || s.send(t, "HEAD", "groups/qa"+v24, "").header.Get("ETag") != tag {
		t.Fatalf("PUT %d %s", put.status, tag)
	}
	s.send(t, "PUT", "groups/qa/users/1"+v24, "")
	patch := s.send(t, "PATCH", "groups/qa"+v24, `{"properties":{"description":"Quality"}}`, "If-Match: "+tag)
	if p := properties(t, patch); patch.status != 200 || p["description"] != "Quality" || p["displayName"] != "QA" {
		t.Errorf("PATCH %d %v", patch.status, p)
	}
	for _, step := range []struct {
		method, id, body, match string
		status                  int
	}{
		{"PATCH", "qa", `{"properties":{"displayName":"Q"}}`, tag, 412},
		{"PUT", "qa", `{"properties":{}}`, "", 400},
		{"DELETE", "qa", "", tag, 412},
		{"DELETE", "developers", "", "*", 400},
		{"DELETE", "qa", "", "*", 200},
		{"DELETE", "qa", "", "*", 204},
		{"GET", "qa", "", "", 404},
		{"PATCH", "qa", `{"properties":{}}`, "*", 404},
	} {
		if r := s.send(t, step.method, "groups/"+step.id+v24, step.body, "If-Match: "+step.match); r.status != step.status {
			t.Errorf("%s %s: %d, want %d", step.method, step.id, r.status, step.status)
		}
	}
	if p := readPage(t, s.send(t, "GET", "users/1/groups"+v24, "")); slices.Contains(p.names, "qa") {
		t.Errorf("user 1 is in a deleted group: %v", p.names)
	}
}

func TestIdentitiesAreCompact(t *testing.T) {
	s := newTest(Options{PublisherEmail: "own@er.com"})
	r := s.send(t, "GET", "users/1/identities"+v24, "")
	if r.body != `{"value":[{"provider":"Azure","id":"own@er.com"}],"count":1,"nextLink":null}` {
		t.Errorf("%s", r.body)
	}
}

func TestProductSubscriptions(t *testing.T) {
	s := newTest(Options{Users: 60})
	r := s.send(t, "GET", "users/1/subscriptions"+v22, "")
	p := readPage(t, r)
	if len(p.names) != 2 || !strings.Contains(r.body, `"displayName": null`) || !strings.Contains(r.body, "/products/starter") || strings.Contains(r.body, "Key") {
		t.Fatalf("%s", r.body)
	}
	sid := p.names[0]
	one := s.send(t, "GET", "users/1/subscriptions/"+sid+v22, "")
	if !strings.Contains(one.body, `/users/1/subscriptions/`+sid+`"`) || len(one.header.Get("ETag")) != 14 {
		t.Errorf("%v %s", one.header, one.body)
	}
	if r := s.send(t, "GET", "users/mateo-garcia/subscriptions/"+sid+v22, ""); r.status != 404 {
		t.Errorf("another user's subscription: %d", r.status)
	}
	if r := s.send(t, "GET", "subscriptions/"+sid+v21, ""); strings.Contains(r.body, "allowTracing") || !strings.Contains(r.body, `"type": "Microsoft.ApiManagement/service/subscriptions"`) {
		t.Errorf("%s", r.body)
	}
	keys := s.send(t, "POST", "subscriptions/"+sid+"/listSecrets"+v22, "").decode(t)
	if a, b := keys["primaryKey"].(string), keys["secondaryKey"].(string); len(a) != 32 || a == b {
		t.Errorf("keys %v", keys)
	}
	filtered := readPage(t, s.send(t, "GET", "users/1/subscriptions"+v22+"&$filter=productId%20eq%20'unlimited'", ""))
	if !slices.Equal(filtered.names, p.names[1:]) {
		t.Errorf("filtered %v of %v", filtered.names, p.names)
	}
}

func TestDeletedUsersSubscriptions(t *testing.T) {
	for query, left := range map[string]bool{"?deleteSubscriptions=true&api-version=2022-08-01": false, v22: true} {
		s := newTest(Options{Users: 300})
		owner := ""
		for _, sub := range s.subs.list {
			if sub.OwnerID != "1" {
				owner = sub.OwnerID
				break
			}
		}
		sid := s.subs.byOwner[owner][0].ID
		s.send(t, "DELETE", "users/"+owner+query, "")
		r := s.send(t, "GET", "subscriptions/"+sid+v22, "")
		if (r.status == 200) != left || strings.Contains(r.body, "ownerId") {
			t.Errorf("%s: %d %s", query, r.status, r.body)
		}
	}
}

func TestDiscovery(t *testing.T) {
	s := newTest(Options{SKU: "Premium"})
	get := s.send(t, "GET", testBase+v24, "")
	p := properties(t, get)
	for key, want := range map[string]any{
		"publisherEmail": "api-admin@contoso.com", "gatewayUrl": "https://apimservice1.azure-api.net",
		"portalUrl": "https://apimservice1.portal.azure-api.net", "developerPortalUrl": "https://apimservice1.developer.azure-api.net",
		"managementApiUrl": "https://apimservice1.management.azure-api.net", "provisioningState": "Succeeded", "platformVersion": "stv2",
	} {
		if p[key] != want {
			t.Errorf("%s is %v", key, p[key])
		}
	}
	if sku := get.decode(t)["sku"].(map[string]any); sku["name"] != "Premium" || sku["capacity"] != 1.0 {
		t.Errorf("sku %v", sku)
	}
	system, ok := get.decode(t)["systemData"].(map[string]any)
	if !ok || system["createdBy"] != "api-admin@contoso.com" || system["createdByType"] != "User" || system["lastModifiedAt"] == nil {
		t.Errorf("systemData %v", system)
	}
	whole, _, _ := strings.Cut(testBase, "/resourceGroups")
	for _, path := range []string{whole + "/providers/Microsoft.ApiManagement/service", whole + "/resourceGroups/rg1/providers/Microsoft.ApiManagement/service"} {
		if p := readPage(t, s.send(t, "GET", path+v24, "")); p.count != nil || !slices.Equal(p.names, []string{"apimService1"}) {
			t.Errorf("%s: %v", path, p)
		}
	}
	r := s.send(t, "GET", "/subscriptions?api-version=2022-12-01", "")
	if r.status != 200 || !strings.Contains(r.body, `"subscriptionId": "00000000-`) || r.header.Get("x-ms-ratelimit-remaining-tenant-reads") == "" {
		t.Errorf("%d %v %s", r.status, r.header, r.body)
	}
}
