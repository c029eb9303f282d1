package signin_test

import (
	"context"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"go.uber.org/goleak"

	"apimtui/api/secret"
	"apimtui/api/signin"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// bare removes every credential from the environment.
func bare(t *testing.T) {
	for _, name := range []string{"AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET", "AZURE_CLIENT_CERTIFICATE_PATH", "AZURE_USERNAME", "AZURE_PASSWORD", "AZURE_TOKEN_CREDENTIALS"} {
		t.Setenv(name, "")
		if err := os.Unsetenv(name); err != nil {
			t.Fatal(err)
		}
	}
}

// az puts a fake Azure CLI into the path.
func az(t *testing.T, script string) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "az"), []byte("#!/bin/sh\n"+script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+":/usr/bin:/bin")
}

func ask(t *testing.T, c azcore.TokenCredential) (azcore.AccessToken, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	return signin.Ask(ctx, c, policy.TokenRequestOptions{EnableCAE: true, Scopes: []string{"https://management.azure.com/.default"}})
}

// An expired token is only replaced by a valid one.
func TestGivenTokenIsReplaced(t *testing.T) {
	c, err := signin.New(signin.Options{Mode: signin.Token, AccessToken: secret.New("stale")})
	if err != nil {
		t.Fatal(err)
	}
	given := c.(*signin.Given)
	for _, bad := range []string{"", "two words", "line\nbreak", "stra\u00dfe"} {
		if given.Replace(secret.New(bad)) == nil {
			t.Errorf("%q was accepted as a token", bad)
		}
	}
	if token, err := ask(t, c); err != nil || token.Token != "stale" {
		t.Errorf("%q, %v", token.Token, err)
	}
	if err := given.Replace(secret.New("fresh")); err != nil {
		t.Fatal(err)
	}
	if token, err := ask(t, c); err != nil || token.Token != "fresh" {
		t.Errorf("%q, %v", token.Token, err)
	}
}

func TestModes(t *testing.T) {
	bare(t)
	for name, c := range map[string]struct {
		o    signin.Options
		fail string // what the error has to say; "" for none
	}{
		"none is default":       {signin.Options{}, ""},
		"default":               {signin.Options{Mode: signin.Default}, ""},
		"cli":                   {signin.Options{Mode: signin.CLI, Tenant: "contoso.com"}, ""},
		"environment, empty":    {signin.Options{Mode: signin.Environment}, "AZURE_TENANT_ID"},
		"token":                 {signin.Options{Mode: signin.Token, AccessToken: secret.New("abc")}, ""},
		"token, none":           {signin.Options{Mode: signin.Token}, "APIMTUI_ACCESS_TOKEN"},
		"token with line break": {signin.Options{Mode: signin.Token, AccessToken: secret.New("abc\nX-Evil: 1")}, "line breaks"},
		"token with escape":     {signin.Options{Mode: signin.Token, AccessToken: secret.New("a\x1bb")}, "characters"},
		"token not ASCII":       {signin.Options{Mode: signin.Token, AccessToken: secret.New("tökén")}, "characters"},
		"azd":                   {signin.Options{Mode: signin.AZD}, ""},
		"managed":               {signin.Options{Mode: signin.Managed}, ""},
		"workload, empty":       {signin.Options{Mode: signin.Workload}, "no client ID"},
		"device, no terminal":   {signin.Options{Mode: signin.Device}, "no terminal"},
		"no mode":               {signin.Options{Mode: "\x1b[2J"}, `"\x1b[2J"`},
	} {
		cred, err := signin.New(c.o)
		switch {
		case c.fail == "" && (err != nil || cred == nil):
			t.Errorf("%s: %v", name, err)
		case c.fail != "" && (err == nil || !strings.Contains(err.Error(), c.fail)):
			t.Errorf("%s: %v, want it to say %s", name, err, c.fail)
		case err != nil && (strings.ContainsAny(err.Error(), "\x1b") || strings.Contains(err.Error(), "X-Evil")):
			t.Errorf("%s: the error repeats the token: %q", name, err)
		}
	}
}

