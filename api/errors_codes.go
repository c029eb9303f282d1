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
	switch code {
	case "AuthorizationFailed", "LinkedAuthorizationFailed":
		return meaning{what: "Not permitted", act: ActAskForRole}
	case "DenyAssignmentAuthorizationFailed":
		return meaning{what: "A deny assignment forbids this"}
	case "RequestDisallowedByPolicy":
		return meaning{what: "A policy forbids this", act: ActObeyPolicy}
	case "AccessDenied":
		return meaning{what: "Access was denied"}
	case "ScopeLocked":
		return meaning{KindLocked, "A lock forbids this", ActUnlock}
	case "ReadOnlyDisabledSubscription":
		return meaning{KindLocked, "The Azure subscription is disabled", ActEnableSubscription}
	case "MissingSubscriptionRegistration":
		return meaning{KindLocked, "The Azure subscription does not have API Management registered", ActRegisterProvider}
	case "ServiceLocked", "PessimisticConcurrencyConflict":
		return meaning{what: "The service is busy with another change", act: ActRetry}
	case "NoRegisteredProviderFound", "InvalidApiVersionParameter", "MissingApiVersionParameter":
		return meaning{KindVersion, "The service does not have this api-version", ActChooseVersion}
	case "MethodNotAllowedInPricingTier":
		return meaning{what: "The service's tier does not offer this", act: ActLeaveTier}
	case "ValidationError", "InvalidParameters":
		return meaning{what: "The service refused the request", act: ActCorrect}
	case "ServiceNotFound":
		return meaning{KindNoService, "The API Management service was not found", ActCheckService}
	case "ResourceGroupNotFound":
		return meaning{KindNoService, "The resource group was not found", ActCheckService}
	case "SubscriptionNotFound":
		return meaning{KindNoService, "The Azure subscription was not found", ActCheckService}
	case "ExpiredAuthenticationToken":
		return meaning{what: "The sign-in has expired", act: ActSignIn}
	case "InvalidAuthenticationTokenTenant":
		return meaning{what: "The sign-in is for another tenant", act: ActSignIn}
	case "InvalidAuthenticationTokenAudience":
		return meaning{what: "The sign-in is for another address", act: ActSignIn}
	case "SubscriptionRequestsThrottled":
		return meaning{what: "Azure throttles this subscription", act: ActWait}
	}
	return meaning{}
}

// byKind returns the meaning of all other failures.
func (e *Error) byKind() meaning {
	answered := e.Status != 0
	switch e.Kind {
	case KindNotFound, KindNoService:
		if e.Code != "" && e.Code != "ResourceNotFound" {
			return meaning{what: "Not found"}
		}
		if e.Kind == KindNotFound {
			return meaning{what: "Not found", act: ActListAgain}
		}
		return meaning{what: "The API Management service was not found", act: ActCheckService}
	case KindSignIn:
		return meaning{what: "The service did not accept the sign-in", act: ActSignIn}
	case KindForbidden:
		return meaning{what: "Not permitted"}
	case KindConflict:
		if !answered {
			return meaning{act: ActRetry}
		}
		return meaning{what: "The service refused this as a conflict"}
	case KindLocked:
		return meaning{what: "The service refused this"}
	case KindVersion:
		return meaning{what: "The service does not have this api-version", act: ActChooseVersion}
	case KindPrecondition:
		return meaning{what: "The service refused the condition of the request", act: ActReadAgain}
	case KindThrottled:
		return meaning{what: "Azure throttles these requests", act: ActWait}
	case KindInvalid:
		if !answered {
			return meaning{what: "Not a valid request", act: ActCorrect}
		}
		return meaning{what: "The service refused the request"}
	case KindServer:
		if e.Status == http.StatusNotImplemented {
			return meaning{what: "The service failed"}
		}
		return meaning{what: "The service failed", act: ActReport}
	case KindTimeout:
		return meaning{what: "No answer in time", act: ActCheckNetwork}
	case KindCanceled:
		return meaning{what: stoppedWaiting}
	case KindNetwork:
		if e.Sent {
			return meaning{what: "No answer", act: ActCheckNetwork}
		}
		return meaning{what: "The service could not be reached", act: ActCheckNetwork}
	case KindMalformed:
		return meaning{what: "The service's answer could not be read", act: ActCheckEndpoint}
	case KindRefused:
		return meaning{what: "Refused", act: ActCheckWay}
	}
	return meaning{act: ActReport}
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
