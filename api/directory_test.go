package api_test

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"

	"apimtui/api"
	"apimtui/api/simulator"
)

// tokens is a sign-in to any tenant, with the tenant's id as the token.
func tokens(tenant string) (azcore.TokenCredential, error) {
	return credential{func(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error) {
		return azcore.AccessToken{Token: "token-of-" + tenant, ExpiresOn: time.Now().Add(time.Hour)}, nil
	}}, nil
}

func newDirectory(t testing.TB, rt http.RoundTripper, change ...func(*api.DirectoryOptions)) *api.Directory {
	t.Helper()
	o := api.DirectoryOptions{Endpoint: endpoint, Credential: tokens, Transport: rt}
	for _, f := range change {
		f(&o)
	}
	d, err := api.NewDirectory(o)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// names returns the services' names.
func names(f api.Found) []string {
	var all []string
	for _, s := range f.Services {
		all = append(all, s.Scope.ServiceName)
	}
	return all
}

func TestFindsServicesWithOneQuery(t *testing.T) {
	s, _ := simulated(t, simulator.Options{Account: simulator.DemoAccount()})
	var first api.Found
	f, err := newDirectory(t, s.Transport()).Find(t.Context(), func(f api.Found) {
		if len(first.Services) == 0 {
			first = f
		}
	})
	if err != nil || f.Incomplete || len(f.Notes) > 0 {
		t.Fatalf("%v, %q", err, f.Notes)
	}
	var told []string
	for _, v := range f.Services {
		told = append(told, fmt.Sprintf("%s|%s|%s|%s|%s|%s|%s", v.Scope.ServiceName, v.Scope.ResourceGroup, v.SKU, v.Location, v.SubscriptionName, v.TenantName, v.Why()))
	}
	want := []string{
		"apimService1|rg1|Developer|westus|Contoso Production|Contoso|",
		"contoso-apim-dev|rg-contoso-dev|Developer|westeurope|Contoso Development|Contoso|",
		"contoso-hooks|rg-contoso-dev|Consumption|westeurope|Contoso Development|Contoso|the Consumption tier has no users",
		"contoso-partners|rg-partners|StandardV2|northeurope|Contoso Partners|Contoso|it is still being created",
	}
	if !slices.Equal(told, want) || len(first.Services) != 4 {
		t.Errorf("found\n%s\nfirst %d", strings.Join(told, "\n"), len(first.Services))
	}
	if n := count(s, simulator.ResourceGraph); n != 1 || len(s.Journal()) != 3 {
		t.Errorf("%d queries, %d requests", n, len(s.Journal()))
	}
}

// count returns how often an operation was requested.
func count(s *simulator.Service, op simulator.Operation) (n int) {
	for _, e := range s.Journal() {
		if e.Operation == op {
			n++
		}
	}
	return n
}

// largeAccount is an account with many subscriptions, over which that many
// services are spread.
func largeAccount(subscriptions, services int) simulator.Account {
	all := make([]simulator.AzureSubscription, subscriptions)
	for i := range all {
		all[i] = simulator.AzureSubscription{ID: fmt.Sprintf("00000000-0000-0000-0001-%012d", i), Name: fmt.Sprintf("Subscription %03d", i)}
	}
	for i := range services {
		a := &all[i*subscriptions/services]
		a.Services = append(a.Services, simulator.Listed{Name: fmt.Sprintf("apim-%03d", i), ResourceGroup: "rg-apim", Location: "West US"})
	}
	return simulator.Account{Tenants: []simulator.Tenant{{ID: "11111111-1111-1111-1111-111111111111", Name: "Contoso", Domain: "contoso.onmicrosoft.com", Subscriptions: all}}}
}

// large is an account with 300 subscriptions and 40 services.
func large() simulator.Options {
	o := simulator.Options{Latency: 100 * time.Millisecond, Account: largeAccount(300, 40)}
	o.Account.Hidden = true
	return o
}

// noGraph refuses every query.
func noGraph() simulator.Fault {
	return simulator.Fault{Operation: simulator.ResourceGraph, Times: -1, Status: http.StatusForbidden, Code: "AuthorizationFailed", Message: "No right to ask."}
}

// timed finds services and returns when the first and the last came.
func timed(t testing.TB, o simulator.Options) (first, last time.Duration, s *simulator.Service) {
	t.Helper()
	s, _ = simulated(t, o)
	start := time.Now()
	f, err := newDirectory(t, s.Transport()).Find(t.Context(), func(f api.Found) {
		if first == 0 && len(f.Services) > 0 {
			first = time.Since(start)
		}
	})
	if last = time.Since(start); err != nil || len(f.Services) != 40 || f.Incomplete {
		t.Fatalf("%d services, %v, %q", len(f.Services), err, f.Notes)
	}
	return first, last, s
}

// oneAfterAnother lists the services of each subscription in turn.
func oneAfterAnother(t testing.TB, o simulator.Options) time.Duration {
	t.Helper()
	s, _ := simulated(t, o)
	start, found := time.Now(), 0
	for _, a := range o.Account.Tenants[0].Subscriptions {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, endpoint+"/subscriptions/"+a.ID+"/providers/Microsoft.ApiManagement/service?api-version=2024-05-01", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer x")
		res, err := s.Transport().RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(res.Body)
		found += strings.Count(string(body), `"sku"`)
	}
	if found != 40 {
		t.Fatalf("%d services", found)
	}
	return time.Since(start)
}

func TestFirstRowTakesTwoRoundTripsAtMost(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		first, last, s := timed(t, large())
		if n := count(s, simulator.ResourceGraph); n != 1 || first > 200*time.Millisecond || last > 200*time.Millisecond {
			t.Errorf("%d queries, the first row after %v, the last after %v", n, first, last)
		}
		if n := len(s.Journal()); n != 3 {
			t.Errorf("%d requests", n)
		}
	})
}

