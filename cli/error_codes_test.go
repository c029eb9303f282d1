package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"

	"apimtui/api"
	"apimtui/api/signin"
)

type someToken struct{}

func (someToken) GetToken(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error) {
	return azcore.AccessToken{Token: "a-token-of-some-length", ExpiresOn: time.Now().Add(time.Hour)}, nil
}

// oneAnswer is a network that gives the same answer to every request.
type oneAnswer struct {
	status  int
	body    string
	headers http.Header
}

func (a oneAnswer) RoundTrip(r *http.Request) (*http.Response, error) {
	h := a.headers.Clone()
	if h == nil {
		h = http.Header{}
	}
	h.Set("x-ms-request-id", "r-1")
	return &http.Response{StatusCode: a.status, Header: h, Body: io.NopCloser(strings.NewReader(a.body)), Request: r}, nil
}

// failWith returns the error of a list with this answer, for a sign-in with the
// Azure CLI.
func failWith(t *testing.T, a oneAnswer) error {
	t.Helper()
	c, err := api.New(api.Options{
		Scope:    api.Scope{SubscriptionID: "00000000-0000-0000-0000-00000000abcd", ResourceGroup: "rg1", ServiceName: "apimService1"},
		Endpoint: "https://management.azure.com", Credential: someToken{}, Transport: a,
		Advise: login{mode: signin.CLI}.advise,
	})
	if err != nil {
		t.Fatal(err)
	}
	return c.Users.Load(t.Context(), api.LoadOptions{}, func(api.Batch) {}).Err
}

const (
	tenantA = "00000000-0000-0000-0000-0000000000aa"
	tenantB = "00000000-0000-0000-0000-0000000000bb"
)

