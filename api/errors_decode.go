package api

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"apimtui/api/secret"
	"apimtui/api/text"
)

// errorBody reads both shapes in use: {"error":{...}} and the same without
// the wrapper, which a missing service answers.
type errorBody struct {
	Error *errorObject `json:"error"`
	errorObject
}

type errorObject struct {
	Code    text.Text       `json:"code"`
	Message text.Text       `json:"message"`
	Details json.RawMessage `json:"details"`
}

// details reads every entry it can; a strange one does not cost the others.
func (o errorObject) details() []Detail {
	var raws []json.RawMessage
	if json.Unmarshal(o.Details, &raws) != nil {
		return nil
	}
	var all []Detail
	for _, raw := range raws {
		var d *Detail
		if json.Unmarshal(raw, &d) == nil && d != nil {
			all = append(all, *d)
		}
	}
	return all
}

// responseError makes an *Error of an answer that is not a success.
func responseError(op Operation, resp *http.Response, body []byte) *Error {
	e := &Error{
		Operation:  op,
		Kind:       kindOf(resp.StatusCode),
		Status:     resp.StatusCode,
		RequestID:  answeredID(resp),
		RetryAfter: retryAfter(resp.Header),
		Sent:       true,
	}
	token := tokenOf(resp)
	e.decode(body, token)
	if e.Status == http.StatusNotFound {
		e.tellWhatIsMissing(resp, body, token)
	}
	if e.Status >= 300 && e.Status < 400 {
		e.Kind = KindRefused
		e.Message = "the service answered with a redirect, which is never followed: nothing was sent to the other address"
	}
	if e.Message == "" {
		e.Message = text.Text(fmt.Sprintf("the service answered %d %s", e.Status, http.StatusText(e.Status)))
	}
	return e
}

// tellWhatIsMissing sorts the 404s. The service and Resource Manager give each
// a code, except where there is no body to put it into: without one, something
// on the way has answered, and must not confirm that a user is gone.
func (e *Error) tellWhatIsMissing(resp *http.Response, body []byte, token string) {
	switch {
	case e.serviceIsGone(resp.Header):
		e.Kind = KindNoService
	case e.Code == "" && (resp.Request == nil || resp.Request.Method != http.MethodHead):
		e.Kind = KindMalformed
		e.Message = cmp.Or(bodyHint(e.Status, body, token), "something on the way answered 404 without a word")
	}
}

func (e *Error) decode(body []byte, token string) {
	var b errorBody
	if json.Unmarshal(body, &b) != nil {
		e.Message = bodyHint(e.Status, body, token)
		return
	}
	o := b.errorObject
	if b.Error != nil {
		o = *b.Error
	}
	e.Code, e.Message = shorten(o.Code, token), shorten(o.Message, token)
	for _, d := range o.details() {
		if len(e.Details) == mostKept {
			break
		}
		e.Details = append(e.Details, Detail{shorten(d.Code, token), shorten(d.Target, token), shorten(d.Message, token)})
	}
}

// What is kept of an error: it is drawn, and whoever wrote it may have written
// megabytes.
const (
	mostKept   = 100 // details
	mostLetter = 1000
)

// shorten bounds a text of an error, and takes out what must not be shown.
func shorten(t text.Text, token string) text.Text {
	t = text.Text(hide(t.Exact(), token))
	if len(t) <= mostLetter {
		return t
	}
	return text.Text(strings.ToValidUTF8(t.Exact()[:mostLetter], "")) + "…"
}

// hide takes out of a text the bearer token, which proxies like to echo, and
// what looks like a sign-in link, a token or a password: errors are drawn and
// logged, and some repeat what they are about.
func hide(s, token string) string {
	if token != "" {
		s = strings.ReplaceAll(s, token, secret.Redacted)
	}
	return secret.Redact(s)
}

// shortestToken is the length from which on a token cannot be a word of the
// error by chance. Those that open anything have hundreds of characters.
const shortestToken = 16

// tokenOf is the bearer token that was answered to, "" when it may be a word.
func tokenOf(resp *http.Response) string {
	if resp.Request == nil {
		return ""
	}
	_, token, _ := strings.Cut(resp.Request.Header.Get("Authorization"), " ")
	if len(token) < shortestToken {
		return ""
	}
	return token
}