func TestFallbackIsFiveTimesSooner(t *testing.T) {
	t.Parallel()
	var side, turn time.Duration
	synctest.Test(t, func(t *testing.T) {
		o := large()
		o.Faults = []simulator.Fault{noGraph()}
		var s *simulator.Service
		_, side, s = timed(t, o)
		if n := count(s, simulator.ServiceList); n != 300 || count(s, simulator.ResourceGraph) != 1 {
			t.Errorf("%d lists of services, %d queries", n, count(s, simulator.ResourceGraph))
		}
	})
	synctest.Test(t, func(t *testing.T) { turn = oneAfterAnother(t, large()) })
	if side*5 > turn {
		t.Errorf("side by side %v, one after another %v", side, turn)
	}
}

// BenchmarkFind finds 40 services in 300 subscriptions at 100 ms an answer.
//
//	go test ./api -run '^$' -bench Find -benchtime 1x
func BenchmarkFind(b *testing.B) {
	refused := large()
	refused.Faults = []simulator.Fault{noGraph()}
	for _, c := range []struct {
		name string
		o    simulator.Options
	}{{"graph", large()}, {"fallback", refused}} {
		b.Run(c.name, func(b *testing.B) {
			var first, last time.Duration
			for b.Loop() {
				f, l, _ := timed(b, c.o)
				first, last = first+f, last+l
			}
			b.ReportMetric(float64(first.Milliseconds())/float64(b.N), "first-row-ms")
			b.ReportMetric(float64(last.Milliseconds())/float64(b.N), "total-ms")
			b.ReportMetric(0, "ns/op")
		})
	}
	b.Run("one-after-another", func(b *testing.B) {
		var total time.Duration
		for b.Loop() {
			total += oneAfterAnother(b, large())
		}
		b.ReportMetric(float64(total.Milliseconds())/float64(b.N), "total-ms")
		b.ReportMetric(0, "ns/op")
	})
}

