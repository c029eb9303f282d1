package api

import (
	"cmp"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"slices"
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

// parseEndpoint checks where a bearer token may go: https anywhere, http only
// to this machine.
func parseEndpoint(raw string, allowHTTP bool) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSuffix(raw, "/"))
	if err == nil && u.User != nil {
		// Not repeated in the error: the part before the @ may be a password.
		return nil, errors.New("the endpoint names a user before its host: write it without, such as https://management.azure.com")
	}
	if err != nil || u.Hostname() == "" || u.RawQuery != "" || u.Fragment != "" {
		return nil, fmt.Errorf("endpoint %q is not an absolute URL such as https://management.azure.com", raw)
	}
	switch {
	case u.Scheme == "https":
	case u.Scheme == "http" && (allowHTTP || isLoopback(u.Hostname())):
	default:
		return nil, fmt.Errorf("endpoint %q: a token travels over https, or over http to this machine (127.0.0.1, localhost) alone", raw)
	}
	return u, nil
}

func isLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// originGuard passes only requests to the configured origin and below the
// configured path, so a nextLink, a Location or a bug that points elsewhere
// never gets the bearer token. It compares whole parts, never host prefixes:
// management.azure.com.evil is another origin.
type originGuard struct{ endpoint *url.URL }

func (g originGuard) Do(req *policy.Request) (*http.Response, error) {
	if err := g.check(req.Raw().URL); err != nil {
		return nil, err
	}
	return req.Next()
}

func (g originGuard) check(u *url.URL) error {
	if _, ok := segments(u.EscapedPath()); !ok {
		return &Error{Kind: KindRefused, Message: "the address leads elsewhere than it seems to (" + plain(u.EscapedPath()) + "); nothing was sent"}
	}
	sameOrigin := u.Scheme == g.endpoint.Scheme && strings.EqualFold(u.Hostname(), g.endpoint.Hostname()) &&
		port(u) == port(g.endpoint)
	if sameOrigin && u.User == nil && underPath(u.EscapedPath(), g.endpoint.EscapedPath()) {
		return nil
	}
	return &Error{Kind: KindRefused,
		Message: "the service named another server or path for its next answer (" + plain(u.Scheme+"://"+u.Host) + "); nothing was sent there"}
}

// readOnlyGuard refuses every request that could change the service.
type readOnlyGuard struct{ on bool }

func (g readOnlyGuard) Do(req *policy.Request) (*http.Response, error) {
	if !g.on || reads(req.Raw().Method) {
		return req.Next()
	}
	return nil, &Error{Kind: KindRefused, Message: "this context is read-only, nothing was sent"}
}

func reads(method string) bool { return method == http.MethodGet || method == http.MethodHead }

// underPath reports whether path is below base, both escaped. It compares
// unescaped segments, because programs escape differently, and ignores case, as
// Resource Manager does.
func underPath(path, base string) bool {
	have, ok := segments(path)
	want, good := segments(base)
	return ok && good && len(have) > len(want) && slices.EqualFunc(have[:len(want)], want, strings.EqualFold)
}

// segments splits an escaped path. It fails on dot segments in any spelling,
// because they would leave the path they appear in.
func segments(path string) ([]string, bool) {
	if path = strings.Trim(path, "/"); path == "" {
		return nil, true
	}
	parts := strings.Split(path, "/")
	for i, p := range parts {
		plain, err := url.PathUnescape(p)
		if err != nil {
			return nil, false
		}
		for _, step := range strings.FieldsFunc(plain, func(r rune) bool { return r == '/' || r == '\\' }) {
			if step == "." || step == ".." {
				return nil, false
			}
		}
		parts[i] = plain
	}
	return parts, true
}

// port returns the effective port. The service adds :443 to its links, which is
// the same origin as without it.
func port(u *url.URL) string {
	return cmp.Or(u.Port(), map[string]string{"http": "80"}[u.Scheme], "443")
}

// link checks a nextLink or Location before it is used. It must be under our
// own service.
func (c *Client) link(raw string) (*url.URL, error) {
	u, err := url.Parse(raw)
	if err != nil {
		return nil, &Error{Kind: KindRefused, Message: "the service gave a link that is no URL; nothing was sent"}
	}
	u = c.endpoint.ResolveReference(u)
	if err := (originGuard{c.endpoint}).check(u); err != nil {
		return nil, err
	}
	if !underPath(u.EscapedPath(), c.endpoint.EscapedPath()+c.scope.path()) {
		return nil, &Error{Kind: KindRefused, Message: "the service gave a link outside of this API Management service (" + plain(u.EscapedPath()) + "); nothing was sent"}
	}
	return u, nil
}

// nextPage checks a nextLink: it must stay in the same collection.
func (c *Client) nextPage(raw string, collection []string) (*url.URL, error) {
	u, err := c.link(raw)
	if err != nil {
		return nil, err
	}
	base, _ := segments(c.endpoint.EscapedPath() + c.scope.path())
	// link has checked the segments, and that there are more than the service's
	// own.
	have, _ := segments(u.EscapedPath())
	if !slices.EqualFunc(have[len(base):], collection, strings.EqualFold) {
		return nil, &Error{Kind: KindRefused, Message: "the service gave a link to another list than the one that was read (" + plain(u.EscapedPath()) + "); nothing was sent"}
	}
	return u, nil
}