// codes lists answers of the service and of gateways, with the expected words,
// advice and exit code.
func codes() []codeCase {
	const (
		write   = "Microsoft.ApiManagement/service/users/write"
		read    = "Microsoft.ApiManagement/service/users/read"
		support = "Try again; if it stays, give the request id to support."
		login   = "Run `az login`, then try again."
		correct = "Correct what it names, then try again."
		service = "Check subscription, resource group and service name."
		moment  = "Try again in a moment."
		unsaid  = "Wait, then try again; how long was not said."
	)
	gateway := http.Header{"X-Ms-Failure-Cause": {"gateway"}}
	return []codeCase{
		{403, "AuthorizationFailed", "Client x may not perform action '" + write + "' over '/s'. Refresh your credentials if this is new.", nil, api.KindForbidden, exitSignIn, "Not permitted",
			"The action that is missing is " + write + ". Ask for a role that has it, such as API Management Service Contributor. If access is new, sign in again. " + login},
		{403, "AuthorizationFailed", "No authorization to perform action '" + read + "'.", nil, api.KindForbidden, exitSignIn, "Not permitted",
			"The action that is missing is " + read + ". Ask for a role that has it, such as API Management Service Reader Role."},
		{403, "AuthorizationFailed", "Not allowed.", nil, api.KindForbidden, exitSignIn, "Not permitted", "Ask for a role that allows it."},
		{403, "LinkedAuthorizationFailed", "The client has permission to perform action '" + write + "', and not to perform action(s) 'Microsoft.Network/x/join/action' on the linked scope.", nil, api.KindForbidden, exitSignIn, "Not permitted",
			"The action that is missing is Microsoft.Network/x/join/action. Ask for a role that has it."},
		{403, "DenyAssignmentAuthorizationFailed", "The client may perform action '" + write + "', but a deny assignment forbids it.", nil, api.KindForbidden, exitSignIn, "A deny assignment forbids this", ""},
		{403, "RequestDisallowedByPolicy", "Not in this region.", nil, api.KindForbidden, exitSignIn, "A policy forbids this", ""},
		{403, "RequestDisallowedByPolicy", "MFA is required.", nil, api.KindForbidden, exitSignIn, "A policy forbids this", "Sign in again with multi-factor authentication. " + login},
		{403, "AccessDenied", "An exception was thrown.", nil, api.KindForbidden, exitSignIn, "Access was denied", ""},
		{403, "Forbidden", "No.", nil, api.KindForbidden, exitSignIn, "Not permitted", ""},
		{403, "SubscriptionDisallowed", "No.", nil, api.KindForbidden, exitSignIn, "Not permitted", ""},
		{409, "ScopeLocked", "The scope is locked.", nil, api.KindLocked, exitFailed, "A lock forbids this", "An owner of what is locked can remove the lock."},
		{409, "ReadOnlyDisabledSubscription", "The subscription is disabled and therefore marked as read only.", nil, api.KindLocked, exitFailed, "The Azure subscription is disabled", "Its owner can enable the subscription again."},
		{409, "MissingSubscriptionRegistration", "Not registered to use namespace 'Microsoft.ApiManagement'.", nil, api.KindLocked, exitFailed, "The Azure subscription does not have API Management registered",
			"An owner or contributor of the subscription can register the resource provider Microsoft.ApiManagement. `az provider register --namespace Microsoft.ApiManagement` does it."},
		{409, "ServiceLocked", "Another operation runs.", nil, api.KindConflict, exitConflict, "The service is busy with another change", moment},
		{409, "PessimisticConcurrencyConflict", "Another operation runs.", nil, api.KindConflict, exitConflict, "The service is busy with another change", moment},
		{409, "ValueInUse", "The e-mail is in use.", nil, api.KindConflict, exitConflict, "The service refused this as a conflict", ""},
		{409, "Conflict", "No.", nil, api.KindConflict, exitConflict, "The service refused this as a conflict", ""},
		{400, "NoRegisteredProviderFound", "API version '2024-05-01' is not known. The supported api-versions are '2021-08-01, 2022-08-01, 2023-03-01-preview, 2024-05-01'.", nil, api.KindVersion, exitUsage, "The service does not have this api-version",
			"Give --api-version 2022-08-01, or apiVersion: 2022-08-01 in the context."},
		{400, "InvalidApiVersionParameter", "The api-version '2024-05-01' is invalid. Supported are '2025-01-01-preview, 2024-10-01-preview'.", nil, api.KindVersion, exitUsage, "The service does not have this api-version",
			"Give --api-version 2025-01-01-preview, or apiVersion: 2025-01-01-preview in the context."},
		{404, "InvalidResourceType", "The resource type was not found for api version '2024-05-01'.", gateway, api.KindVersion, exitUsage, "The service does not have this api-version",
			"Give one that it has with --api-version, or as apiVersion in the context."},
		{400, "MethodNotAllowedInPricingTier", "Not in this tier.", nil, api.KindInvalid, exitFailed, "The service's tier does not offer this", "A service in the Consumption tier has no users."},
		{400, "ValidationError", "Some fields are wrong:", nil, api.KindInvalid, exitFailed, "The service refused the request", correct},
		{400, "InvalidParameters", "Invalid parameter.", nil, api.KindInvalid, exitFailed, "The service refused the request", correct},
		{400, "BadRequest", "No.", nil, api.KindInvalid, exitFailed, "The service refused the request", ""},
		{405, "MethodNotAllowed", "No.", nil, api.KindInvalid, exitFailed, "The service refused the request", ""},
		{413, "RequestContentTooLarge", "No.", nil, api.KindInvalid, exitFailed, "The service refused the request", ""},
		{422, "ManagementApiRequestFailed", "A request inside ran out of time.", nil, api.KindInvalid, exitFailed, "The service refused the request", ""},
		{404, "ResourceNotFound", "User not found.", nil, api.KindNotFound, exitNotFound, "Not found", "Check the name, or read the list again: it may have been deleted meanwhile."},
		{404, "ResourceNotFound", "The Resource was not found.", gateway, api.KindNoService, exitNotFound, "The API Management service was not found", service},
		{404, "Elsewhere", "It has moved.", nil, api.KindNotFound, exitNotFound, "Not found", ""},
		{404, "InvalidResourceType", "The resource type could not be found.", gateway, api.KindNoService, exitNotFound, "Not found", ""},
		{404, "ServiceNotFound", "Api service does not exist.", nil, api.KindNoService, exitNotFound, "The API Management service was not found", service},
		{404, "ResourceGroupNotFound", "Resource group 'X' could not be found.", nil, api.KindNoService, exitNotFound, "The resource group was not found", service},
		{404, "SubscriptionNotFound", "The subscription could not be found.", nil, api.KindNoService, exitNotFound, "The Azure subscription was not found", service},
		{412, "PreconditionFailed", "It was modified.", nil, api.KindPrecondition, exitConflict, "The service refused the condition of the request", "Read the user again."},
		{412, "ValidationError", "It was modified.", nil, api.KindPrecondition, exitConflict, "The service refused the condition of the request", "Read the user again."},
		{401, "ExpiredAuthenticationToken", "The access token is too old.", nil, api.KindSignIn, exitSignIn, "The sign-in has expired", login},
		{401, "InvalidAuthenticationToken", "The token is not valid.", nil, api.KindSignIn, exitSignIn, "The service did not accept the sign-in", login},
		{401, "AuthenticationFailed", "Authentication failed.", nil, api.KindSignIn, exitSignIn, "The service did not accept the sign-in", login},
		{401, "InvalidAuthenticationTokenTenant", "Issued by 'https://sts.windows.net/" + tenantA + "/'. It must match the tenant 'https://sts.windows.net/" + tenantB + "/'.", nil, api.KindSignIn, exitSignIn, "The sign-in is for another tenant",
			"Sign in to the tenant " + tenantB + ": run `az login --tenant " + tenantB + "`, give --tenant " + tenantB + ", then try again."},
		{401, "InvalidAuthenticationTokenAudience", "Obtained for 'https://management.azure.com'. Allowed are 'https://management.chinacloudapi.cn/','https://management.core.chinacloudapi.cn'.", nil, api.KindSignIn, exitSignIn, "The sign-in is for another address",
			"Sign in to Azure's China cloud: run `az cloud set --name AzureChinaCloud`, run `az login`, then try again."},
		{429, "SubscriptionRequestsThrottled", "Too many reads for one caller. Please try again after '61' seconds.", nil, api.KindThrottled, exitThrottled, "Azure throttles this subscription", "Wait 1m1s, then try again."},
		{429, "ResourceRequestsThrottled", "More than '50' in '00:05:00'. Please try again after '372' seconds.", nil, api.KindThrottled, exitThrottled, "Azure throttles these requests", "Wait 6m12s, then try again."},
		{429, "TooManyRequests", "Slower, please.", nil, api.KindThrottled, exitThrottled, "Azure throttles these requests", unsaid},
		{429, "RateLimiting", "Slower, please.", http.Header{"Retry-After": {"15"}}, api.KindThrottled, exitThrottled, "Azure throttles these requests", "Wait 15s, then try again."},
		{500, "InternalServerError", "It broke.", nil, api.KindServer, exitFailed, "The service failed", support},
		{503, "ServiceUnavailable", "Later.", nil, api.KindServer, exitFailed, "The service failed", support},
		{501, "NotImplemented", "No.", nil, api.KindServer, exitFailed, "The service failed", ""},
		{418, "Teapot", "I \u009b2J am.", nil, api.KindInvalid, exitFailed, "The service refused the request", ""},
	}
}

