package simulator

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const (
	graphPath = "/providers/Microsoft.ResourceGraph/resources?api-version=2022-10-01"
	shortAsk  = `{"query":"Resources | where type =~ 'microsoft.apimanagement/service'"}`
	devBase   = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-contoso-dev/providers/Microsoft.ApiManagement/service/"
)

// twoTenants has a second tenant with a service, and a subscription that refuses.
func twoTenants() Options {
	a := DemoAccount()
	a.Tenants[0].Subscriptions[1].Refuse = true
	a.Tenants = append(a.Tenants, Tenant{ID: "22222222-2222-2222-2222-222222222222", Name: "Fabrikam", Token: "fab",
		Subscriptions: []AzureSubscription{{ID: "00000000-0000-0000-0000-00000000000f", Services: []Listed{{Name: "fab", ResourceGroup: "rg"}}}}})
	return Options{Account: a, AccessToken: "test"}
}

func TestOnlyOneServiceHasUsers(t *testing.T) {
	s := newTest(twoTenants())
	const v = "?api-version=2024-05-01"
	for path, want := range map[string]struct {
		status int
		says   string
	}{
		"users" + v:                                                   {200, "api-admin@contoso.com"},
		devBase + "contoso-apim-dev" + v:                              {200, `"provisioningState": "Succeeded"`},
		devBase + "CONTOSO-hooks" + v:                                 {200, `"name": "Consumption"`},
		devBase + "contoso-apim-dev/users" + v:                        {404, "ResourceNotFound"},
		devBase + "contoso-hooks/users" + v:                           {400, `{"error":{"code":"MethodNotAllowedInPricingTier","message":"Method not allowed in Consumption pricing tier","details":null}}`},
		devBase + "nothing" + v:                                       {404, "ResourceNotFound"},
		strings.ReplaceAll(devBase, "-dev", "x"):                      {404, "InvalidResourceType"},
		strings.ReplaceAll(devBase, "-dev", "x") + "contoso-apim" + v: {404, "ResourceGroupNotFound"},
		"/subscriptions/00000000-0000-0000-0000-000000000002/providers/Microsoft.ApiManagement/service" + v:                            {403, "AuthorizationFailed"},
		"/subscriptions/00000000-0000-0000-0000-00000000000f/providers/Microsoft.ApiManagement/service" + v:                            {401, "must match the tenant 'https://sts.windows.net/22222222-2222-2222-2222-222222222222/'"},
		"/subscriptions/00000000-0000-0000-0000-0000000000ff/providers/Microsoft.ApiManagement/service" + v:                            {404, "SubscriptionNotFound"},
		devBase + "contoso-hooks/providers/Microsoft.Authorization/permissions?api-version=2022-04-01":                                 {200, `"actions"`},
		strings.TrimSuffix(devBase, "Microsoft.ApiManagement/service/") + "Microsoft.Authorization/permissions?api-version=2022-04-01": {200, `"actions"`},
		"/tenants": {400, "MissingApiVersionParameter"},
	} {
		if r := s.send(t, "GET", path, ""); r.status != want.status || !strings.Contains(r.body, want.says) {
			t.Errorf("%s: %d %s", path, r.status, r.body)
		}
	}
	hooks := s.send(t, "GET", devBase+"contoso-hooks"+v, "").body
	if strings.Contains(hooks, "ortalUrl") || strings.Contains(hooks, "managementApiUrl") || !strings.Contains(hooks, `"capacity": 0`) {
		t.Errorf("the Consumption tier has %s", hooks)
	}
}

func TestTenantsSeeTheirOwn(t *testing.T) {
	s := newTest(twoTenants())
	for _, c := range []struct{ token, sees, not string }{{"test", "contoso-apim-dev", "/fab"}, {"fab", "/fab", "contoso"}} {
		r := s.send(t, "POST", graphPath, shortAsk, "Authorization: Bearer "+c.token)
		if r.status != 200 || !strings.Contains(r.body, c.sees) || strings.Contains(r.body, c.not) || strings.Contains(r.body, "partners") {
			t.Errorf("%s: %d %s", c.token, r.status, r.body)
		}
		if r := s.send(t, "GET", "/tenants?api-version=2022-12-01", "", "Authorization: Bearer "+c.token); strings.Count(r.body, `"tenantId"`) != 2 {
			t.Errorf("%s: %s", c.token, r.body)
		}
	}
	if r := s.send(t, "POST", graphPath, shortAsk, "Authorization: Bearer other"); r.status != 401 {
		t.Errorf("%d %s", r.status, r.body)
	}
	for _, e := range s.Journal() {
		if e.Applied {
			t.Errorf("%s counts as a write", e.Operation)
		}
	}
}