// twoTenants is an account in Contoso and Fabrikam.
func twoTenants() simulator.Account {
	a := simulator.DemoAccount()
	a.Tenants = append(a.Tenants, simulator.Tenant{
		ID: fabrikam, Name: "Fabrikam", Domain: "fabrikam.com", Token: "token-of-" + fabrikam,
		Subscriptions: []simulator.AzureSubscription{{ID: "00000000-0000-0000-0000-00000000000f", Name: "Fabrikam One",
			Services: []simulator.Listed{{Name: "a-fabrikam", ResourceGroup: "rg-f", Location: "East US"}}}},
	})
	return a
}

const (
	contoso  = "11111111-1111-1111-1111-111111111111"
	fabrikam = "22222222-2222-2222-2222-222222222222"
)

func TestOtherTenants(t *testing.T) {
	s, _ := simulated(t, simulator.Options{Account: twoTenants()})
	var steps []int
	f, err := newDirectory(t, s.Transport()).Find(t.Context(), func(f api.Found) { steps = append(steps, len(f.Services)) })
	if err != nil || f.Incomplete || len(f.Services) != 5 || len(f.Tenants) != 2 {
		t.Fatalf("%v, %+v", err, f)
	}
	if v := f.Services[0]; v.Scope.ServiceName != "a-fabrikam" || v.TenantID != fabrikam || v.TenantName != "Fabrikam" || v.SubscriptionName != "Fabrikam One" {
		t.Errorf("found %+v", v)
	}
	if !slices.IsSorted(steps) || !slices.Contains(steps, 4) {
		t.Errorf("the account's own tenant does not come first: %v", steps)
	}
}

func TestTenantThatFailsIsNamed(t *testing.T) {
	account := twoTenants()
	account.Tenants[1].Name = "Fab\x1b]0;owned\arikam"
	for name, change := range map[string]func(*api.DirectoryOptions){
		"no token": func(o *api.DirectoryOptions) {
			o.Credential = func(tenant string) (azcore.TokenCredential, error) {
				return credential{func(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error) {
					if tenant == fabrikam {
						return azcore.AccessToken{}, errors.New("AADSTS50076: multi-factor \x1b[2J authentication")
					}
					return azcore.AccessToken{Token: canary, ExpiresOn: time.Now().Add(time.Hour)}, nil
				}}, nil
			}
		},
		"no credential": func(o *api.DirectoryOptions) {
			o.Credential = func(tenant string) (azcore.TokenCredential, error) {
				if tenant == fabrikam {
					return nil, errors.New("AADSTS50076: multi-factor \x1b[2J authentication")
				}
				return tokens(tenant)
			}
		},
	} {
		s, _ := simulated(t, simulator.Options{Account: account})
		f, err := newDirectory(t, s.Transport(), change).Find(t.Context(), nil)
		if err != nil || !f.Incomplete || len(f.Services) != 4 || len(f.Notes) != 1 {
			t.Fatalf("%s: %v, %+v", name, err, f)
		}
		if n := f.Notes[0]; !strings.HasPrefix(n, "Not searched: the tenant Fab␛]0;owned␇rikam. Not signed in: ") || !strings.Contains(n, "AADSTS50076") || strings.ContainsAny(n, "\x1b\a") {
			t.Errorf("%s: says %q", name, n)
		}
	}
}

func TestOnlyHome(t *testing.T) {
	s, _ := simulated(t, simulator.Options{Account: twoTenants()})
	jwt := "e30." + base64.RawURLEncoding.EncodeToString([]byte(`{"tid":"`+contoso+`"}`)) + ".c2ln"
	f, err := newDirectory(t, s.Transport(), func(o *api.DirectoryOptions) {
		o.OnlyHome = true
		o.Credential = func(string) (azcore.TokenCredential, error) {
			return credential{func(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error) {
				return azcore.AccessToken{Token: jwt, ExpiresOn: time.Now().Add(time.Hour)}, nil
			}}, nil
		}
	}).Find(t.Context(), nil)
	if err != nil || f.Incomplete || len(f.Services) != 4 || f.Services[0].TenantID != contoso || !f.Tenants[0].Home || f.Tenants[1].Home {
		t.Fatalf("%v, %+v", err, f)
	}
	if want := []string{"Not searched: the other tenant Fabrikam."}; !slices.Equal(f.Notes, want) {
		t.Errorf("says %q", f.Notes)
	}
}

