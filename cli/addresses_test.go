package cli

import (
	"context"
	"errors"
	"strings"
	"testing"

	"apimtui/api"
	"apimtui/api/secret"
	"apimtui/api/signin"
	"apimtui/api/simulator"
	"apimtui/config"
)

// TestTokenGoesOnlyToTheServicesOwnHost covers services of several clouds, with
// and without a published address.
func TestTokenGoesOnlyToTheServicesOwnHost(t *testing.T) {
	const public, gov = "https://management.azure.com", "https://management.usgovcloudapi.net"
	named := func(url string) simulator.Fault {
		return simulator.Fault{Status: 200, Body: `{"name":"contoso-apim","properties":{"managementApiUrl":` + url + `}}`}
	}
	for _, tt := range []struct {
		name, endpoint string
		answer         simulator.Fault
		want, refused  string
	}{
		{"public, named", public, named(`"https://tokens.contoso.com"`), "https://tokens.contoso.com/subscriptions/", ""},
		{"public, not named", public, named("null"), "", "names no management endpoint"},
		{"public, not to be read", public + ":443/", simulator.Fault{Status: 403}, "", "Not permitted (403 Forbidden)"},
		{"public, hostile", public, named(`"https://a@evil.example"`), "", "not a plain https address"},
		{"government, named", gov, named(`"https://contoso-apim.management.usgovcloudapi.net"`), "https://contoso-apim.management.usgovcloudapi.net/subscriptions/", ""},
		{"government, not named", gov, named("null"), "", "names no management endpoint"},
		{"government, not to be read", gov, simulator.Fault{Status: 403}, "", "Not permitted (403 Forbidden)"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			service, s := sessionAt(t, tt.endpoint)
			tt.answer.Operation = simulator.ServiceGet
			service.InjectFault(tt.answer)
			got, err := (&addresses{session: s}).tokenTarget(context.Background(), "ada")
			switch {
			case tt.refused == "" && (err != nil || !strings.HasPrefix(got, tt.want)):
				t.Errorf("the token goes to %s (%v), want %s", got, err, tt.want)
			case tt.refused != "" && (err == nil || !strings.Contains(err.Error(), tt.refused)):
				t.Errorf("the token goes to %s (%v), want %q", got, err, tt.refused)
			}
		})
	}
}

// TestPortalAndTokenShareOneRead counts the requests of both panels.
func TestPortalAndTokenShareOneRead(t *testing.T) {
	service, s := sessionAt(t, "https://management.azure.com")
	at := &addresses{session: s}
	if portal, _, err := at.developerPortal(context.Background()); err != nil || !strings.Contains(portal, ".developer.") {
		t.Fatalf("the portal is %s (%v)", portal, err)
	}
	for range 2 {
		if _, err := at.tokenTarget(context.Background(), "ada"); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(service.Journal()); n != 1 {
		t.Errorf("the service was asked %d times", n)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := (&addresses{session: s}).tokenTarget(ctx, "ada"); !errors.Is(err, api.KindCanceled) {
		t.Errorf("canceled: %v", err)
	}
}

// sessionAt returns a session with a simulated service at an endpoint.
func sessionAt(t *testing.T, endpoint string) (*simulator.Service, *session) {
	t.Helper()
	c := demoContext()
	service := simulator.New(simulator.Options{
		Users: 1, SubscriptionID: c.Subscription, ResourceGroup: c.ResourceGroup, ServiceName: c.Service,
	})
	credential, err := signin.New(signin.Options{Mode: signin.Token, AccessToken: secret.New("x")})
	if err != nil {
		t.Fatal(err)
	}
	client, err := api.New(api.Options{
		Scope:    api.Scope{SubscriptionID: c.Subscription, ResourceGroup: c.ResourceGroup, ServiceName: c.Service},
		Endpoint: endpoint, Audience: endpoint, Credential: credential,
		Transport: service.Transport(),
	})
	if err != nil {
		t.Fatal(err)
	}
	settings := &config.Settings{}
	settings.Context.Endpoint.V = endpoint
	return service, &session{settings: settings, client: client}
}