func TestQuotaOfTheGraph(t *testing.T) {
	now := noon()
	s := newTest(Options{Now: func() time.Time { return now }})
	for i := range 17 {
		r := s.send(t, "POST", graphPath, shortAsk)
		if left, reset := r.header.Get("x-ms-user-quota-remaining"), r.header.Get("x-ms-user-quota-resets-after"); (r.status == 429) != (i > 14) || (left == "0") != (i > 13) || reset != "00:00:05" {
			t.Errorf("query %d: %d, %s left, reset after %s", i+1, r.status, left, reset)
		}
	}
	if r := s.send(t, "POST", graphPath, shortAsk); r.header.Get("Retry-After") != "" || !strings.Contains(r.body, `"details":[{"code":"RateLimiting"`) {
		t.Errorf("%v %s", r.header, r.body)
	}
	now = now.Add(5 * time.Second)
	if r := s.send(t, "POST", graphPath, shortAsk); r.status != 200 || r.header.Get("x-ms-user-quota-remaining") != "14" {
		t.Errorf("%d %v", r.status, r.header)
	}
}

func TestGraphRefuses(t *testing.T) {
	s := newTest(Options{Throttle: &Throttle{Off: true}, Account: DemoAccount()})
	two := s.send(t, "POST", graphPath, strings.TrimSuffix(shortAsk, "}")+`,"options":{"$top":2}}`)
	token, _ := two.decode(t)["$skipToken"].(string)
	if two.status != http.StatusOK || token == "" {
		t.Fatalf("%d %s", two.status, two.body)
	}
	for _, body := range []string{
		"", "[]", `{"query":"resources | delete"}`, `{"query":""}`,
		strings.TrimSuffix(shortAsk, "}") + `,"options":{"$top":1001}}`, strings.TrimSuffix(shortAsk, "}") + `,"options":{"$top":0}}`,
		strings.TrimSuffix(shortAsk, "}") + `,"options":{"$skipToken":"x"}}`, strings.TrimSuffix(shortAsk, "}") + `,"options":{"resultFormat":"xml"}}`,
		`{"query":"resources","options":{"$skipToken":"` + token + `"}}`,
		strings.TrimSuffix(shortAsk, "}") + `,"subscriptions":["x"],"options":{"$skipToken":"` + token + `"}}`,
	} {
		if r := s.send(t, "POST", graphPath, body); r.status != http.StatusBadRequest {
			t.Errorf("%s: %d %s", body, r.status, r.body)
		}
	}
	if r := s.send(t, "POST", strings.ReplaceAll(graphPath, "2022-10-01", "2024-05-01"), shortAsk); r.status != http.StatusBadRequest {
		t.Errorf("%d %s", r.status, r.body)
	}
	if r := s.send(t, "GET", graphPath, ""); r.status != http.StatusMethodNotAllowed {
		t.Errorf("%d %s", r.status, r.body)
	}
}

// Answers have the properties of the specification's examples, in kind.
func TestDiscoveryLikeTheExamples(t *testing.T) {
	files, _ := filepath.Glob("../../../shared/contract/examples-2")
	if len(files) == 0 {
		t.Skip("there are no examples beside the project")
	}
	s := newTest(Options{Account: DemoAccount()})
	for name, answer := range map[string]reply{
		"GetSubscriptions":       s.send(t, "GET", "/subscriptions?api-version=2022-12-01", ""),
		"GetTenants":             s.send(t, "GET", "/tenants?api-version=2022-12-01", ""),
		"ResourcesNextPageQuery": s.send(t, "POST", graphPath, shortAsk),
	} {
		raw, err := os.ReadFile(filepath.Join(files[0], name+".json"))
		var example struct {
			Responses map[string]struct{ Body map[string]any }
		}
		if err != nil || json.Unmarshal(raw, &example) != nil {
			t.Fatal(err)
		}
		theirs := example.Responses["200"].Body
		for key, value := range answer.decode(t) {
			want, ok := theirs[key]
			if key == "count" && !ok {
				continue // observed on the wire
			}
			if rows, is := want.([]any); is && len(rows) > 0 {
				sameKeys(t, name, value.([]any)[0].(map[string]any), rows[0].(map[string]any))
			} else if !ok {
				t.Errorf("%s has no %s", name, key)
			}
		}
	}
}

func sameKeys(t *testing.T, name string, ours, theirs map[string]any) {
	t.Helper()
	for key, value := range theirs {
		have, ok := ours[key]
		if a, b := kind(have), kind(value); key != "tags" && (!ok || a != b) {
			t.Errorf("%s: %s is %s, want %s", name, key, a, b)
		}
	}
}

func kind(v any) string {
	switch v.(type) {
	case string:
		return "text"
	case []any:
		return "a list"
	case map[string]any:
		return "an object"
	}
	return "something else"
}
