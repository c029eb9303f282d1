package api

import (
	"cmp"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
)

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