// A subscription of another tenant is listed with that tenant's token.
func TestWrongTenantIsUnderstood(t *testing.T) {
	s, _ := simulated(t, simulator.Options{Account: twoTenants(), Faults: []simulator.Fault{noGraph(), {
		Operation: simulator.SubscriptionsList, Status: 200, Times: -1,
		Body: `{"value":[{"subscriptionId":"00000000-0000-0000-0000-00000000000f","displayName":"Lent","state":"Enabled"}],"count":{"type":"Total","value":1}}`,
	}, {Operation: simulator.TenantsList, Status: 200, Body: `{"value":[{"tenantId":"` + contoso + `","displayName":"Contoso"}]}`}}})
	f, err := newDirectory(t, s.Transport()).Find(t.Context(), nil)
	if err != nil || !slices.Equal(names(f), []string{"a-fabrikam"}) || f.Services[0].TenantID != fabrikam || f.Services[0].SubscriptionName != "Lent" {
		t.Fatalf("%v, %+v", err, f)
	}
}

func TestWrongTenantOfTheSearch(t *testing.T) {
	s, _ := simulated(t, simulator.Options{Account: twoTenants()})
	said := strings.NewReplacer("A", contoso, "B", fabrikam).Replace("wrong issuer 'https://sts.windows.net/A/'. It must match the tenant 'https://sts.windows.net/B/' associated")
	refuse := simulator.Fault{Operation: simulator.ResourceGraph, Status: 401, Code: "InvalidAuthenticationTokenTenant", Message: said}
	s.InjectFault(refuse)
	f, err := newDirectory(t, s.Transport()).Find(t.Context(), nil)
	if err != nil || !slices.Contains(names(f), "a-fabrikam") || !f.Tenants[1].Home {
		t.Fatalf("%v, %+v", err, f)
	}
}

func TestGraphThatIsRefused(t *testing.T) {
	for name, fault := range map[string]simulator.Fault{
		"forbidden":      noGraph(),
		"missing":        {Status: 404, Code: "InvalidResourceType", Message: "none"},
		"not registered": {Status: 409, Code: "MissingSubscriptionRegistration", Message: "none"},
		"a proxy":        {Status: 403, Body: "<html><title>\x1b[2JBlocked</title></html>"},
		"garbage":        {Garbage: true},
		"too large":      {HugeBody: true},
		"no data":        {Status: 200, Body: `{"value":[]}`},
		"a table":        {Status: 200, Body: `{"data":{"columns":[],"rows":[]}}`},
	} {
		fault.Operation, fault.Times = simulator.ResourceGraph, -1
		s, _ := simulated(t, simulator.Options{Account: simulator.DemoAccount(), Faults: []simulator.Fault{fault}})
		f, err := newDirectory(t, s.Transport()).Find(t.Context(), nil)
		if err != nil || f.Incomplete || len(f.Services) != 4 || len(f.Notes) != 1 || f.Services[1].Scope.SubscriptionID == "" {
			t.Fatalf("%s: %v, %+v", name, err, f)
		}
		if !strings.HasPrefix(f.Notes[0], "Resource Graph could not be asked, so the Azure subscriptions were searched one by one: ") || strings.Contains(f.Notes[0], "\x1b") {
			t.Errorf("%s: says %q", name, f.Notes[0])
		}
	}
}

func TestSubscriptionsThatFailAreNamed(t *testing.T) {
	o := simulator.Options{Account: largeAccount(9, 9), Faults: []simulator.Fault{noGraph()}}
	for i := range 5 {
		o.Account.Tenants[0].Subscriptions[i].Refuse = true
	}
	o.Account.Tenants[0].Subscriptions[5].State = "Disabled"
	o.Account.Tenants[0].Subscriptions[6].State = "PastDue"
	s, _ := simulated(t, o)
	f, err := newDirectory(t, s.Transport()).Find(t.Context(), nil)
	if err != nil || !f.Incomplete || len(f.Services) != 4 || len(f.Notes) != 2 {
		t.Fatalf("%v, %+v", err, f)
	}
	if n := f.Notes[1]; !strings.HasPrefix(n, "Not searched: 5 Azure subscriptions: Subscription 00") || !strings.Contains(n, " and 2 more. Not permitted (403 AuthorizationFailed)") {
		t.Errorf("says %q", f.Notes)
	}
}

