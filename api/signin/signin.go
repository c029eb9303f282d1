// Package signin builds the credential of a sign-in mode, tells who signed in,
// and why a sign-in failed.
package signin

import (
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

// Mode is a way to sign in.
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

// The longest that a sign-in may take. A cold Azure CLI needs 12 seconds. A
// code is valid for 15 minutes, and is requested before that.
const (
	usualLimit    = 30 * time.Second
	metadataLimit = 15 * time.Second
	browserLimit  = 5 * time.Minute
	deviceLimit   = codeLimit + time.Minute
)

// Options configures a credential.
type Options struct {
	Mode   Mode
	Tenant string // "" means the account's own
	// ClientID is the application to sign in to by device, browser or workload,
	// or the user-assigned identity of mode Managed. "" is the usual one.
	ClientID string
	// Authority is the Entra endpoint of a cloud, "" for the public one.
	Authority string
	// AccessToken is the bearer token of mode Token.
	AccessToken secret.Value
	// Getenv reads the environment, to find out whether there is a browser; nil
	// is that of the process.
	Getenv func(string) string
	// Prompt shows what a person has to do, and returns. The context ends with
	// the sign-in, and an error ends the sign-in. Mode Device requires it.
	Prompt func(context.Context, Prompt) error
	// Keep is a private directory for the account that signed in by device or
	// browser, so that its tokens are found again in the next run; "" keeps
	// nothing.
	Keep string
	// Transport sends the requests; nil is the SDK's.
	Transport policy.Transporter
}

// maker builds the credential of one mode.
type maker struct {
	name  string // as it follows "with" or begins a sentence
	limit time.Duration
	build func(Options) (azcore.TokenCredential, error)
}

// makers lists the modes; to add a mode, add a line.
func makers() map[Mode]maker {
	return map[Mode]maker{
		Default:     {"environment, Azure CLI or Azure Developer CLI", 2 * usualLimit, defaultChain},
		CLI:         {"Azure CLI", usualLimit, azureCLI},
		AZD:         {"Azure Developer CLI", usualLimit, azureDeveloperCLI},
		Device:      {"device code", deviceLimit, byDevice},
		Browser:     {"browser", browserLimit, byBrowser},
		Environment: {"environment", usualLimit, environment},
		Managed:     {"managed identity", metadataLimit, managed},
		Workload:    {"workload identity", usualLimit, workload},
		Token:       {"given token", usualLimit, accessToken},
	}
}

// New builds the credential. It requests no token yet.
func New(o Options) (azcore.TokenCredential, error) {
	if o.Mode == "" {
		o.Mode = Default
	}
	m, ok := makers()[o.Mode]
	if !ok {
		return nil, fmt.Errorf("there is no sign-in mode %q", string(o.Mode))
	}
	if o.Getenv == nil {
		o.Getenv = os.Getenv
	}
	inner, err := m.build(o)
	if err != nil {
		return nil, err
	}
	if _, ok := inner.(interface{ Way() Way }); ok && o.Mode != Environment {
		return inner, nil
	}
	return &credential{inner, Way{o.Mode, m.name, m.limit, o.Mode == Device || o.Mode == Browser}}, nil
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

func (c *inTenant) GetToken(ctx context.Context, o policy.TokenRequestOptions) (azcore.AccessToken, error) {
	o.TenantID = c.tenant
	return c.TokenCredential.GetToken(ctx, o)
}

func (c *inTenant) Way() Way { return WayOf(c.TokenCredential) }

// everyTenant lets ForTenant ask for any tenant.
func everyTenant() []string { return []string{"*"} }

// client returns the SDK's options for an authority.
func (o Options) client() azcore.ClientOptions {
	c := azcore.ClientOptions{
		Transport: o.Transport,
		Retry:     policy.RetryOptions{MaxRetries: 2, RetryDelay: 500 * time.Millisecond, TryTimeout: 20 * time.Second},
	}
	if o.Authority != "" {
		c.Cloud = cloud.Configuration{ActiveDirectoryAuthorityHost: o.Authority}
	}
	return c
}

// ownAuthority reports whether the authority is not one of Microsoft's, which
// Microsoft must not be asked about.
func (o Options) ownAuthority() bool {
	return o.Authority != "" && !slices.Contains(authorities(), hostOf(o.Authority))
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

func azureCLI(o Options) (azcore.TokenCredential, error) {
	return made(azidentity.NewAzureCLICredential(&azidentity.AzureCLICredentialOptions{
		TenantID: o.Tenant, AdditionallyAllowedTenants: everyTenant()}))
}

func azureDeveloperCLI(o Options) (azcore.TokenCredential, error) {
	return made(azidentity.NewAzureDeveloperCLICredential(&azidentity.AzureDeveloperCLICredentialOptions{
		TenantID: o.Tenant, AdditionallyAllowedTenants: everyTenant()}))
}

func environment(o Options) (azcore.TokenCredential, error) {
	cred, err := azidentity.NewEnvironmentCredential(&azidentity.EnvironmentCredentialOptions{
		ClientOptions: o.client(), DisableInstanceDiscovery: o.ownAuthority()})
	switch {
	case err != nil:
		return nil, fmt.Errorf("no credentials in the environment: %w", err)
	case o.Tenant != "" && !strings.EqualFold(o.Tenant, os.Getenv("AZURE_TENANT_ID")):
		// It only works if AZURE_ADDITIONALLY_ALLOWED_TENANTS names the tenant.
		return ForTenant(cred, o.Tenant), nil
	}
	return cred, nil
}

func managed(o Options) (azcore.TokenCredential, error) {
	client := o.client()
	client.Retry.TryTimeout = 4 * time.Second // the metadata address is close, or not there
	options := &azidentity.ManagedIdentityCredentialOptions{ClientOptions: client}
	if o.ClientID != "" {
		options.ID = azidentity.ClientID(o.ClientID)
	}
	return made(azidentity.NewManagedIdentityCredential(options))
}

func workload(o Options) (azcore.TokenCredential, error) {
	return made(azidentity.NewWorkloadIdentityCredential(&azidentity.WorkloadIdentityCredentialOptions{
		ClientOptions: o.client(), ClientID: o.ClientID, TenantID: o.Tenant,
		AdditionallyAllowedTenants: everyTenant(), DisableInstanceDiscovery: o.ownAuthority()}))
}

// made keeps a nil pointer from becoming a credential.
func made[T azcore.TokenCredential](c T, err error) (azcore.TokenCredential, error) {
	if err != nil {
		return nil, err
	}
	return c, nil
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

// Way implements the interface that WayOf looks for.
func (g *Given) Way() Way { return Way{Mode: Token, Name: makers()[Token].name, Limit: usualLimit} }
