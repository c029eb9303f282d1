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
		{"cli in a tenant", login{mode: signin.CLI, tenant: "t-2"}, api.Advice{Act: api.ActSignIn}, "Run `az login --tenant t-2`, then try again.", "azd"},
		{"azd in a tenant", login{mode: signin.AZD, tenant: "t-2"}, api.Advice{Act: api.ActSignIn}, "Run `azd auth login --tenant-id t-2`, then try again.", "az login"},
		{"azd, as it was the one", login{mode: signin.Default}, api.Advice{Act: api.ActSignIn, Mode: signin.AZD}, "Run `azd auth login`, then", "az login"},
		{"cli in China", login{mode: signin.CLI, tenant: "t-2", cloud: api.ChinaCloud}, api.Advice{Act: api.ActSignIn}, "Run `az cloud set --name AzureChinaCloud`, run `az login --tenant t-2`, then", "azd"},
		{"tenant, azd", login{mode: signin.AZD}, tenant, "run `azd auth login --tenant-id t-1`, give --tenant t-1, then", "az login"},
		{"tenant, device", login{mode: signin.Device}, tenant, "Sign in to the tenant t-1: give --tenant t-1, then try again.", "az login"},
		{"tenant, workload", login{mode: signin.Workload}, tenant, "set AZURE_TENANT_ID to it, then", "--tenant"},
		{"cloud, device", login{mode: signin.Device}, api.Advice{Act: api.ActSignIn, Cloud: api.GovernmentCloud}, "Sign in to Azure's US Government cloud: give the context that cloud, then", "az login"},
		{"device", login{mode: signin.Device}, api.Advice{Act: api.ActSignIn}, "Try again to get a new code.", "az login"},
		{"browser", login{mode: signin.Browser}, api.Advice{Act: api.ActSignIn}, "--auth device", "az login"},
		{"managed", login{mode: signin.Managed}, api.Advice{Act: api.ActSignIn}, "Give this machine an identity", "az login"},
		{"azd is not there", login{mode: signin.AZD}, api.Advice{Act: api.ActInstallSignIn}, "Install it and run `azd auth login`, or", "az login"},
		{"a role", login{mode: signin.Token}, api.Advice{Act: api.ActAskForRole}, "", "token"},
	} {
		if said := c.who.advise(c.advice); !strings.Contains(said, c.says) || strings.Contains(said, c.missing) {
			t.Errorf("%s: says %s", c.name, said)
		}
	}
}

func TestSignInWithoutItsProgram(t *testing.T) {
	err := &api.Error{Kind: api.KindSignIn, Err: &api.SignInError{Err: &signin.Error{Mode: signin.CLI, Reason: signin.Missing, Err: errors.New("AzureCLICredential: executable not found on path")}}}
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

// A sign-in that cannot work here is refused before anything is sent, with what
// to do instead.
func TestSignInThatCannotWorkHere(t *testing.T) {
	at := []string{"--endpoint", "https://127.0.0.1:1", "--subscription", "00000000-0000-0000-0000-000000000000", "-g", "rg1", "-n", "s"}
	for _, c := range []struct {
		mode string
		env  []string
		says []string
	}{
		{"device", nil, []string{"a code to sign in with cannot be shown here", "Use another --auth: cli after `az login`"}},
		{"browser", []string{"SSH_CONNECTION=1", "DISPLAY=:0"}, []string{"this is a session over SSH", "Use --auth device"}},
		{"browser", nil, []string{"there is no display", "Use --auth device"}},
		{"workload", nil, []string{"no client ID specified", "AZURE_FEDERATED_TOKEN_FILE"}},
		{"environment", nil, []string{"AZURE_TENANT_ID", "Check AZURE_TENANT_ID"}},
		{"token", nil, []string{"no bearer token in APIMTUI_ACCESS_TOKEN", "--query accessToken"}},
	} {
		r := carryOut(t, func(s *stdio, _ *run) { s.env = append(c.env, "HOME="+t.TempDir()) },
			append([]string{"users", "list", "--auth", c.mode}, at...)...)
		for _, want := range c.says {
			if r.code != exitSignIn || !strings.Contains(strings.ToLower(r.err), strings.ToLower(want)) {
				t.Errorf("%s: exit code %d, says %q, want %q", c.mode, r.code, r.err, want)
			}
		}
	}
}
