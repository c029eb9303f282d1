package api

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"

	"apimtui/api/signin"
	"apimtui/api/text"
)

// failure makes an *Error for a call without an answer.
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

// malformed returns the error for a success whose body breaks the protocol.
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
