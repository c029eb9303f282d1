package cli

import (
	"apimtui/api"
	"apimtui/api/signin"
)

// signInHelp explains how to sign in again in a mode. It is "" for an unknown
// mode.
func signInHelp(m signin.Mode) string {
	switch m {
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

// advise returns a function that words advice with the commands and flags to
// use. signIn explains how to sign in again. A result of "" keeps the plain
// wording.
func advise(m signin.Mode, signIn string) func(api.Advice) string {
	return func(a api.Advice) string {
		switch a.Act {
		case api.ActSignIn:
			return signInWords(a, m, signIn)
		case api.ActInstallSignIn:
			return "Install it and run `az login`, or use another --auth, such as token with a bearer token in " + signin.TokenVariable + "."
		case api.ActChooseVersion:
			if a.APIVersion == "" {
				return "Give one that it has with --api-version, or as apiVersion in the context."
			}
			return "Give --api-version " + a.APIVersion + ", or apiVersion: " + a.APIVersion + " in the context."
		case api.ActRegisterProvider:
			return a.String() + " `az provider register --namespace Microsoft.ApiManagement` does it."
		}
		if (a.Multifactor || a.MaybeGranted) && signIn != "" {
			return a.String() + " " + signIn
		}
		return ""
	}
}

// signInWords explains where to sign in if the answer or the sign-in named a
// place, and otherwise how.
func signInWords(a api.Advice, m signin.Mode, signIn string) string {
	how := "run `az login`"
	switch {
	case a.Command != "":
		return "Run `" + a.Command + "`, then try again."
	case a.Tenant == "" && a.Cloud == "":
		return signIn
	case a.Tenant == "":
	case m == signin.Environment:
		how = "set AZURE_TENANT_ID to it"
	case m == signin.Token:
		how = "run `az login --tenant " + a.Tenant + "`, put what `az account get-access-token --tenant " + a.Tenant +
			" --query accessToken -o tsv` prints into " + signin.TokenVariable
	default:
		how = "run `az login --tenant " + a.Tenant + "`, give --tenant " + a.Tenant
	}
	if a.Cloud != "" {
		how = "run `az cloud set --name " + cloudName(a.Cloud) + "`, " + how
	}
	return "Sign in" + a.Where() + ": " + how + ", then try again."
}

func cloudName(c api.Cloud) string {
	switch c {
	case api.GovernmentCloud:
		return "AzureUSGovernment"
	case api.ChinaCloud:
		return "AzureChinaCloud"
	}
	return "AzureCloud"
}