type codeCase struct {
	status   int
	code     string
	sentence string
	headers  http.Header
	kind     api.Kind
	exit     int
	what     string
	advice   string
}

func TestEveryCodeHasItsOwnWords(t *testing.T) {
	for i, c := range codes() {
		t.Run(fmt.Sprint(i, c.code), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				body, _ := json.Marshal(map[string]any{"error": map[string]any{"code": c.code, "message": c.sentence, "details": []any{map[string]string{"target": "t", "message": "a detail"}}}})
				err := failWith(t, oneAnswer{c.status, string(body), c.headers})
				if got := exitCode(err); got != c.exit {
					t.Errorf("exit code %d, want %d", got, c.exit)
				}
				f := failureOf(err)
				if f == nil || f.Code.Exact() != c.code || f.Message.Exact() != c.sentence || f.RequestID != "r-1" || f.Advice != c.advice || len(f.Details) != 1 {
					t.Fatalf("in JSON %+v, want the advice %q", f, c.advice)
				}
				x := api.Explain(err)
				sentence := strings.TrimRight(f.Message.String(), ".:")
				if want := fmt.Sprintf("%s (%d %s): %s.", c.what, c.status, c.code, sentence); x.What.String() != want {
					t.Errorf("says  %s\nwant  %s", x.What, want)
				}
				if len(x.More) != 1 || x.More[0].String() != "t: a detail" || x.Do.String() != c.advice {
					t.Errorf("details %v, advice %s", x.More, x.Do)
				}
				mustNotMislead(t, c, (&app{}).explain(err))
			})
		})
	}
}

