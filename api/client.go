// Package api is the client of the users of an Azure API Management service,
// as Azure Resource Manager offers them.
//
// One service type stands for each noun (Users, Services). They share one
// pipeline that guards the bearer token, limits how much is read, retries only
// what is safe to retry and turns every failure into an *Error. Operations are
// named after the REST reference at
// https://learn.microsoft.com/rest/api/apimanagement, api-version 2024-05-01;
// the older versions 2021-08-01 and 2022-08-01 also work.
//
// Text that users of the service may have written is a text.Text. It stays
// exact when compared, written or encoded as JSON, and is made safe when drawn.
package api

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"

	"apimtui/api/signin"
)

// DefaultAPIVersion is used when Options names no api-version.
const DefaultAPIVersion = "2024-05-01"

const readDeadline = 30 * time.Second // bounds one read, including its retries

// Scope names one API Management service in Azure Resource Manager.
type Scope struct {
	SubscriptionID string // a GUID
	ResourceGroup  string
	ServiceName    string // 1 to 50 characters
}

func (s Scope) ResourceID() string {
	return "/subscriptions/" + s.SubscriptionID + "/resourceGroups/" + s.ResourceGroup +
		"/providers/Microsoft.ApiManagement/service/" + s.ServiceName
}

// path returns the service's resource path, each segment escaped. Without a
// service, it is that of Resource Manager itself.
func (s Scope) path() string {
	if s == (Scope{}) {
		return ""
	}
	return "/subscriptions/" + url.PathEscape(s.SubscriptionID) +
		"/resourceGroups/" + url.PathEscape(s.ResourceGroup) +
		"/providers/Microsoft.ApiManagement/service/" + url.PathEscape(s.ServiceName)
}

type Options struct {
	Scope      Scope
	Endpoint   string // of Resource Manager, such as https://management.azure.com
	Audience   string // the token's audience, such as https://management.azure.com
	APIVersion string // "" means DefaultAPIVersion
	UserAgent  string // product and version, such as apimtui/1.0

	// Credential provides the bearer token. It is only asked when a request is
	// about to be sent to Endpoint.
	Credential azcore.TokenCredential

	// Transport sends the requests; nil means the settings of
	// http.DefaultTransport. Redirects are never followed.
	Transport http.RoundTripper

	// Advise words advice for the surface, with its keys, flags and commands.
	// If it is nil or returns "", the plain words are used.
	Advise func(Advice) string

	// ReadOnly refuses every request but GET and HEAD. The pipeline enforces
	// it, so no operation can skip the check.
	ReadOnly bool

	Journal Journal // records which writes were started; nil records nothing

	// AllowHTTP permits a plain http Endpoint outside loopback. It is meant for
	// an in-process transport that sends nothing over the network.
	AllowHTTP bool
}

// Client talks to one API Management service. It is safe for concurrent use.
type Client struct {
	pipeline   runtime.Pipeline
	endpoint   *url.URL
	scope      Scope
	apiVersion string
	audience   string
	clock      *serverClock
	advise     func(Advice) string
	token      *sharedToken
	journal    Journal
	sent       *exchanges
	pace       *pace

	Users    *Users
	Groups   *Groups
	Services *Services

	Subscriptions *Subscriptions
}

// New makes a client without sending anything.
//
// It fails when the endpoint is neither https nor http on loopback, or when
// there is no credential.
func New(o Options) (*Client, error) {
	endpoint, err := parseEndpoint(o.Endpoint, o.AllowHTTP)
	if err != nil {
		return nil, err
	}
	if o.Credential == nil {
		return nil, errors.New("no credential given: choose a sign-in mode with --auth")
	}
	o.APIVersion, o.Audience = cmp.Or(o.APIVersion, DefaultAPIVersion), cmp.Or(o.Audience, endpoint.String())
	c := &Client{
		endpoint: endpoint, scope: o.Scope, apiVersion: o.APIVersion, audience: o.Audience, clock: &serverClock{}, advise: o.Advise,
		token: &sharedToken{cred: o.Credential, advise: o.Advise}, sent: &exchanges{}, pace: newPace(),
	}
	if c.journal = o.Journal; c.journal == nil {
		c.journal = noJournal{}
	}
	if o.Transport == nil {
		o.Transport = http.DefaultTransport
	}
	o.Transport = remembering{c, o.Transport}
	c.pipeline = newPipeline(o, endpoint, c.clock, c.token)
	c.Users = &Users{c: c}
	c.Groups = &Groups{c: c}
	c.Services = &Services{c: c}
	c.Subscriptions = &Subscriptions{c: c}
	return c, nil
}

// SignInAgain drops the current token, so that the next request fetches a new
// one.
func (c *Client) SignInAgain() { c.token.expire() }

// Account returns who signed in, and false before the first token.
func (c *Client) Account() (signin.Account, bool) { return c.token.who() }

func (c *Client) Scope() Scope { return c.scope }

// Endpoint returns the address of Resource Manager, without a trailing slash.
func (c *Client) Endpoint() string { return c.endpoint.String() }

func (c *Client) APIVersion() string { return c.apiVersion }

// Now returns the service's time, taken from the Date header of its last
// answer. Expiry is judged by this clock because the service enforces it.
func (c *Client) Now() time.Time { return time.Now().Add(time.Duration(c.clock.offset.Load())) }

// url builds an absolute URL under the service. It escapes the path segments
// and adds the api-version to the query.
func (c *Client) url(segments []string, query url.Values) string {
	var b strings.Builder
	b.WriteString(strings.TrimSuffix(c.endpoint.String(), "/"))
	b.WriteString(c.scope.path())
	for _, s := range segments {
		b.WriteByte('/')
		b.WriteString(escapeSegment(s))
	}
	q := url.Values{"api-version": {c.apiVersion}}
	maps.Copy(q, query)
	// A plus sign means a space only in forms; %20 means one everywhere.
	return b.String() + "?" + strings.ReplaceAll(q.Encode(), "+", "%20")
}

// escapeSegment escapes one path segment. It also escapes . and .., which a
// server or proxy would resolve as directions.
func escapeSegment(s string) string {
	switch s {
	case ".":
		return "%2E"
	case "..":
		return "%2E%2E"
	}
	return url.PathEscape(s)
}

// SignIn gets a token, so that a later request does not wait for one. It asks
// nothing when there is one already.
func (c *Client) SignIn(ctx context.Context) error {
	_, err := c.token.GetToken(ctx, policy.TokenRequestOptions{Scopes: []string{c.audience + "/.default"}, EnableCAE: true})
	if err != nil {
		return failure(ctx, "SignIn", err)
	}
	return nil
}

// serverClock tracks the offset between the service's clock and ours.
type serverClock struct{ offset atomic.Int64 }

func (s *serverClock) observe(h http.Header) {
	date, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		return
	}
	// Date has whole seconds, so a smaller difference means nothing.
	d := time.Until(date)
	if d > -time.Second && d < time.Second {
		d = 0
	}
	s.offset.Store(int64(d))
}
