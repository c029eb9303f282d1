// Package signin builds the credential of a sign-in mode, tells who signed in,
// and why a sign-in failed.
package signin

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"

	"apimtui/api/secret"
)

type Mode string

// The modes. Default uses the environment's credentials if there are any, else
// the Azure CLI, else the Azure Developer CLI. It never probes for a managed
// identity, which takes seconds on machines without one.
const (
	Default     Mode = "default"
	CLI         Mode = "cli"
	AZD         Mode = "azd"
	Device      Mode = "device"
	Browser     Mode = "browser"
	Environment Mode = "environment"
	Managed     Mode = "managed"
	Workload    Mode = "workload"
	Token       Mode = "token"
)

// TokenVariable holds the bearer token of mode Token.
const TokenVariable = "APIMTUI_ACCESS_TOKEN"

type Options struct {
	Mode   Mode
	Tenant string // "" means the account's own
	// ClientID is the application to sign in to, or the user-assigned identity
	// of mode Managed. "" is the usual one.
	ClientID    string
	Authority   string       // the Entra endpoint of a cloud, "" for the public one
	AccessToken secret.Value // the bearer token of mode Token
	// Getenv finds out whether there is a browser; nil is that of the process.
	Getenv func(string) string
	// Prompt shows what a person has to do, and returns. Its context ends with
	// the sign-in, and an error ends the sign-in. Mode Device requires it.
	Prompt func(context.Context, Prompt) error
	// Keep is a private directory for the account that a person signed in to, so
	// that its tokens are found in the next run; "" keeps nothing.
	Keep      string
	Transport policy.Transporter // nil is the SDK's
}

// way returns the way of a mode. A cold Azure CLI needs 12 seconds. A code is
// requested before its lifetime begins.
func (m Mode) way() Way {
	w := map[Mode]Way{
		CLI:         {Name: "Azure CLI"},
		AZD:         {Name: "Azure Developer CLI"},
		Device:      {Name: "device code", Limit: codeLimit + time.Minute, Interactive: true},
		Browser:     {Name: "browser", Limit: 5 * time.Minute, Interactive: true},
		Environment: {Name: "environment"},
		Managed:     {Name: "managed identity", Limit: 15 * time.Second},
		Workload:    {Name: "workload identity"},
		Token:       {Name: "given token"},
	}[m]
	w.Mode, w.Limit = m, cmp.Or(w.Limit, 30*time.Second)
	return w
}

// New builds the credential. It requests no token yet.
func New(o Options) (azcore.TokenCredential, error) {
	if o.Getenv == nil {
		o.Getenv = os.Getenv
	}
	if o.Mode == "" || o.Mode == Default {
		return defaultChain(o)
	}
	inner, err := build(o)
	if err != nil || o.Mode == Token {
		return inner, err
	}
	return &credential{inner, o.Mode.way()}, nil
}

// build makes the SDK's credential. To add a mode, add a case.
func build(o Options) (azcore.TokenCredential, error) {
	everyTenant := []string{"*"} // for ForTenant
	client := azcore.ClientOptions{
		Transport: o.Transport,
		Retry:     policy.RetryOptions{MaxRetries: 2, RetryDelay: 500 * time.Millisecond, TryTimeout: 20 * time.Second},
	}
	if o.Authority != "" {
		client.Cloud = cloud.Configuration{ActiveDirectoryAuthorityHost: o.Authority}
	}
	// Microsoft must not be asked about an authority that is not its own.
	private := o.Authority != "" && !slices.Contains(authorities(), hostOf(o.Authority))
	switch o.Mode {
	case CLI:
		return made(azidentity.NewAzureCLICredential(&azidentity.AzureCLICredentialOptions{
			TenantID: o.Tenant, AdditionallyAllowedTenants: everyTenant}))
	case AZD:
		return made(azidentity.NewAzureDeveloperCLICredential(&azidentity.AzureDeveloperCLICredentialOptions{
			TenantID: o.Tenant, AdditionallyAllowedTenants: everyTenant}))
	case Device, Browser:
		return made(newPerson(o, client, everyTenant, private))
	case Environment:
		return environment(o.Tenant, &azidentity.EnvironmentCredentialOptions{ClientOptions: client, DisableInstanceDiscovery: private})
	case Managed:
		client.Retry.TryTimeout = 4 * time.Second // the metadata address is close, or not there
		options := &azidentity.ManagedIdentityCredentialOptions{ClientOptions: client}
		if o.ClientID != "" {
			options.ID = azidentity.ClientID(o.ClientID)
		}
		return made(azidentity.NewManagedIdentityCredential(options))
	case Workload:
		return made(azidentity.NewWorkloadIdentityCredential(&azidentity.WorkloadIdentityCredentialOptions{
			ClientOptions: client, ClientID: o.ClientID, TenantID: o.Tenant,
			AdditionallyAllowedTenants: everyTenant, DisableInstanceDiscovery: private}))
	case Token:
		return accessToken(o)
	}
	return nil, fmt.Errorf("there is no sign-in mode %q", string(o.Mode))
}

