package cli

import (
	"errors"
	"strings"
	"testing"

	"apimtui/api"
	"apimtui/api/signin"
)

// The advice after a rejected sign-in depends on its mode.
func TestSignInAdviceDependsOnTheMode(t *testing.T) {
	tenant := api.Advice{Act: api.ActSignIn, Tenant: "t-1"}
	for _, c := range []struct {
		name    string
		who     login
		advice  api.Advice
		says    string
		missing string
	}{
		{"token", login{mode: signin.Token}, api.Advice{Act: api.ActSignIn}, "Put a fresh bearer token into APIMTUI_ACCESS_TOKEN", "az login"},
		{"token, in the console", login{mode: signin.Token, console: true}, api.Advice{Act: api.ActSignIn}, "ctrl+r takes a fresh bearer token", "az login"},
		{"environment", login{mode: signin.Environment}, api.Advice{Act: api.ActSignIn}, "Check AZURE_TENANT_ID", "az login"},
		{"cli", login{mode: signin.CLI, console: true}, api.Advice{Act: api.ActSignIn}, "Run `az login`, then try again.", "APIMTUI_ACCESS_TOKEN"},
		{"default", login{mode: signin.Default}, api.Advice{Act: api.ActSignIn}, "Run `az login`, then try again.", "APIMTUI_ACCESS_TOKEN"},
		{"a command that was named", login{mode: signin.Default}, api.Advice{Act: api.ActSignIn, Command: "az login --x"}, "Run `az login --x`, then try again.", "tenant"},
		{"no az", login{mode: signin.Default}, api.Advice{Act: api.ActInstallSignIn}, "Install it and run `az login`, or use another --auth", "AzureCLICredential"},
		{"tenant, token", login{mode: signin.Token}, tenant, "run `az login --tenant t-1`, put what `az account get-access-token --tenant t-1", "give --tenant"},
		{"tenant, environment", login{mode: signin.Environment}, tenant, "set AZURE_TENANT_ID to it, then", "az login"},
		{"tenant, cli", login{mode: signin.CLI}, tenant, "run `az login --tenant t-1`, give --tenant t-1, then", "APIMTUI_ACCESS_TOKEN"},
		{"cloud", login{mode: signin.CLI}, api.Advice{Act: api.ActSignIn, Cloud: api.GovernmentCloud}, "Sign in to Azure's US Government cloud: run `az cloud set --name AzureUSGovernment`, run `az login`", "tenant"},
		{"a role", login{mode: signin.Token}, api.Advice{Act: api.ActAskForRole}, "", "token"},
	} {
		if said := c.who.advise(c.advice); !strings.Contains(said, c.says) || strings.Contains(said, c.missing) {
			t.Errorf("%s: says %s", c.name, said)
		}
	}
}

func TestSignInWithoutItsProgram(t *testing.T) {
	err := &api.Error{Kind: api.KindSignIn, Err: &api.SignInError{Err: errors.New("AzureCLICredential: executable not found on path")}}
	if said := (&app{}).explain(err); !strings.Contains(said, "the Azure CLI is not installed here, or not on the PATH. Install it") || strings.Contains(said, "AzureCLICredential") {
		t.Errorf("says %s", said)
	}
}

func TestDetailsInALineAreSentences(t *testing.T) {
	said := (&app{}).explain(&api.Error{Kind: api.KindInvalid, Status: 400, Code: "ValidationError", Message: "One or more fields:",
		Details: []api.Detail{{Target: "$filter", Message: "not a filter"}, {Message: "ends itself."}}})
	if !strings.Contains(said, "$filter: not a filter. ends itself. Correct") {
		t.Errorf("says %s", said)
	}
}
