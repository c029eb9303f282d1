package api

import "net/http"

// meaning is how an error is understood.
type meaning struct {
	kind Kind   // KindUnknown when the status decides
	what string // what happened, shown before the service's own message
	act  Act
}

// byCode returns the meaning of a known code. For any other code it is empty,
// and the answer is shown as it came.
func byCode(code string) meaning {
	const noVersion = "The service does not have this api-version"
	return map[string]meaning{
		"AuthorizationFailed":                {what: "Not permitted", act: ActAskForRole},
		"LinkedAuthorizationFailed":          {what: "Not permitted", act: ActAskForRole},
		"DenyAssignmentAuthorizationFailed":  {what: "A deny assignment forbids this"},
		"RequestDisallowedByPolicy":          {what: "A policy forbids this", act: ActObeyPolicy},
		"AccessDenied":                       {what: "Access was denied"},
		"ScopeLocked":                        {KindLocked, "A lock forbids this", ActUnlock},
		"ReadOnlyDisabledSubscription":       {KindLocked, "The Azure subscription is disabled", ActEnableSubscription},
		"MissingSubscriptionRegistration":    {KindLocked, "The Azure subscription does not have API Management registered", ActRegisterProvider},
		"ServiceLocked":                      {what: "The service is busy with another change", act: ActRetry},
		"PessimisticConcurrencyConflict":     {what: "The service is busy with another change", act: ActRetry},
		"NoRegisteredProviderFound":          {KindVersion, noVersion, ActChooseVersion},
		"InvalidApiVersionParameter":         {KindVersion, noVersion, ActChooseVersion},
		"MissingApiVersionParameter":         {KindVersion, noVersion, ActChooseVersion},
		"MethodNotAllowedInPricingTier":      {what: "The service's tier does not offer this", act: ActLeaveTier},
		"ValidationError":                    {what: "The service refused the request", act: ActCorrect},
		"InvalidParameters":                  {what: "The service refused the request", act: ActCorrect},
		"ServiceNotFound":                    {KindNoService, "The API Management service was not found", ActCheckService},
		"ResourceGroupNotFound":              {KindNoService, "The resource group was not found", ActCheckService},
		"SubscriptionNotFound":               {KindNoService, "The Azure subscription was not found", ActCheckService},
		"ExpiredAuthenticationToken":         {what: "The sign-in has expired", act: ActSignIn},
		"InvalidAuthenticationTokenTenant":   {what: "The sign-in is for another tenant", act: ActSignIn},
		"InvalidAuthenticationTokenAudience": {what: "The sign-in is for another address", act: ActSignIn},
		"SubscriptionRequestsThrottled":      {what: "Azure throttles this subscription", act: ActWait},
	}[code]
}

// byKind returns the meaning of all other failures.
func (e *Error) byKind() meaning {
	switch {
	case (e.Kind == KindNotFound || e.Kind == KindNoService) && e.Code != "" && e.Code != "ResourceNotFound":
		return meaning{what: "Not found"}
	case e.Kind == KindConflict && e.Status == 0:
		return meaning{act: ActRetry}
	case e.Kind == KindInvalid && e.Status == 0:
		return meaning{what: "Not a valid request", act: ActCorrect}
	case e.Kind == KindServer && e.Status == http.StatusNotImplemented:
		return meaning{what: "The service failed"}
	case e.Kind == KindNetwork && e.Sent:
		return meaning{what: "No answer", act: ActCheckNetwork}
	case e.Kind == KindUnknown, e.Kind == KindFailed:
		return meaning{act: ActReport}
	}
	return map[Kind]meaning{
		KindNotFound:     {what: "Not found", act: ActListAgain},
		KindNoService:    {what: "The API Management service was not found", act: ActCheckService},
		KindSignIn:       {what: "The service did not accept the sign-in", act: ActSignIn},
		KindForbidden:    {what: "Not permitted"},
		KindConflict:     {what: "The service refused this as a conflict"},
		KindLocked:       {what: "The service refused this"},
		KindVersion:      {what: "The service does not have this api-version", act: ActChooseVersion},
		KindPrecondition: {what: "The service refused the condition of the request", act: ActReadAgain},
		KindThrottled:    {what: "Azure throttles these requests", act: ActWait},
		KindInvalid:      {what: "The service refused the request"},
		KindServer:       {what: "The service failed", act: ActReport},
		KindTimeout:      {what: "No answer in time", act: ActCheckNetwork},
		KindCanceled:     {what: stoppedWaiting},
		KindNetwork:      {what: "The service could not be reached", act: ActCheckNetwork},
		KindMalformed:    {what: "The service's answer could not be read", act: ActCheckEndpoint},
		KindRefused:      {what: "Refused", act: ActCheckWay},
	}[e.Kind]
}

// meaning returns what the error means: by its code, else by its kind.
func (e *Error) meaning() meaning {
	m := e.byKind()
	switch known := byCode(e.Code.Exact()); {
	case e.Foreign:
		m.what = "Something on the way answered in place of the service"
		if e.Kind == KindMalformed || e.Kind == KindPrecondition {
			m.act = ActCheckWay
		}
	case known.what != "" && e.Kind != KindPrecondition:
		// Some services give a 412 the code of another failure.
		m = known
	}
	return m
}