func TestNothingToFind(t *testing.T) {
	empty := simulator.Account{Hidden: true, Tenants: []simulator.Tenant{{ID: contoso, Name: "Contoso"}}}
	for _, faults := range [][]simulator.Fault{nil, {noGraph()}} {
		s, _ := simulated(t, simulator.Options{Account: empty, Faults: faults})
		f, err := newDirectory(t, s.Transport()).Find(t.Context(), nil)
		if err != nil || len(f.Services) > 0 || f.Incomplete || len(f.Notes) != len(faults) {
			t.Errorf("%v, %+v", err, f)
		}
	}
}

// Where nothing answers, the error is told once and nothing is tried in vain.
func TestNoWayToSearch(t *testing.T) {
	for name, c := range map[string]struct {
		fault simulator.Fault
		is    error
	}{
		"no connection": {simulator.Fault{Operation: "*", Times: -1, Refuse: true}, api.KindNetwork},
		"not signed in": {simulator.Fault{Operation: "*", Times: -1, Status: 401, Code: "ExpiredAuthenticationToken"}, api.KindSignIn},
		"nothing right": {simulator.Fault{Operation: "*", Times: -1, Status: 403, Code: "AuthorizationFailed"}, api.KindForbidden},
	} {
		synctest.Test(t, func(t *testing.T) {
			s, _ := simulated(t, simulator.Options{Faults: []simulator.Fault{c.fault}})
			f, err := newDirectory(t, s.Transport()).Find(t.Context(), nil)
			if !errors.Is(err, c.is) || len(f.Services) > 0 || count(s, simulator.ServiceList) > 0 {
				t.Errorf("%s: %v, %+v", name, err, f)
			}
		})
	}
}

func TestManyPages(t *testing.T) {
	t.Parallel()
	s, _ := simulated(t, simulator.Options{Account: largeAccount(3, 2500)})
	f, err := newDirectory(t, s.Transport()).Find(t.Context(), nil)
	if err != nil || len(f.Services) != 2501 || f.Incomplete || count(s, simulator.ResourceGraph) != 3 {
		t.Fatalf("%d services in %d queries, %v, %q", len(f.Services), count(s, simulator.ResourceGraph), err, f.Notes)
	}
}

// Resource Graph answers 15 queries in 5 s. The wait for the next is told.
func TestQuotaOfTheGraph(t *testing.T) {
	t.Parallel()
	onlyInFull(t)
	synctest.Test(t, func(t *testing.T) {
		s := simulator.New(simulator.Options{Account: largeAccount(3, 2500)})
		d, start, waited := newDirectory(t, s.Transport()), time.Now(), time.Duration(0)
		for range 6 {
			f, err := d.Find(t.Context(), func(f api.Found) { waited = max(waited, f.Waiting) })
			if err != nil || len(f.Services) != 2501 || f.Incomplete {
				t.Fatalf("%d services, %v, %q", len(f.Services), err, f.Notes)
			}
		}
		if took := time.Since(start); waited != 5*time.Second || took != 5*time.Second {
			t.Errorf("told to wait %v, took %v", waited, took)
		}
	})
}

