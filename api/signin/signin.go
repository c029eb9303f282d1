// Package signin builds the credential of a sign-in mode.
package signin

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
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

// The available modes. Default tries the environment's credentials, then the
// Azure CLI. It never probes for a managed identity, which takes seconds on
// machines without one.
const (
	Default     Mode = "default"
	CLI         Mode = "cli"
	Environment Mode = "environment"
	Token       Mode = "token"
)

// TokenVariable holds the bearer token of mode Token.
const TokenVariable = "APIMTUI_ACCESS_TOKEN"

// Options configures a credential.
type Options struct {
	Mode   Mode
	Tenant string // "" means the account's own
	// Authority is the Entra endpoint of a cloud, "" for the public one.
	Authority string
	// AccessToken is the bearer token of mode Token.
	AccessToken secret.Value
}

// maker builds the credential of one mode.
type maker func(Options) (azcore.TokenCredential, error)

// makers lists the modes; to add a mode, add a line.
func makers() map[Mode]maker {
	return map[Mode]maker{
		Default:     defaultChain,
		CLI:         azureCLI,
		Environment: environment,
		Token:       accessToken,
	}
}

// New builds the credential. It requests no token yet.
func New(o Options) (azcore.TokenCredential, error) {
	if o.Mode == "" {
		o.Mode = Default
	}
	m, ok := makers()[o.Mode]
	if !ok {
		return nil, fmt.Errorf("sign-in mode %q is not available in this version: use default, cli, environment or token", string(o.Mode))
	}
	return m(o)
}

func defaultChain(o Options) (azcore.TokenCredential, error) {
	cli, err := azureCLI(o)
	if err != nil {
		return nil, err
	}
	env, err := environment(o)
	if err != nil {
		// Without credentials in the environment, use only the CLI.
		return cli, nil
	}
	return azidentity.NewChainedTokenCredential([]azcore.TokenCredential{env, cli}, nil)
}

func azureCLI(o Options) (azcore.TokenCredential, error) {
	return azidentity.NewAzureCLICredential(&azidentity.AzureCLICredentialOptions{TenantID: o.Tenant})
}

func environment(o Options) (azcore.TokenCredential, error) {
	opts := &azidentity.EnvironmentCredentialOptions{}
	if o.Authority != "" {
		opts.Cloud = cloud.Configuration{ActiveDirectoryAuthorityHost: o.Authority}
	}
	cred, err := azidentity.NewEnvironmentCredential(opts)
	if err != nil {
		return nil, fmt.Errorf("no credentials in the environment (%w): set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET, or use --auth cli", err)
	}
	return cred, nil
}

func accessToken(o Options) (azcore.TokenCredential, error) {
	if o.AccessToken.IsZero() {
		return nil, errors.New("--auth token needs a bearer token in " + TokenVariable +
			": for example " + TokenVariable + `="$(az account get-access-token --query accessToken -o tsv)"`)
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

// GetToken returns the token for any scope.
func (g *Given) GetToken(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	token := g.token.Reveal()
	return azcore.AccessToken{Token: token, ExpiresOn: expiry(token)}, nil
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

// expiry reads when a token ends. This is only information, since the service
// decides. A token without an expiry lasts as long as the program.
func expiry(token string) time.Time {
	far := time.Now().Add(24 * time.Hour)
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return far
	}
	raw, err := base64.RawURLEncoding.DecodeString(parts[1])
	var claims struct {
		Exp int64 `json:"exp"`
	}
	if err != nil || json.Unmarshal(raw, &claims) != nil || claims.Exp == 0 {
		return far
	}
	return time.Unix(claims.Exp, 0)
}
