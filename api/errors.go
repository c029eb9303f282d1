package api

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

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
	Foreign bool
	// RetryAfter is how long the service asked to wait, or 0.
	RetryAfter time.Duration
	// Help is the Advice in the surface's words, "" when there is none.
	Help string
	// Sent is false only when certainly nothing reached the service.
	Sent bool
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

// isAny reports whether an error is of one of the kinds.
func isAny(err error, kinds ...Kind) bool {
	return slices.ContainsFunc(kinds, func(k Kind) bool { return errors.Is(err, k) })
}

// NonRetriable keeps azcore from retrying what a guard refused.
func (e *Error) NonRetriable() {}

// plain makes any string safe to draw.
func plain(s string) text.Text { return text.Text(text.Clean(s).String()) }
