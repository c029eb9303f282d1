package api

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strconv"
	"time"

	"apimtui/api/signin"
	"apimtui/api/text"
)

// Kind sorts failures by what a caller or operator can do about them.
type Kind int

const (
	KindUnknown      Kind = iota
	KindNotFound          // 404, what was asked for
	KindNoService         // 404, the API Management service or its resource group
	KindSignIn            // 401, or no token
	KindForbidden         // 403
	KindConflict          // 409
	KindLocked            // a lock, a disabled subscription, an unregistered provider: waiting does not help
	KindVersion           // the service does not know the api-version
	KindPrecondition      // 412
	KindThrottled         // 429
	KindInvalid           // 400 and 422: the request was understood and refused
	KindServer            // 5xx
	KindNetwork           // no connection, TLS, DNS, a connection cut
	KindTimeout           // a deadline ran out
	KindCanceled          // the caller canceled
	KindMalformed         // an answer that breaks the protocol or is not from the service
	KindRefused           // not sent: a guard of this client refused
	KindFailed            // an accepted operation ended without success
)

// Error makes a kind a target of errors.Is: an *Error matches its own.
func (k Kind) Error() string { return "an error of kind " + strconv.Itoa(int(k)) }

// Error is a failed operation.
type Error struct {
	Operation Operation // "" when there was none
	Kind      Kind
	Status    int       // HTTP status, 0 when there was no answer
	Code      text.Text // the service's error code
	Message   text.Text // the service's message, or ours when it has none
	Details   []Detail  // error.details and additionalInfo, including nested ones
	RequestID text.Text // x-ms-request-id, for support
	// Foreign is set when the answer is not in the service's format, so
	// something between here and the service sent it.
	Foreign    bool
	RetryAfter time.Duration // how long the service asked to wait, or 0
	Help       string        // the Advice in the surface's words, "" when there is none
	Sent       bool          // false only when certainly nothing reached the service
	// Err is the cause, if any. It may hold untrusted text: draw an Explanation
	// instead.
	Err error

	challenge text.Text // WWW-Authenticate
	asked     string    // the api-version of the request
}

// Detail is one entry of error.details, often a refused field.
type Detail struct {
	Code    text.Text `json:"code"`
	Target  text.Text `json:"target"` // such as email or identities[0].provider
	Message text.Text `json:"message"`
}

// Error returns text without control characters. Surfaces prefer Explain.
func (e *Error) Error() string {
	s := string(e.Operation)
	if s != "" {
		s += ": "
	}
	if e.Status != 0 {
		s += fmt.Sprintf("HTTP %d ", e.Status)
	}
	if e.Code != "" {
		s += e.Code.String() + ": "
	}
	return s + e.Message.String()
}

func (e *Error) Unwrap() error { return e.Err }

func (e *Error) Is(target error) bool { return target == e.Kind }

func isAny(err error, kinds ...Kind) bool {
	return slices.ContainsFunc(kinds, func(k Kind) bool { return errors.Is(err, k) })
}

// NonRetriable keeps azcore from retrying what a guard refused.
func (e *Error) NonRetriable() {}

// plain makes any string safe to draw.
func plain(s string) text.Text { return text.Text(text.Clean(s).String()) }

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

// failure makes an *Error for a call without an answer.
func failure(ctx context.Context, op Operation, err error) error {
	if own, ok := errors.AsType[*Error](err); ok {
		e := *own
		if e.Operation == "" {
			e.Operation = op
		}
		return &e
	}
	e := &Error{Operation: op, Kind: KindNetwork, Err: err, Sent: !neverSent(err)}
	var signIn *SignInError
	switch {
	case errors.As(err, &signIn):
		e.Kind, e.Help = KindSignIn, signIn.Help
		e.Message = plain(signin.Diagnose(signIn.Err).Words())
	case errors.As(err, new(*http.MaxBytesError)):
		e.Kind = KindMalformed
		e.Message = "the answer is larger than 8 MiB and was not read"
	case errors.Is(err, context.DeadlineExceeded) || errors.Is(ctx.Err(), context.DeadlineExceeded):
		e.Kind = KindTimeout
		e.Message = "no answer in time"
	case errors.Is(err, context.Canceled) || errors.Is(ctx.Err(), context.Canceled):
		e.Kind = KindCanceled
		e.Message = "the caller stopped waiting"
	default:
		e.Message = networkMessage(err)
	}
	return e
}

// NetworkWords says why a request had no answer, safe to draw.
func NetworkWords(err error) string {
	return Explain(failure(context.Background(), "", &transportError{err})).What.String()
}

func networkMessage(err error) text.Text {
	var dns *net.DNSError
	switch {
	case errors.As(err, &dns):
		return plain("the name " + dns.Name + " was not found")
	case badCertificate(err):
		return plain("the server's certificate was not accepted: " + rootCause(err).Error())
	case neverSent(err):
		return plain("cannot connect: " + rootCause(err).Error())
	}
	return plain("the connection broke: " + rootCause(err).Error())
}

func badCertificate(err error) bool {
	return errors.As(err, new(*tls.CertificateVerificationError)) || errors.As(err, new(x509.UnknownAuthorityError)) ||
		errors.As(err, new(x509.HostnameError))
}

func rootCause(err error) error {
	for {
		next := errors.Unwrap(err)
		if next == nil {
			return err
		}
		err = next
	}
}

// malformed returns the error for a success whose body breaks the protocol.
func malformed(op Operation, resp *http.Response, err error) error {
	return &Error{Operation: op, Kind: KindMalformed, Status: resp.StatusCode, RequestID: answeredID(resp),
		Sent: true, Err: err,
		Message: "the answer is not the JSON of this operation: is the endpoint Azure Resource Manager, or does something on the way answer in its place?"}
}
