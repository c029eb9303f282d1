package api_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
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