// answeredID is the request id of an answer, "" when it has none.
func answeredID(resp *http.Response) text.Text {
	id := cmp.Or(resp.Header.Get("x-ms-request-id"), resp.Header.Get("x-ms-correlation-request-id"))
	return shorten(text.Text(id), tokenOf(resp))
}

// bodyHint describes an error body that is not the service's JSON, such as
// the page of a proxy on the way. Its text is shown in part, never whole.
func bodyHint(status int, body []byte, token string) text.Text {
	s := hide(strings.Join(strings.Fields(string(body)), " "), token)
	if s == "" {
		return ""
	}
	const most = 120
	if r := []rune(s); len(r) > most {
		s = string(r[:most]) + "…"
	}
	return text.Text(fmt.Sprintf("something on the way answered %d in another format: %s", status, s))
}

// serviceIsGone tells "no such service" from "no such user". The gateway in
// front of the service says the former; the service itself says the latter.
func (e *Error) serviceIsGone(h http.Header) bool {
	switch e.Code {
	case "ServiceNotFound", "ResourceGroupNotFound", "SubscriptionNotFound":
		return true
	}
	return strings.EqualFold(h.Get("x-ms-failure-cause"), "gateway")
}

func kindOf(status int) Kind {
	switch {
	case status == http.StatusUnauthorized:
		return KindSignIn
	case status == http.StatusForbidden:
		return KindForbidden
	case status == http.StatusNotFound:
		return KindNotFound
	case status == http.StatusConflict:
		return KindConflict
	case status == http.StatusPreconditionFailed:
		return KindPrecondition
	case status == http.StatusTooManyRequests:
		return KindThrottled
	case status == http.StatusRequestTimeout:
		return KindTimeout
	case status >= 500:
		return KindServer
	case status >= 400:
		return KindInvalid
	}
	return KindMalformed
}

// retryAfter reads Retry-After in seconds or as a date.
func retryAfter(h http.Header) time.Duration {
	raw := h.Get("Retry-After")
	if n, err := strconv.Atoi(raw); err == nil && n > 0 {
		return time.Duration(n) * time.Second
	}
	if t, err := http.ParseTime(raw); err == nil {
		return max(0, time.Until(t))
	}
	return 0
}

// failure makes an *Error of a call that brought no answer.
func failure(ctx context.Context, op Operation, err error) error {
	var own *Error
	if errors.As(err, &own) {
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
		e.Kind = KindSignIn
		e.Message = "no token could be had"
	case errors.Is(err, errTooLarge):
		e.Kind = KindMalformed
		e.Message = "the answer is larger than 8 MiB and was not read"
	case errors.Is(err, context.DeadlineExceeded) || errors.Is(ctx.Err(), context.DeadlineExceeded):
		e.Kind = KindTimeout
		e.Message = "no answer in time"
	case errors.Is(err, context.Canceled) || errors.Is(ctx.Err(), context.Canceled):
		e.Kind = KindCanceled
		e.Message = "given up"
	default:
		e.Message = networkMessage(err)
	}
	return e
}

func networkMessage(err error) text.Text {
	var dns *net.DNSError
	switch {
	case errors.As(err, &dns):
		return plain("the name " + dns.Name + " was not found")
	case badCertificate(err):
		return plain("the server's certificate was not accepted: " + rootCause(err).Error())
	case neverSent(err):
		return plain("no connection could be made: " + rootCause(err).Error())
	}
	return plain("the connection broke: " + rootCause(err).Error())
}

func badCertificate(err error) bool {
	var (
		cert     *tls.CertificateVerificationError
		unknown  x509.UnknownAuthorityError
		hostname x509.HostnameError
	)
	return errors.As(err, &cert) || errors.As(err, &unknown) || errors.As(err, &hostname)
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

// malformed is a success whose body is not what the protocol says.
func malformed(op Operation, resp *http.Response, err error) error {
	return &Error{
		Operation: op,
		Kind:      KindMalformed,
		Status:    resp.StatusCode,
		Message:   "the answer is not the JSON of this operation: is the endpoint Azure Resource Manager, or does something on the way answer in its place?",
		RequestID: answeredID(resp),
		Sent:      true,
		Err:       err,
	}
}
