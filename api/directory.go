package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"

	"apimtui/api/text"
)

// DirectoryOptions configures a Directory; most fields are as in Options.
type DirectoryOptions struct {
	Endpoint, Audience, UserAgent string

	// Credential provides the sign-in to a tenant; "" is the account's own.
	Credential func(tenant string) (azcore.TokenCredential, error)
	// OnlyHome searches no other tenant. It is for a credential that cannot
	// sign in elsewhere, or not without asking.
	OnlyHome bool

	Transport http.RoundTripper
	Advise    func(Advice) string
	AllowHTTP bool
}

// Directory finds the API Management services that an account can see. It only
// reads. It is safe for concurrent use.
type Directory struct {
	o DirectoryOptions

	mu      sync.Mutex
	clients map[string]*Client // by tenant
}

// NewDirectory makes a Directory without sending anything. It fails as New
// does.
func NewDirectory(o DirectoryOptions) (*Directory, error) {
	if o.Credential == nil {
		return nil, errors.New("no credential given")
	}
	_, err := parseEndpoint(o.Endpoint, o.AllowHTTP)
	return &Directory{o: o, clients: map[string]*Client{}}, err
}

// client returns the client of a tenant, which keeps its token.
func (d *Directory) client(tenant string) (*Client, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if c := d.clients[tenant]; c != nil {
		return c, nil
	}
	credential, err := d.o.Credential(tenant)
	if err != nil {
		return nil, failure(context.Background(), "", &SignInError{Err: err})
	}
	c, err := New(Options{
		Endpoint: d.o.Endpoint, Audience: d.o.Audience, UserAgent: d.o.UserAgent, Credential: credential,
		Transport: d.o.Transport, Advise: d.o.Advise, AllowHTTP: d.o.AllowHTTP,
	})
	if err == nil {
		d.clients[tenant] = c
	}
	return c, err
}

// FoundService is an API Management service that the account can see. Its Scope
// is safe to draw.
type FoundService struct {
	Scope            Scope
	Location, SKU    text.Text
	State            text.Text // the provisioning state, "" when it was not told
	SubscriptionName text.Text // "" when it was not told
	TenantID         string    // of the sign-in that sees the service, "" for the account's own
	TenantName       text.Text
}

// Why returns why the service cannot be opened, "" when it can.
func (f FoundService) Why() string {
	switch state := strings.ToLower(f.State.Exact()); {
	case strings.EqualFold(f.SKU.Exact(), "Consumption"):
		return "the Consumption tier has no users"
	case slices.Contains([]string{"created", "creating", "activating"}, state):
		return "it is still being created"
	case slices.Contains([]string{"deleting", "terminating", "deleted"}, state):
		return "it is being deleted"
	}
	return ""
}

// Tenant is a tenant that the account belongs to.
type Tenant struct {
	ID     string    `json:"tenantId"`
	Name   text.Text `json:"displayName"`
	Domain text.Text `json:"defaultDomain"`
	Home   bool      `json:"-"` // the account's own
}

// Found is what is known of the account's services.
type Found struct {
	Services   []FoundService // by name
	Notes      []string       // what is missing and why, sentences safe to draw
	Tenants    []Tenant       // all that the account belongs to
	Incomplete bool           // services may be missing
	Waiting    time.Duration  // how long Azure asked to wait, 0 when the search goes on
}

// Find searches the account's own tenant, then the others. It calls progress,
// never concurrently, whenever it knows more.
//
// A tenant or an Azure subscription that fails is skipped and named in the
// Notes. The error reports that the account's own tenant could not be searched.
func (d *Directory) Find(ctx context.Context, progress func(Found)) (Found, error) {
	ctx = policy.WithRetryOptions(ctx, readRetry(false)) // patiently waits instead
	s := &search{d: d, progress: progress, seen: map[string]bool{}, names: map[string]text.Text{}}
	var listing sync.WaitGroup
	listing.Go(func() { s.listTenants(ctx) })
	err := s.tenant(ctx, "")
	if right := d.wrongTenant(err); right != "" {
		s.settle(right)
		err = s.tenant(ctx, right)
	}
	listing.Wait()
	if err == nil {
		s.others(ctx)
	}
	if err == nil && ctx.Err() != nil {
		err = failure(ctx, OpGraph, ctx.Err())
	}
	return s.tell(0), err
}