// made keeps a nil pointer from becoming a credential.
func made[T azcore.TokenCredential](c T, err error) (azcore.TokenCredential, error) {
	if err != nil {
		return nil, err
	}
	return c, nil
}

func defaultChain(o Options) (azcore.TokenCredential, error) {
	o.Mode = Environment
	if env, err := New(o); err == nil {
		return env, nil // another account must not replace this one if it fails
	}
	c := &chain{}
	for _, o.Mode = range []Mode{CLI, AZD} {
		source, err := New(o)
		if err != nil {
			return nil, err
		}
		c.sources = append(c.sources, source)
	}
	return c, nil
}

// environment only leaves AZURE_TENANT_ID for another tenant if
// AZURE_ADDITIONALLY_ALLOWED_TENANTS names that one.
func environment(tenant string, o *azidentity.EnvironmentCredentialOptions) (azcore.TokenCredential, error) {
	cred, err := azidentity.NewEnvironmentCredential(o)
	if err != nil {
		return nil, fmt.Errorf("no credentials in the environment: %w", err)
	}
	if tenant != "" && !strings.EqualFold(tenant, os.Getenv("AZURE_TENANT_ID")) {
		return ForTenant(cred, tenant), nil
	}
	return cred, nil
}

// ForTenant returns a credential for the same account in another tenant. It
// asks no person again.
func ForTenant(c azcore.TokenCredential, tenant string) azcore.TokenCredential {
	return &inTenant{c, tenant}
}

type inTenant struct {
	azcore.TokenCredential
	tenant string
}

func (c *inTenant) Way() Way { return WayOf(c.TokenCredential) }

func (c *inTenant) GetToken(ctx context.Context, o policy.TokenRequestOptions) (azcore.AccessToken, error) {
	o.TenantID = c.tenant
	return c.TokenCredential.GetToken(ctx, o)
}

func accessToken(o Options) (azcore.TokenCredential, error) {
	if o.AccessToken.IsZero() {
		return nil, errors.New("there is no bearer token in " + TokenVariable)
	}
	if !sendable(o.AccessToken.Reveal()) {
		return nil, errors.New("the bearer token in " + TokenVariable + notWhole)
	}
	return &Given{token: o.AccessToken}, nil
}

const notWhole = " has characters that no token has: was it copied whole, without line breaks?"

// sendable reports whether a token can be sent in a header.
func sendable(token string) bool {
	return !strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r > '~' })
}

// Given is a token from the user. It can be replaced after it expires, because
// the environment of a process cannot be changed from outside.
type Given struct {
	mu    sync.Mutex
	token secret.Value
}

// GetToken returns the token for any scope. Its expiry is only information,
// since the service decides; without one it lasts as long as the program.
func (g *Given) GetToken(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	token := g.token.Reveal()
	t := azcore.AccessToken{Token: token, ExpiresOn: time.Now().Add(24 * time.Hour)}
	if exp := read(token).Exp; exp != 0 {
		t.ExpiresOn = time.Unix(exp, 0)
	}
	return t, nil
}

// Replace sets a new token for later requests.
func (g *Given) Replace(token secret.Value) error {
	if token.Empty() {
		return errors.New("paste the token first")
	}
	if !sendable(token.Reveal()) {
		return errors.New("this" + notWhole)
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.token = token
	return nil
}

func (g *Given) Way() Way { return Token.way() }