// mustNotMislead checks for advice that does not match the code.
func mustNotMislead(t *testing.T, c codeCase, said string) {
	t.Helper()
	if role := strings.Contains(said, "action that is missing") || strings.Contains(said, "Ask for a role"); role && !strings.HasSuffix(c.code, "uthorizationFailed") {
		t.Errorf("mentions a role: %s", said)
	}
	passes := c.status == 429 || c.status >= 500 || c.code == "ServiceLocked" || c.code == "PessimisticConcurrencyConflict"
	if again := strings.Contains(said, "Try again") || strings.Contains(said, "in a moment"); again && !passes {
		t.Errorf("waiting does not help: %s", said)
	}
	if firstHarm(said) != "" {
		t.Errorf("would be drawn: %q", said)
	}
}

// An answer that is not Azure's JSON says nothing about permissions, users or
// conflicts.
func TestAnswersOfGatewaysAreNotTheServices(t *testing.T) {
	for _, c := range []struct {
		status int
		body   string
		exit   int
		says   string
	}{
		{400, "<html><title>Bad &amp; worse</title><body>x", exitFailed, "(400): Bad & worse."},
		{401, "", exitFailed, "(401): Unauthorized."},
		{403, "<html><head><title>Denied</title></head>", exitFailed, "(403): Denied."},
		{404, "{}", exitFailed, "(404): Not Found."},
		{407, "<h1>Log in", exitFailed, "(407): Log in."},
		{408, "late", exitFailed, "(408): late."},
		{409, "null", exitFailed, "(409): Conflict."},
		{412, "<p>no", exitFailed, "(412): Precondition Failed."},
		{429, "<title>Slow down</title>", exitThrottled, "(429): Slow down."},
		{502, "<title>Bad gateway</title>", exitFailed, "(502): Bad gateway."},
	} {
		synctest.Test(t, func(t *testing.T) {
			err := failWith(t, oneAnswer{c.status, c.body, nil})
			said := (&app{}).explain(err)
			if got := exitCode(err); got != c.exit {
				t.Errorf("%d: exit code %d, want %d", c.status, got, c.exit)
			}
			if !strings.HasPrefix(said, "Something on the way answered in place of the service "+c.says) || strings.Contains(said, "<") || strings.Contains(said, "role") {
				t.Errorf("%d: %s", c.status, said)
			}
		})
	}
}

// Azure may send a challenge without a body.
func TestChallengeNamesTheTenant(t *testing.T) {
	challenge := `Bearer authorization_uri="https://login.chinacloudapi.cn/` + tenantB + `", error="invalid_token"`
	err := failWith(t, oneAnswer{401, "", http.Header{"Www-Authenticate": {challenge}}})
	if said := api.Explain(err).Do.String(); exitCode(err) != exitSignIn || !strings.Contains(said, "az login --tenant "+tenantB) {
		t.Errorf("exit code %d: %s", exitCode(err), said)
	}
	err = failWith(t, oneAnswer{401, `{"error":{"code":"InvalidAuthenticationTokenTenant","message":"Got one of https://login.microsoftonline.com/` + tenantA + `."}}`,
		http.Header{"Www-Authenticate": {challenge}}})
	const want = "Sign in to the tenant " + tenantB + " of Azure's China cloud: run `az cloud set --name AzureChinaCloud`, run `az login --tenant " + tenantB
	if said := api.Explain(err).Do.String(); !strings.HasPrefix(said, want) {
		t.Errorf("says %s", said)
	}
}
