package api

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
)

// DefaultAPIVersion is the api-version asked for when the caller names none.
const DefaultAPIVersion = "2024-05-01"

// readDeadline bounds one read, all its tries included.
const readDeadline = 30 * time.Second

// Scope names one API Management service in Azure Resource Manager.
type Scope struct {
	SubscriptionID string // a GUID
	ResourceGroup  string
	ServiceName    string // 1 to 50 characters
}

// path is the service's resource path, each segment escaped.
func (s Scope) path() string {
	return "/subscriptions/" + url.PathEscape(s.SubscriptionID) +
		"/resourceGroups/" + url.PathEscape(s.ResourceGroup) +
		"/providers/Microsoft.ApiManagement/service/" + url.PathEscape(s.ServiceName)
}

// Options configures a Client.
type Options struct {
	Scope      Scope
	Endpoint   string // of Resource Manager, such as https://management.azure.com
	Audience   string // the token is asked for this, such as https://management.azure.com
	APIVersion string // "" means DefaultAPIVersion
	UserAgent  string // product and version, such as apimtui/1.0

	// Credential gives the bearer token. It is asked for one only when a
	// request is about to be sent to Endpoint.
	Credential azcore.TokenCredential

	// Transport carries the requests; nil means http.DefaultTransport's
	// settings. It never follows redirects, whatever it is.
	Transport http.RoundTripper

	// Advise puts advice into the words of the surface, which knows its keys,
	// flags and commands. "" leaves it in plain words, and so does nil.
	Advise func(Advice) string

	// ReadOnly refuses every request but GET and HEAD, in the pipeline, so
	// that no operation can forget to ask.
	ReadOnly bool

	// Journal keeps which writes were begun; nil keeps nothing.
	Journal Journal

	// AllowHTTP permits a plain http Endpoint that is not on loopback. It is
	// meant for an in-process transport, where nothing goes over a wire.
	AllowHTTP bool
}

// Client speaks to one API Management service. It is safe for concurrent use.
type Client struct {
	pipeline   runtime.Pipeline
	endpoint   *url.URL
	scope      Scope
	apiVersion string
	clock      *serverClock
	advise     func(Advice) string
	token      *sharedToken
	journal    Journal

	Users    *Users
	Groups   *Groups
	Services *Services
}

// New makes a client. It sends nothing.
//
// It fails when the endpoint is not an https URL (or http on loopback), or
// when no credential is given.
func New(o Options) (*Client, error) {
	endpoint, err := parseEndpoint(o.Endpoint, o.AllowHTTP)
	if err != nil {
		return nil, err
	}
	if o.Credential == nil {
		return nil, errors.New("no credential given: choose a sign-in mode with --auth")
	}
	if o.APIVersion == "" {
		o.APIVersion = DefaultAPIVersion
	}
	if o.Audience == "" {
		o.Audience = endpoint.String()
	}
	c := &Client{endpoint: endpoint, scope: o.Scope, apiVersion: o.APIVersion, clock: &serverClock{}, advise: o.Advise, token: newSharedToken(o.Credential, o.Advise)}
	if c.journal = o.Journal; c.journal == nil {
		c.journal = noJournal{}
	}
	c.pipeline = newPipeline(o, endpoint, c.clock, c.token)
	c.Users = &Users{c: c}
	c.Groups = &Groups{c: c}
	c.Services = &Services{c: c}
	return c, nil
}

// SignInAgain forgets the token in use, so that the next request asks the
// credential for one.
func (c *Client) SignInAgain() { c.token.expire() }

// Scope is the service this client speaks to.
func (c *Client) Scope() Scope { return c.scope }

// Endpoint is the Resource Manager this client speaks to, without a trailing
// slash.
func (c *Client) Endpoint() string { return c.endpoint.String() }

// APIVersion is the api-version sent with every request.
func (c *Client) APIVersion() string { return c.apiVersion }

// Now is the service's idea of the present, from the Date header of its last
// answer, so that expiry is judged by the clock that enforces it.
func (c *Client) Now() time.Time { return c.clock.now() }

// url builds an absolute URL under the service. The path segments are escaped
// here; the query is the operation's own and gains the api-version.
func (c *Client) url(segments []string, query url.Values) string {
	var b strings.Builder
	b.WriteString(strings.TrimSuffix(c.endpoint.String(), "/"))
	b.WriteString(c.scope.path())
	for _, s := range segments {
		b.WriteByte('/')
		b.WriteString(escapeSegment(s))
	}
	return b.String() + "?" + c.encodeQuery(query)
}

func (c *Client) encodeQuery(query url.Values) string {
	q := url.Values{"api-version": {c.apiVersion}}
	for k, v := range query {
		q[k] = v
	}
	// A plus sign means a space only in forms; %20 means one everywhere.
	return strings.ReplaceAll(q.Encode(), "+", "%20")
}

// escapeSegment escapes one path segment, and also the two names that a
// server or proxy would resolve as directions rather than as a name.
func escapeSegment(s string) string {
	switch s {
	case ".":
		return "%2E"
	case "..":
		return "%2E%2E"
	}
	return url.PathEscape(s)
}