// wrongTenant returns the tenant that an error names as the right one, "" for
// none.
func (d *Directory) wrongTenant(err error) string {
	var e *Error
	if d.o.OnlyHome || !errors.As(err, &e) || e.Code != "InvalidAuthenticationTokenTenant" {
		return ""
	}
	return e.Advice().Tenant
}

var guid = regexp.MustCompile(`^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

// named reports whether a name has 1 to most letters, digits and marks.
func named(s string, most int, marks string) bool {
	return s != "" && utf8.RuneCountInString(s) <= most && !strings.ContainsFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(marks, r)
	})
}

// scopeOf reads a service's resource id. It refuses what no service is called,
// and what is not safe to draw.
func scopeOf(id text.Text) (Scope, bool) {
	parts := strings.Split(id.Exact(), "/")
	if len(parts) != 9 || !guid.MatchString(parts[2]) || id.String() != id.Exact() {
		return Scope{}, false
	}
	s := Scope{SubscriptionID: parts[2], ResourceGroup: parts[4], ServiceName: parts[8]}
	_, direct := segments(s.path())
	return s, direct && named(s.ResourceGroup, 90, "-_.()") && named(s.ServiceName, 50, "-") && strings.EqualFold(s.ResourceID(), id.Exact())
}

const (
	graphVersion = "2024-04-01"
	graphRows    = 1000 // the most in one page

	// servicesQuery needs the id, without which there are no further pages, and
	// an order, without which their rows are random.
	servicesQuery = "resources | where type =~ 'microsoft.apimanagement/service'" +
		" | project id, name, location, sku, state = tostring(properties.provisioningState) | order by id asc"
)

type graphPage struct {
	Rows []struct {
		ID       text.Text `json:"id"`
		Location text.Text `json:"location"`
		SKU      struct {
			Name text.Text `json:"name"`
		} `json:"sku"`
		State text.Text `json:"state"`
	} `json:"data"`
	Total     int    `json:"totalRecords"`
	Truncated any    `json:"resultTruncated"` // a string, even of a truth value
	SkipToken string `json:"$skipToken"`

	header http.Header
}

// graph finds the services of a tenant with one query, page by page.
func (s *search) graph(ctx context.Context, c *Client, tenant string) error {
	seen := map[string]bool{"": true}
	for token, read := "", 0; ; {
		var page graphPage
		err := s.patiently(ctx, func() (err error) {
			page, err = askGraph(ctx, c, token)
			return err
		})
		if err != nil {
			return err
		}
		for _, r := range page.Rows {
			s.add(FoundService{Location: r.Location, SKU: r.SKU.Name, State: r.State, TenantID: tenant}, r.ID)
		}
		read, token = read+len(page.Rows), page.SkipToken
		if strings.EqualFold(page.header.Get("x-ms-tenant-subscription-limit-hit"), "true") {
			s.note(true, "The account sees more than 10,000 Azure subscriptions, and only the first were searched.")
		}
		if token == "" && (read < page.Total || strings.EqualFold(fmt.Sprint(page.Truncated), "true")) {
			s.note(true, "Resource Graph cut its answer off: services are missing.")
		}
		if token != "" && (seen[token] || len(seen) > maxPages) {
			s.note(true, "Resource Graph's pages do not end: services may be missing.")
			token = ""
		}
		s.tell(0)
		if token == "" {
			return nil
		}
		seen[token] = true
	}
}

func askGraph(ctx context.Context, c *Client, token string) (page graphPage, err error) {
	options := map[string]any{"$top": graphRows, "resultFormat": "objectArray"}
	if token != "" {
		options["$skipToken"] = token
	}
	body, err := json.Marshal(map[string]any{"query": servicesQuery, "options": options})
	if err != nil {
		return page, err
	}
	resp, answer, err := c.do(ctx, call{op: OpGraph, method: http.MethodPost, body: body,
		url: c.url([]string{"providers", "Microsoft.ResourceGraph", "resources"}, url.Values{"api-version": {graphVersion}})}, http.StatusOK)
	if err != nil {
		return page, err
	}
	page.header = resp.Header
	if err = json.Unmarshal(answer, &page); err == nil && page.Rows == nil {
		err = errNoValue
	}
	if err != nil {
		return page, malformed(OpGraph, resp, err)
	}
	return page, nil
}
