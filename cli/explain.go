package cli

import (
	"errors"
	"strings"

	"apimtui/api"
	"apimtui/api/signin"
	"apimtui/api/text"
)

// explain words an error in one line, safe to draw; nil has no words.
func (a *app) explain(err error) string {
	if err == nil {
		return ""
	}
	return a.explanation(err).Line().String()
}

// explanation is api.Explain with what only the command line knows: how it
// signs in. The service's details become sentences, since they stand in a line.
func (a *app) explanation(err error) api.Explanation {
	x := api.Explain(err)
	for i, m := range x.More {
		x.More[i] = text.Clean(sentence(m.String()))
	}
	var failed *api.Error
	if !errors.As(err, &failed) || failed.Kind != api.KindSignIn {
		return x
	}
	var none *api.SignInError
	if errors.As(err, &none) {
		if strings.Contains(none.Err.Error(), "executable not found on path") {
			x.What = text.Clean("Not signed in: the Azure CLI (az) is not installed here, or not on the PATH.")
			x.Do = text.Clean("Install it and run `az login`, or use another --auth, such as token with a bearer token in " + signin.TokenVariable + ".")
		}
		return x
	}
	if do := a.freshSignIn(); do != "" {
		x.Do = text.Clean(do)
	}
	return x
}

// freshSignIn is what to do about a sign-in that the service no longer accepts,
// "" when nothing is known of how it was made.
func (a *app) freshSignIn() string {
	switch a.auth {
	case signin.Token:
		return "Put a fresh bearer token into " + signin.TokenVariable + ", then try again." +
			" Where the Azure CLI is, `az account get-access-token --query accessToken -o tsv` prints one."
	case signin.Environment:
		return "Check AZURE_TENANT_ID, AZURE_CLIENT_ID and the secret or certificate beside them, then try again."
	case signin.CLI, signin.Default:
		return "Run `az login`, then try again."
	}
	return ""
}