// The wait that a throttled answer names is kept, in whatever header or sentence.
func TestThrottledSearchWaits(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		fault simulator.Fault
		wait  time.Duration
	}{
		{simulator.Fault{Code: "RateLimiting", Headers: map[string]string{"x-ms-user-quota-remaining": "0", "x-ms-user-quota-resets-after": "00:01:03"}}, 63 * time.Second},
		{simulator.Fault{RetryAfter: 40}, 40 * time.Second},
		{simulator.Fault{Body: "{}"}, 5 * time.Second},
	} {
		for _, op := range []simulator.Operation{simulator.ResourceGraph, simulator.SubscriptionsList, simulator.TenantsList} {
			synctest.Test(t, func(t *testing.T) {
				f := c.fault
				f.Operation, f.Status, f.Times = op, 429, 2
				s, _ := simulated(t, simulator.Options{Account: simulator.DemoAccount(), Faults: []simulator.Fault{f}})
				start, told := time.Now(), time.Duration(0)
				found, err := newDirectory(t, s.Transport()).Find(t.Context(), func(f api.Found) { told = max(told, f.Waiting) })
				if took := time.Since(start); err != nil || found.Incomplete || len(found.Services) != 4 || took != 2*c.wait || told != c.wait {
					t.Errorf("%s: %v, %d services, took %v, told %v, want 2 times %v", op, err, len(found.Services), took, told, c.wait)
				}
			})
		}
	}
}

// answers replies to the search itself; body is for Resource Graph.
func answers(query func(n int) (body string, headers []string)) *wire {
	w, n := &wire{}, 0
	w.answer = func(r *http.Request) (*http.Response, error) {
		if r.Method == http.MethodPost {
			n++
			body, headers := query(n)
			return reply(r, 200, body, headers...), nil
		}
		return reply(r, 200, `{"value":[]}`), nil
	}
	return w
}

func graphRow(id string) string {
	return fmt.Sprintf(`{"id":%q,"name":"x","location":"westus\u001b[2J","sku":{"name":"Developer"},"state":"Succeeded"}`, id)
}

func TestHostileAnswersOfTheGraph(t *testing.T) {
	const good = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg1/providers/Microsoft.ApiManagement/service/apim"
	for name, c := range map[string]struct {
		query func(n int) (string, []string)
		rows  int
		note  string
		most  int // queries
	}{
		"strange ids": {func(int) (string, []string) {
			rows := []string{graphRow(good), graphRow(strings.ToUpper(good))}
			for _, id := range []string{"", "/", good + "/users/1", good + "\\u001b[2J", "/.." + good, strings.Replace(good, "rg1", "..", 1),
				strings.Replace(good, "rg1", "r g", 1), strings.Replace(good, "00000000", "x", 1), strings.Replace(good, "Microsoft.ApiManagement", "Microsoft.Web", 1), good + "\u202e", good + "%2f..",
				strings.Replace(good, "apim", strings.Repeat("a", 51), 1), strings.Replace(good, "rg1", strings.Repeat("g", 91), 1)} {
				rows = append(rows, graphRow(id))
			}
			return `{"data":[` + strings.Join(rows, ",") + `],"totalRecords":15,"resultTruncated":"false"}`, nil
		}, 1, "Some services have names that cannot be used.", 1},
		"truncated": {func(int) (string, []string) {
			return `{"data":[` + graphRow(good) + `],"totalRecords":1,"resultTruncated":"true"}`, nil
		}, 1, "Resource Graph cut its answer off: services are missing.", 1},
		"truncated, as a truth value": {func(int) (string, []string) {
			return `{"data":[],"resultTruncated":true}`, nil
		}, 0, "Resource Graph cut its answer off: services are missing.", 1},
		"fewer rows than counted": {func(int) (string, []string) {
			return `{"data":[` + graphRow(good) + `],"totalRecords":7,"resultTruncated":"false"}`, nil
		}, 1, "Resource Graph cut its answer off: services are missing.", 1},
		"too many subscriptions": {func(int) (string, []string) {
			return `{"data":[` + graphRow(good) + `],"totalRecords":1}`, []string{"x-ms-tenant-subscription-limit-hit: true"}
		}, 1, "The account sees more than 10,000 Azure subscriptions, and only the first were searched.", 1},
		"a token that repeats": {func(int) (string, []string) {
			return `{"data":[` + graphRow(good) + `],"totalRecords":1,"$skipToken":"again"}`, nil
		}, 1, "Resource Graph's pages do not end: services may be missing.", 2},
		"tokens without end": {func(n int) (string, []string) {
			return fmt.Sprintf(`{"data":[],"$skipToken":"%d"}`, n), nil
		}, 0, "Resource Graph's pages do not end: services may be missing.", 2001},
	} {
		w := answers(c.query)
		f, err := newDirectory(t, w).Find(t.Context(), nil)
		if err != nil || len(f.Services) != c.rows || !f.Incomplete || !slices.Equal(f.Notes, []string{c.note}) {
			t.Errorf("%s: %v, %+v", name, err, f)
		}
		n := 0
		for _, r := range w.requests() {
			if r.Method == http.MethodPost {
				n++
			}
		}
		if n > c.most {
			t.Errorf("%s: %d queries", name, n)
		}
	}
}

