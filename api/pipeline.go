package api

import (
	"context"
	"encoding/base64"
	"errors"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
	"github.com/google/uuid"
)

// bodyLimit bounds one answer. A page of 100 users is about 60 kB; the service
// has no reason to send 8 MiB.
const bodyLimit = 8 << 20

// newPipeline arranges, from the caller to the wire: read-only guard, request
// id, origin guard, sign-in, deadline, retries, body limit. The guard comes
// before anything that knows a token. A sign-in has its own limit, so that a
// slow program or person is not taken for a slow service.
func newPipeline(o Options, endpoint *url.URL, clock *serverClock, cred *sharedToken) runtime.Pipeline {
	return runtime.NewPipeline("apimtui", "", runtime.PipelineOptions{
		AllowedHeaders:         []string{"x-ms-request-id", "x-ms-correlation-request-id", "x-ms-failure-cause", "ETag", "If-Match", "Retry-After"},
		AllowedQueryParameters: []string{"api-version", "$top", "$skip", "expandGroups", "deleteSubscriptions", "notify", "appType"},
		PerCall:                []policy.Policy{readOnlyGuard{o.ReadOnly}, requestID{}, originGuard{endpoint}, signIn{cred, []string{o.Audience + "/.default"}}, deadline{}},
	}, &policy.ClientOptions{
		Retry:     readRetry(true),
		Telemetry: policy.TelemetryOptions{Disabled: true},
		Transport: &transport{roundTripper: o.Transport, userAgent: o.UserAgent, clock: clock},
	})
}

// readRetry returns the retry settings for reads: quick, and within the time an
// operator would wait. A Retry-After above the limit ends the retries, so that
// the wait is shown instead of spent in silence.
func readRetry(on429 bool) policy.RetryOptions {
	return policy.RetryOptions{
		MaxRetries:    3,
		RetryDelay:    400 * time.Millisecond,
		MaxRetryDelay: 10 * time.Second,
		ShouldRetry: func(resp *http.Response, err error) bool {
			if err != nil {
				return !errors.As(err, new(*http.MaxBytesError)) && !badCertificate(err)
			}
			switch resp.StatusCode {
			case http.StatusTooManyRequests:
				return on429
			case http.StatusRequestTimeout, http.StatusInternalServerError, http.StatusBadGateway,
				http.StatusServiceUnavailable, http.StatusGatewayTimeout:
				return true
			}
			return false
		},
	}
}

// requestID gives all tries of a call the same client request id, so that
// support finds them together.
type requestID struct{}

func (requestID) Do(req *policy.Request) (*http.Response, error) {
	req.Raw().Header.Set("x-ms-client-request-id", uuid.NewString())
	req.Raw().Header.Set("x-ms-return-client-request-id", "true")
	return req.Next()
}

// transport is the last step: it refuses redirects, limits bodies and reads the
// service's clock.
type transport struct {
	roundTripper http.RoundTripper
	userAgent    string
	clock        *serverClock
}

func (t *transport) Do(req *http.Request) (*http.Response, error) {
	if t.userAgent != "" {
		req.Header.Set("User-Agent", t.userAgent)
	}
	// A RoundTripper, unlike an http.Client, does not follow redirects, so the
	// token goes to no other address.
	resp, err := t.roundTripper.RoundTrip(req)
	if err != nil {
		return nil, &transportError{err: err}
	}
	if resp.Request == nil {
		resp.Request = req
	}
	t.clock.observe(resp.Header)
	resp.Body = http.MaxBytesReader(nil, resp.Body, bodyLimit)
	tellWait(resp)
	return resp, nil
}

// transportError marks a failure below HTTP and tells whether the request can
// have reached the service.
type transportError struct{ err error }

func (t *transportError) Error() string { return t.err.Error() }
func (t *transportError) Unwrap() error { return t.err }

// neverSent reports whether there was no token or no connection, so that
// nothing can have been applied.
func neverSent(err error) bool {
	if errors.As(err, new(*SignInError)) || errors.As(err, new(*waitError)) || badCertificate(err) {
		return true
	}
	// The first error of a chain is the outermost: an unreachable proxy is
	// found before the dialing below it.
	op, ok := errors.AsType[*net.OpError](err)
	return ok && (op.Op == "dial" || op.Op == "proxyconnect")
}

// deadline bounds a call, including its retries and its body.
type deadline struct{}

func (deadline) Do(req *policy.Request) (*http.Response, error) {
	limit := writeDeadline
	if reads(req.Raw().Method) {
		limit = readDeadline
	}
	ctx, cancel := context.WithTimeout(req.Raw().Context(), limit)
	defer cancel() // the body has been read by then
	return req.Clone(ctx).Next()
}

// signIn adds the bearer token. Unlike the SDK's policy, which waits within the
// deadline of the request, it gives a sign-in its own time and can be canceled.
type signIn struct {
	cred   *sharedToken
	scopes []string
}

// Do sends the request. When the service itself refuses the token, it is sent
// once more with a fresh one, if there is one.
func (s signIn) Do(req *policy.Request) (*http.Response, error) {
	ctx, o := req.Raw().Context(), policy.TokenRequestOptions{Scopes: s.scopes, EnableCAE: true}
	token, err := s.cred.GetToken(ctx, o)
	if err != nil {
		return nil, err
	}
	resp, err := send(req, token)
	if err != nil || resp.StatusCode != http.StatusUnauthorized {
		return resp, err
	}
	challenge := resp.Header.Get("WWW-Authenticate")
	if !strings.HasPrefix(challenge, "Bearer") {
		s.cred.expire()
		return resp, nil
	}
	o.Claims = claimsOf(challenge)
	fresh, err := s.cred.renew(ctx, o, token.Token)
	if err != nil {
		return nil, err
	}
	if fresh.Token != token.Token {
		runtime.Drain(resp)
		if err := req.RewindBody(); err != nil {
			return nil, err
		}
		resp, err = send(req, fresh)
	}
	if err == nil && resp.StatusCode == http.StatusUnauthorized {
		s.cred.expire()
	}
	return resp, err
}

func send(req *policy.Request, token azcore.AccessToken) (*http.Response, error) {
	req.Raw().Header.Set("Authorization", "Bearer "+token.Token)
	return req.Next()
}

var claimsWanted = regexp.MustCompile(`\bclaims="([^"]+)"`)

// claimsOf returns the claims that a challenge demands of a token (continuous
// access evaluation), "" for none.
func claimsOf(challenge string) string {
	found := claimsWanted.FindStringSubmatch(challenge)
	if found == nil || !strings.Contains(challenge, `error="insufficient_claims"`) {
		return ""
	}
	claims, err := base64.StdEncoding.DecodeString(found[1])
	if err != nil {
		return ""
	}
	return string(claims)
}
