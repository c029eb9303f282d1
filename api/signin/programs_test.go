package signin_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"

	"apimtui/api/signin"
	"apimtui/api/text"
)

// programs replaces the PATH by stubs of the programs that sign in.
func programs(t *testing.T, scripts map[string]string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for name, script := range scripts {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", dir+":/usr/bin:/bin")
	return dir
}

const (
	azToken  = `echo '{"accessToken":"from-az","expires_on":4070908800,"expiresOn":"2099-01-01 00:00:00.000000"}'`
	azdToken = `echo '{"token":"from-azd","expiresOn":"2099-01-01T00:00:00Z"}'`
	azOut    = `echo "ERROR: Please run 'az login' to setup account." >&2; exit 1`
	azdOut   = `echo '{"type":"consoleMessage","data":{"message":"\nERROR: not logged in, run ` + "`azd auth login`" + ` to login\n"}}' >&2; exit 1`
	azMFA    = `echo 'ERROR: AADSTS50076: Due to a configuration change made by your administrator, you must use multi-factor authentication. Trace ID: 0c6e Correlation ID: 7
Interactive authentication is needed. Please run:
az login --tenant "contoso.com" --scope "https://management.azure.com//.default"' >&2; exit 1`
)

func TestProgramsThatSignIn(t *testing.T) {
	for name, c := range map[string]struct {
		mode    signin.Mode
		scripts map[string]string
		token   string // "" for a failure
		reason  signin.Reason
		command string
		says    string
	}{
		"az":                     {mode: signin.CLI, scripts: map[string]string{"az": azToken}, token: "from-az"},
		"az, noisy":              {mode: signin.CLI, scripts: map[string]string{"az": `printf 'WARNING: \033[33mold\n' >&2; ` + azToken}, token: "from-az"},
		"az 2.45, local time":    {mode: signin.CLI, scripts: map[string]string{"az": `echo '{"accessToken":"from-az","expiresOn":"2099-01-01 00:00:00.000000"}'`}, token: "from-az"},
		"azd":                    {mode: signin.AZD, scripts: map[string]string{"azd": azdToken}, token: "from-azd"},
		"az is not there":        {signin.CLI, nil, "", signin.Missing, "", "the Azure CLI is not installed here"},
		"azd is not there":       {signin.AZD, nil, "", signin.Missing, "", "the Azure Developer CLI is not installed here"},
		"az, signed out":         {signin.CLI, map[string]string{"az": azOut}, "", signin.SignedOut, "", "has ended: Please run"},
		"azd, signed out":        {signin.AZD, map[string]string{"azd": azdOut}, "", signin.SignedOut, "", "not logged in"},
		"az, MFA":                {signin.CLI, map[string]string{"az": azMFA}, "", signin.Multifactor, `az login --tenant "contoso.com" --scope "https://management.azure.com//.default"`, "another proof of who you are is required: AADSTS50076: Due to"},
		"az, another tenant":     {signin.CLI, map[string]string{"az": `echo "ERROR: AADSTS50020: User account 'a' does not exist in tenant 'b'." >&2; exit 1`}, "", signin.OtherTenant, "", "not in that tenant: AADSTS50020"},
		"az, expired":            {signin.CLI, map[string]string{"az": `echo "AADSTS700082: The refresh token has expired. az login --tenant t" >&2; exit 1`}, "", signin.SignedOut, "az login --tenant t", "has ended: AADSTS700082"},
		"az, text before JSON":   {signin.CLI, map[string]string{"az": `echo 'You have 2 updates available.'; ` + azToken}, "", signin.Garbled, "", "printed something else than a token"},
		"azd, text before JSON":  {signin.AZD, map[string]string{"azd": `echo 'update'; ` + azdToken}, "", signin.Garbled, "", "the Azure Developer CLI printed something else"},
		"az, escape sequences":   {signin.CLI, map[string]string{"az": `printf 'ERROR: \033]0;owned\007\033[2Jgone \302\2332J\n' >&2; exit 1`}, "", signin.Unknown, "", "gone"},
		"az, a command to avoid": {signin.CLI, map[string]string{"az": `echo 'run az login --tenant "$(id)"; id' >&2; exit 1`}, "", signin.SignedOut, "", "has ended"},
	} {
		t.Run(name, func(t *testing.T) {
			programs(t, c.scripts)
			cred, err := signin.New(signin.Options{Mode: c.mode, Tenant: "contoso.com"})
			if err != nil {
				t.Fatal(err)
			}
			token, err := ask(t, cred)
			if c.token != "" {
				if err != nil || token.Token != c.token || token.ExpiresOn.Year() < 2098 {
					t.Errorf("%+v, %v", token, err)
				}
				return
			}
			e := signin.Diagnose(err)
			if e.Mode != c.mode || e.Reason != c.reason || e.Command() != c.command {
				t.Errorf("mode %s, reason %d, command %q: %v", e.Mode, e.Reason, e.Command(), err)
			}
			words := text.Clean(e.Words()).String()
			if !strings.Contains(words, c.says) || strings.ContainsAny(words, "\x1b\a") || strings.Contains(words, "Credential") || strings.Contains(words, "aka.ms") {
				t.Errorf("says %q", words)
			}
		})
	}
}

// A claims challenge is one that only the person can answer.
func TestClaimsOfTheAzureCLI(t *testing.T) {
	programs(t, map[string]string{"az": azToken})
	cred, err := signin.New(signin.Options{Mode: signin.CLI, Tenant: "contoso.com"})
	if err != nil {
		t.Fatal(err)
	}
	_, err = signin.Ask(t.Context(), cred, policy.TokenRequestOptions{EnableCAE: true, Scopes: []string{"https://management.azure.com/.default"}, Claims: `{"a":1}`})
	if e := signin.Diagnose(err); e.Reason != signin.Multifactor || e.Command() != "az login --tenant contoso.com --claims-challenge eyJhIjoxfQ==" {
		t.Errorf("reason %d, command %q", e.Reason, e.Command())
	}
}

// Default passes over a program only when it is not there or has no account.
func TestDefaultTriesOneAfterTheOther(t *testing.T) {
	for name, c := range map[string]struct {
		az, azd string // "" is not there
		token   string
		name    string
		mode    signin.Mode
		reason  signin.Reason
		says    string
	}{
		"az":               {az: azToken, azd: azdToken, token: "from-az", name: "Azure CLI"},
		"no az":            {azd: azdToken, token: "from-azd", name: "Azure Developer CLI"},
		"az is signed out": {az: azOut, azd: azdToken, token: "from-azd", name: "Azure Developer CLI"},
		"az needs MFA":     {az: azMFA, azd: azdToken, mode: signin.CLI, reason: signin.Multifactor, says: "AADSTS50076"},
		"az has expired":   {az: `echo "AADSTS700082: The refresh token has expired. az login --tenant t" >&2; exit 1`, azd: azdToken, mode: signin.CLI, reason: signin.SignedOut, says: "AADSTS700082"},
		"only az, out":     {az: azOut, mode: signin.CLI, reason: signin.SignedOut, says: "Please run"},
		"only azd, out":    {azd: azdOut, mode: signin.AZD, reason: signin.SignedOut, says: "not logged in"},
		"both out":         {az: azOut, azd: azdOut, mode: signin.CLI, reason: signin.SignedOut, says: "Please run"},
		"none":             {mode: signin.Default, reason: signin.Missing, says: "neither the Azure CLI nor the Azure Developer CLI"},
	} {
		t.Run(name, func(t *testing.T) {
			bare(t)
			scripts := map[string]string{}
			for program, script := range map[string]string{"az": c.az, "azd": c.azd} {
				if script != "" {
					scripts[program] = script
				}
			}
			dir := programs(t, scripts)
			cred, err := signin.New(signin.Options{})
			if err != nil {
				t.Fatal(err)
			}
			token, err := ask(t, cred)
			if c.token != "" {
				if who := signin.AccountOf(cred, token); err != nil || token.Token != c.token || who.Credential != c.name {
					t.Errorf("%s by %+v, %v", token.Token, who, err)
				}
				// From now on it stays with this one.
				programs(t, map[string]string{"az": azMFA})
				t.Setenv("PATH", dir+":/usr/bin:/bin")
				if again, err := ask(t, cred); err != nil || again.Token != c.token {
					t.Errorf("then %s, %v", again.Token, err)
				}
				return
			}
			e := signin.Diagnose(err)
			if e.Mode != c.mode || e.Reason != c.reason || !strings.Contains(e.Words(), c.says) {
				t.Errorf("mode %s, reason %d: %s", e.Mode, e.Reason, e.Words())
			}
		})
	}
}