// No link leads the token to another host or another list.
// A resource group may have parentheses, and letters of any language.
func TestResourceGroupsOfAllNames(t *testing.T) {
	for _, group := range []string{"rg_1 (west)", "rg-1(west)", "gruppe.süd", "rg&1"} {
		good := !strings.ContainsAny(group, " &")
		id := "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/" + group + "/providers/Microsoft.ApiManagement/service/apim"
		w := answers(func(int) (string, []string) {
			return `{"data":[` + graphRow(id) + `],"totalRecords":1,"resultTruncated":"false"}`, nil
		})
		f, err := newDirectory(t, w).Find(t.Context(), nil)
		if err != nil || good != (len(f.Services) == 1 && f.Services[0].Scope.ResourceGroup == group) {
			t.Errorf("%s: %v, %+v", group, err, f)
		}
	}
}

func TestNextLinkOfTheSearch(t *testing.T) {
	for _, link := range []string{
		"https://evil.invalid/subscriptions?api-version=2022-12-01", "//evil.invalid/subscriptions", "http://management.azure.com/subscriptions",
		"https://management.azure.com.evil.invalid/subscriptions", "https://u:p@management.azure.com/subscriptions", "https://management.azure.com:1/subscriptions",
		"https://management.azure.com/providers", "/subscriptions/../providers", "/subscriptions/x", "https://[::1", "/subscriptions",
	} {
		for _, path := range []string{"/subscriptions", "/tenants"} {
			w := &wire{}
			w.answer = func(r *http.Request) (*http.Response, error) {
				switch {
				case r.Method == http.MethodPost:
					return reply(r, 403, `{"error":{"code":"AuthorizationFailed","message":"no"}}`), nil
				case r.URL.Path == path:
					return reply(r, 200, fmt.Sprintf(`{"value":[],"nextLink":%q}`, link)), nil
				}
				return reply(r, 200, `{"value":[]}`), nil
			}
			f, err := newDirectory(t, w).Find(t.Context(), nil)
			if path == "/subscriptions" && err == nil || path == "/tenants" && !f.Incomplete {
				t.Errorf("%s of %s: %v, %q", link, path, err, f.Notes)
			}
			for _, r := range w.requests() {
				if r.URL.Host != "management.azure.com" || r.URL.Scheme != "https" || strings.HasPrefix(r.URL.Path, "/providers") != (r.Method == http.MethodPost) {
					t.Errorf("%s was followed: %s", link, r.URL)
				}
			}
			if n := len(w.requests()); n > 4 {
				t.Errorf("%s: %d requests", link, n)
			}
		}
	}
}

func TestSearchIsCanceled(t *testing.T) {
	t.Parallel()
	for _, hung := range []simulator.Operation{simulator.ResourceGraph, simulator.ServiceList, simulator.SubscriptionsList, "*"} {
		synctest.Test(t, func(t *testing.T) {
			faults := []simulator.Fault{{Operation: hung, Hang: true, Times: -1}}
			if hung != simulator.ResourceGraph {
				faults = append(faults, noGraph())
			}
			s, _ := simulated(t, simulator.Options{Account: twoTenants(), Faults: faults})
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			start := time.Now()
			f, err := newDirectory(t, s.Transport()).Find(ctx, nil)
			if !errors.Is(err, api.KindTimeout) || time.Since(start) > time.Second {
				t.Errorf("%s: %v after %v, %+v", hung, err, time.Since(start), f)
			}
		})
	}
}
