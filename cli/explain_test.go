package cli

import (
	"errors"
	"strings"
	"testing"

	"apimtui/api"
	"apimtui/api/signin"
)

func TestSignInAdviceIsForTheWayOfSigningIn(t *testing.T) {
	old := &api.Error{Kind: api.KindSignIn, Status: 401, Message: "too old"}
	without := &api.Error{Kind: api.KindSignIn, Err: &api.SignInError{Err: errors.New("AzureCLICredential: executable not found on path")}}
	for _, c := range []struct {
		name    string
		mode    signin.Mode
		err     error
		says    string
		missing string
	}{
		{"token", signin.Token, old, "too old. Put a fresh bearer token into APIMTUI_ACCESS_TOKEN", "az login"},
		{"environment", signin.Environment, old, "too old. Check AZURE_TENANT_ID", "az login"},
		{"cli", signin.CLI, old, "too old. Run `az login`, then try again.", "APIMTUI_ACCESS_TOKEN"},
		{"default", signin.Default, old, "too old. Run `az login`, then try again.", "APIMTUI_ACCESS_TOKEN"},
		{"no az", signin.CLI, without, "the Azure CLI (az) is not installed here, or not on the PATH. Install it", "AzureCLICredential"},
		{"no az, by default", signin.Default, without, "or use another --auth, such as token", "AzureCLICredential"},
		{"not permitted", signin.Token, &api.Error{Kind: api.KindForbidden, Status: 403}, "Ask for a role", "token"},
	} {
		t.Run(c.name, func(t *testing.T) {
			said := (&app{auth: c.mode}).explain(c.err)
			if !strings.Contains(said, c.says) || strings.Contains(said, c.missing) {
				t.Errorf("says %s", said)
			}
		})
	}
}

func TestDetailsInALineAreSentences(t *testing.T) {
	said := (&app{}).explain(&api.Error{Kind: api.KindInvalid, Status: 400, Message: "One or more fields:",
		Details: []api.Detail{{Target: "$filter", Message: "not a filter"}, {Message: "ends itself."}}})
	if !strings.Contains(said, "$filter: not a filter. ends itself. Correct") {
		t.Errorf("says %s", said)
	}
}
