package cli

import (
	"errors"
	"strings"
	"testing"

	"apimtui/api"
	"apimtui/api/signin"
)

// What to do about a sign-in that is not accepted is what its mode needs.
func TestSignInAdviceIsForTheWayOfSigningIn(t *testing.T) {
	for _, c := range []struct {
		name    string
		help    string
		err     error
		says    string
		missing string
	}{
		{"token", signin.Help(signin.Token), nil, "too old. Put a fresh bearer token into APIMTUI_ACCESS_TOKEN", "az login"},
		{"token, in the console", consoleHelp(signin.Token), nil, "too old. ctrl+r takes a fresh bearer token", "az login"},
		{"environment", signin.Help(signin.Environment), nil, "too old. Check AZURE_TENANT_ID", "az login"},
		{"cli", consoleHelp(signin.CLI), nil, "too old. Run `az login`, then try again.", "APIMTUI_ACCESS_TOKEN"},
		{"default", signin.Help(signin.Default), nil, "too old. Run `az login`, then try again.", "APIMTUI_ACCESS_TOKEN"},
		{"no az", "", &api.Error{Kind: api.KindSignIn, Err: &api.SignInError{Err: errors.New("AzureCLICredential: executable not found on path")}},
			"the Azure CLI (az) is not installed here, or not on the PATH. Install it", "AzureCLICredential"},
		{"not permitted", signin.Help(signin.Token), &api.Error{Kind: api.KindForbidden, Status: 403}, "Ask for a role", "token"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.err == nil {
				c.err = &api.Error{Kind: api.KindSignIn, Status: 401, Message: "too old", Help: c.help}
			}
			said := (&app{}).explain(c.err)
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
