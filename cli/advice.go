package cli

import (
	"cmp"
	"errors"
	"os"
	"strings"

	"apimtui/api"
	"apimtui/api/signin"
	"apimtui/api/text"
	"apimtui/config"
	"apimtui/tui"
)

// login is what advice about signing in depends on.
type login struct {
	mode    signin.Mode
	tenant  string    // "" for the account's own
	cloud   api.Cloud // "" where the programs that sign in need not be told
	console bool      // the advice is for someone in the console
}

func newLogin(c *config.Context, console bool) login {
	clouds := map[string]api.Cloud{"usGovernment": api.GovernmentCloud, "china": api.ChinaCloud}
	return login{mode: signin.Mode(c.Auth.V), tenant: c.Tenant.V, cloud: clouds[c.Cloud.V], console: console}
}

// again explains how to sign in again. It is "" for an unknown mode.
func (l login) again() string {
	switch l.mode {
	case signin.Token:
		if l.console {
			return tui.FreshTokenHelp()
		}
		return "Put a fresh bearer token into " + signin.TokenVariable + ", then try again." +
			" Where the Azure CLI is, `" + l.command("az account get-access-token") + " --query accessToken -o tsv` prints one."
	case signin.Environment:
		return "Check AZURE_TENANT_ID, AZURE_CLIENT_ID and the secret or certificate beside them, then try again."
	case signin.Workload:
		return "Check AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_FEDERATED_TOKEN_FILE, then try again."
	case signin.Managed:
		return "Give this machine an identity, name a user-assigned one by its client id, or use another --auth."
	case signin.Device:
		return "Try again to get a new code."
	case signin.Browser:
		return "Try again, or use --auth device, which works without a browser here."
	case signin.CLI, signin.Default, signin.AZD:
		return text.Capital(l.run()) + ", then try again."
	}
	return ""
}

// run returns the commands that sign in to the tenant and cloud.
func (l login) run() string {
	set, in := "az cloud set --name ", "az login"
	if l.mode == signin.AZD {
		set, in = "azd config set cloud.name ", "azd auth login"
	}
	in = "run `" + l.command(in) + "`"
	if l.cloud != "" {
		names := map[api.Cloud]string{api.GovernmentCloud: "AzureUSGovernment", api.ChinaCloud: "AzureChinaCloud"}
		in = "run `" + set + cmp.Or(names[l.cloud], "AzureCloud") + "`, " + in
	}
	return in
}

// command adds the tenant to a command of az or azd.
func (l login) command(c string) string {
	switch {
	case l.tenant == "":
		return c
	case strings.HasPrefix(c, "azd "):
		return c + " --tenant-id " + l.tenant
	}
	return c + " --tenant " + l.tenant
}

// cannot adds to a sign-in that is not possible here what to do instead.
func (l login) cannot(err error) error {
	advice := l.again()
	switch l.mode {
	case signin.Browser:
		advice = "Use --auth device: it shows a code to enter in a browser on another machine"
	case signin.Token:
		advice = "For example: " + signin.TokenVariable + `="$(` + l.command("az account get-access-token") + ` --query accessToken -o tsv)"`
	case signin.Device:
		advice = "Use another --auth: cli after `" + l.command("az login") + "`, or environment, managed, workload or token"
	}
	return &coded{&advisedError{err, advice}, exitSignIn}
}

// advise words advice with the commands and flags to use. A result of "" keeps
// the plain wording.
func (l login) advise(a api.Advice) string {
	if l.mode == signin.Default {
		l.mode = cmp.Or(a.Mode, l.mode)
	}
	switch a.Act {
	case api.ActSignIn:
		return l.words(a)
	case api.ActInstallSignIn:
		return "Install it and " + l.run() + ", or use another --auth, such as device, or token with a bearer token in " + signin.TokenVariable + "."
	case api.ActChooseVersion:
		if a.APIVersion == "" {
			return "Give one that it has with --api-version, or as apiVersion in the context."
		}
		return "Give --api-version " + a.APIVersion + ", or apiVersion: " + a.APIVersion + " in the context."
	case api.ActRegisterProvider:
		return a.String() + " `az provider register --namespace Microsoft.ApiManagement` does it."
	}
	if again := l.again(); (a.Multifactor || a.MaybeGranted) && again != "" {
		return a.String() + " " + again
	}
	return ""
}

// words explains where to sign in if the answer or the sign-in named a place,
// and otherwise how.
func (l login) words(a api.Advice) string {
	switch {
	case a.Command != "":
		return "Run `" + a.Command + "`, then try again."
	case a.Tenant == "" && a.Cloud == "":
		return l.again()
	}
	l.tenant, l.cloud = cmp.Or(a.Tenant, l.tenant), a.Cloud
	var how []string
	switch {
	case l.mode == signin.CLI || l.mode == signin.AZD || l.mode == signin.Default:
		how = append(how, l.run())
	case l.mode == signin.Token:
		how = append(how, l.run(), "put what `"+l.command("az account get-access-token")+" --query accessToken -o tsv` prints into "+signin.TokenVariable)
	case a.Cloud != "":
		how = append(how, "give the context that cloud")
	}
	switch {
	case a.Tenant == "" || l.mode == signin.Token:
	case l.mode == signin.Environment || l.mode == signin.Workload:
		how = append(how, "set AZURE_TENANT_ID to it")
	default:
		how = append(how, "give --tenant "+a.Tenant)
	}
	return "Sign in" + a.Where() + ": " + strings.Join(how, ", ") + ", then try again."
}

// advisedError is a configuration error with advice for the command line.
type advisedError struct {
	error
	advice string
}

func (e *advisedError) Error() string { return e.error.Error() + "\n" + e.advice }
func (e *advisedError) Unwrap() error { return e.error }

// withWorkaround explains how to continue when the configuration file is
// broken. The file is never ignored: the part that cannot be read may protect a
// service.
func withWorkaround(err error) error {
	if broken, ok := errors.AsType[*config.Error](err); !ok || broken.Source.Kind != config.FromFile {
		return err
	}
	return &advisedError{err, "Until the file is fixed, --config FILE reads another one; " +
		"a service named only by flags needs no file, as with `--config " + os.DevNull + "`"}
}

// withFlags names the flags that supply missing values.
func withFlags(err error) error {
	if none, ok := errors.AsType[*config.NoContextError](err); ok {
		return noContext(none)
	}
	var flags []string
	for _, problem := range config.Problems(err) {
		for _, flag := range problem.Flags {
			flags = append(flags, "--"+flag)
		}
	}
	if len(flags) == 0 {
		return err
	}
	return &advisedError{err, "Set it with " + strings.Join(flags, ", ")}
}

// noContext explains what to type when no service is named. It lists the
// contexts to choose from, if any.
func noContext(e *config.NoContextError) error {
	switch {
	case len(e.Known) > 0:
		return refusal("No context is chosen: choose one with `apimtui context use NAME` or --context NAME (%s has %s), or try `apimtui --demo`",
			e.Path, strings.Join(e.Known, ", "))
	case e.Path == "":
		return refusal("No context: name a service with --subscription ID -g RG -n SERVICE, or try `apimtui --demo`. " +
			"No configuration file is read, since no home directory is known")
	}
	return refusal("No context: add one with `apimtui context add NAME`, name a service with --subscription ID -g RG -n SERVICE, or try `apimtui --demo`")
}
