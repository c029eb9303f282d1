package signin_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"

	"apimtui/api/signin"
)

// certificate writes a certificate with its key, as AZURE_CLIENT_CERTIFICATE_PATH
// names one.
func certificate(t *testing.T) string {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "app"}, NotAfter: time.Now().Add(time.Hour)}
	cert, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	text := append(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert}), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private})...)
	path := filepath.Join(t.TempDir(), "app.pem")
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestApplicationsSignIn(t *testing.T) {
	file := filepath.Join(t.TempDir(), "federated")
	if err := os.WriteFile(file, []byte("assertion-of-the-pod"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		mode  signin.Mode
		env   map[string]string
		field string // of the token request
		value string // "" for any
	}{
		"secret":         {signin.Environment, map[string]string{"AZURE_CLIENT_SECRET": "s3cret"}, "client_secret", "s3cret"},
		"secret, chosen": {signin.Default, map[string]string{"AZURE_CLIENT_SECRET": "s3cret"}, "client_secret", "s3cret"},
		"certificate":    {signin.Environment, map[string]string{"AZURE_CLIENT_CERTIFICATE_PATH": certificate(t)}, "client_assertion", ""},
		"workload":       {signin.Workload, map[string]string{"AZURE_FEDERATED_TOKEN_FILE": file}, "client_assertion", "assertion-of-the-pod"},
	} {
		t.Run(name, func(t *testing.T) {
			bare(t)
			programs(t, map[string]string{"az": azToken}) // not asked
			t.Setenv("AZURE_TENANT_ID", "contoso.com")
			t.Setenv("AZURE_CLIENT_ID", "app-1")
			for name, value := range c.env {
				t.Setenv(name, value)
			}
			a := newAuthority(t)
			o := signin.Options{Mode: c.mode, Authority: a.URL, Transport: a.transport}
			cred, err := signin.New(o)
			if err != nil {
				t.Fatal(err)
			}
			token, err := ask(t, cred)
			if err != nil {
				t.Fatal(err)
			}
			form := a.last()
			if got := form.Get(c.field); got == "" || c.value != "" && got != c.value || form.Get("client_id") != "app-1" {
				t.Errorf("asked with %v", form)
			}
			if who := signin.AccountOf(cred, token); who.Tenant != "contoso.com" || who.Mode == signin.Default {
				t.Errorf("answered by %+v", who)
			}
			// What proves the identity runs out.
			a.answers = []string{"invalid_client AADSTS7000222: The provided client secret keys for app 'app-1' are expired. Trace ID: 1"}
			if cred, err = signin.New(o); err != nil {
				t.Fatal(err)
			}
			_, err = ask(t, cred)
			if e := signin.Diagnose(err); e.Reason != signin.Rejected || !strings.HasSuffix(e.Words(), "not accepted: AADSTS7000222: The provided client secret keys for app 'app-1' are expired.") {
				t.Errorf("%d: %s", e.Reason, e.Words())
			}
		})
	}
}

// Something on the way answers in the authority's place.
func TestProxyRefusesTheSignIn(t *testing.T) {
	bare(t)
	a := newAuthority(t)
	a.answers = []string{"denied by the proxy"}
	t.Setenv("AZURE_TENANT_ID", "contoso.com")
	t.Setenv("AZURE_CLIENT_ID", "app-1")
	t.Setenv("AZURE_CLIENT_SECRET", "s3cret")
	cred, err := signin.New(signin.Options{Mode: signin.Environment, Authority: a.URL, Transport: a.transport})
	if err != nil {
		t.Fatal(err)
	}
	_, err = ask(t, cred)
	if words := signin.Diagnose(err).Words(); !strings.HasPrefix(words, "Not signed in: POST "+a.URL) || !strings.Contains(words, "RESPONSE 400") || strings.Contains(words, "---") {
		t.Error(words)
	}
}

// A context's tenant is not left for the one of the environment.
func TestEnvironmentOfAnotherTenant(t *testing.T) {
	bare(t)
	a := newAuthority(t)
	t.Setenv("AZURE_TENANT_ID", "contoso.com")
	t.Setenv("AZURE_CLIENT_ID", "app-1")
	t.Setenv("AZURE_CLIENT_SECRET", "s3cret")
	for tenant, reason := range map[string]signin.Reason{"": 0, "Contoso.com": 0, "fabrikam.com": signin.OtherTenant} {
		cred, err := signin.New(signin.Options{Mode: signin.Environment, Tenant: tenant, Authority: a.URL, Transport: a.transport})
		if err != nil {
			t.Fatal(err)
		}
		_, err = ask(t, cred)
		if reason == 0 && err != nil || reason != 0 && signin.Diagnose(err).Reason != reason {
			t.Errorf("%s: %v", tenant, err)
		}
	}
}

// metadata is a stand-in for the endpoints of managed identities.
func metadata(t *testing.T, answer http.HandlerFunc) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(answer)
	t.Cleanup(s.Close)
	return s
}

// of asks for a token of a resource that no other test asks for, since the SDK
// shares its cache of managed identities in the process.
func of(t *testing.T, c azcore.TokenCredential) (azcore.AccessToken, error) {
	return signin.Ask(t.Context(), c, policy.TokenRequestOptions{Scopes: []string{"https://" + strings.ToLower(strings.ReplaceAll(t.Name(), "/", "-")) + "/.default"}})
}

func TestManagedIdentity(t *testing.T) {
	for name, c := range map[string]struct{ id, service string }{
		"system":           {"", "app"},
		"user":             {"id-1", "app"},
		"system of IMDS":   {"", "imds"},
		"user of IMDS":     {"id-2", "imds"},
		"system, none":     {"", "none"},
		"another than has": {"id-3", "none"},
	} {
		t.Run(name, func(t *testing.T) {
			bare(t)
			s := metadata(t, func(w http.ResponseWriter, r *http.Request) {
				switch got := r.URL.Query().Get("client_id"); {
				case c.service == "none":
					send(w, 400, map[string]any{"error": "invalid_request", "error_description": "Identity not found"})
				case got != c.id || c.service == "app" && r.Header.Get("X-IDENTITY-HEADER") != "header-1" || c.service == "imds" && r.Header.Get("Metadata") != "true":
					t.Errorf("asked for %s with %v", r.URL, r.Header)
				default:
					send(w, 200, map[string]any{"access_token": "managed", "expires_on": "4070908800", "expires_in": "86400", "resource": "r", "token_type": "Bearer"})
				}
			})
			if c.service == "app" {
				t.Setenv("IDENTITY_ENDPOINT", s.URL)
				t.Setenv("IDENTITY_HEADER", "header-1")
			}
			cred, err := signin.New(signin.Options{Mode: signin.Managed, ClientID: c.id,
				Transport: guard(t, nil, map[string]string{"169.254.169.254:80": s.Listener.Addr().String()})})
			if err != nil {
				t.Fatal(err)
			}
			token, err := of(t, cred)
			if c.service == "none" {
				if e := signin.Diagnose(err); e.Reason != signin.NoIdentity || !strings.Contains(e.Words(), "no such identity") {
					t.Errorf("%d: %s", e.Reason, e.Words())
				}
			} else if err != nil || token.Token != "managed" {
				t.Errorf("%s, %v", token.Token, err)
			}
		})
	}
}