func TestTokenIsUnchanged(t *testing.T) {
	cred, err := signin.New(signin.Options{Mode: signin.Token, AccessToken: secret.New("abc")})
	if err != nil {
		t.Fatal(err)
	}
	token, err := ask(t, cred)
	if err != nil || token.Token != "abc" || time.Until(token.ExpiresOn) < time.Hour {
		t.Errorf("ends %v, %v", token.ExpiresOn, err)
	}
	if s := fmt.Sprintf("%v %+v %#v", cred, cred, cred); strings.Contains(s, "abc") {
		t.Errorf("the credential prints its token: %s", s)
	}
}

func TestTokenExpiry(t *testing.T) {
	jwt := func(claims string) string {
		return "e30." + base64.RawURLEncoding.EncodeToString([]byte(claims)) + ".c2ln"
	}
	for given, want := range map[string]time.Time{
		jwt(`{"exp":1700000000}`): time.Unix(1700000000, 0),
		jwt(`{"exp":0}`):          {},
		jwt(`{"exp":"tomorrow"}`): {},
		jwt(`nonsense`):           {},
		"e30.!!!.c2ln":            {},
		"not.a.web.token":         {},
	} {
		cred, err := signin.New(signin.Options{Mode: signin.Token, AccessToken: secret.New(given)})
		if err != nil {
			t.Fatal(err)
		}
		token, _ := ask(t, cred)
		if told := !want.IsZero(); told && !token.ExpiresOn.Equal(want) || !told && time.Until(token.ExpiresOn) < time.Hour {
			t.Errorf("%s ends %v", given, token.ExpiresOn)
		}
	}
}

func TestDefaultUsesOnlyTheCLI(t *testing.T) {
	bare(t)
	az(t, `echo '{"accessToken":"from-az","expiresOn":"2099-01-01 00:00:00.000000","expires_on":4070908800,"tokenType":"Bearer"}'`)
	for _, mode := range []signin.Mode{signin.Default, signin.CLI} {
		cred, err := signin.New(signin.Options{Mode: mode})
		if err != nil {
			t.Fatal(err)
		}
		if token, err := ask(t, cred); err != nil || token.Token != "from-az" {
			t.Errorf("%s: %v", mode, err)
		}
	}
}

// Without a sign-in, the default mode fails quickly: it asks no metadata
// address, which would take seconds on a machine without one.
func TestDefaultFailsSoon(t *testing.T) {
	bare(t)
	az(t, `printf 'ERROR: \033[31mPlease run "az login" to setup account.\n' >&2; exit 1`)
	cred, err := signin.New(signin.Options{})
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	_, err = ask(t, cred)
	if err == nil || !strings.Contains(err.Error(), "az login") {
		t.Errorf("got %v", err)
	}
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("took %v", took)
	}
}

// Building a credential sends no request.
func TestEnvironmentCredentialsAreUsed(t *testing.T) {
	bare(t)
	az(t, "echo asked >&2; exit 1")
	t.Setenv("AZURE_TENANT_ID", "contoso.com")
	t.Setenv("AZURE_CLIENT_ID", "00000000-0000-0000-0000-000000000001")
	if _, err := signin.New(signin.Options{Mode: signin.Environment}); err == nil || !strings.Contains(err.Error(), "incomplete") {
		t.Errorf("half of a credential: %v", err)
	}
	t.Setenv("AZURE_CLIENT_SECRET", "canary-secret")
	for _, mode := range []signin.Mode{signin.Environment, signin.Default} {
		if cred, err := signin.New(signin.Options{Mode: mode, Authority: "https://login.invalid"}); err != nil || cred == nil {
			t.Errorf("%s: %v", mode, err)
		}
	}
}
