package api

import (
	"context"
	"errors"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"

	"apimtui/api/text"
)

// DirectoryOptions configures a Directory; the fields are as in Options.
type DirectoryOptions struct {
	Endpoint, Audience, UserAgent string

	// Credential provides the sign-in to a tenant. "" is the account's own.
	Credential func(tenant string) (azcore.TokenCredential, error)
	// OnlyHome searches no tenant but the account's own. It is for a credential
	// that cannot sign in elsewhere, or not without asking.
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
	if _, err := parseEndpoint(o.Endpoint, o.AllowHTTP); err != nil {
		return nil, err
	}
	return &Directory{o: o, clients: map[string]*Client{}}, nil
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
	TenantID         string    // of the sign-in that sees the service; "" when unknown
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

func (f FoundService) compare(other FoundService) int {
	if n := strings.Compare(strings.ToLower(f.Scope.ServiceName), strings.ToLower(other.Scope.ServiceName)); n != 0 {
		return n
	}
	return strings.Compare(f.Scope.path(), other.Scope.path())
}

// Tenant is a tenant that the account belongs to.
type Tenant struct {
	ID     string    `json:"tenantId"`
	Name   text.Text `json:"displayName"`
	Domain text.Text `json:"defaultDomain"`
	Home   bool      `json:"-"` // the account's own
}

// label names a tenant for a sentence.
func (t Tenant) label() string {
	for _, name := range []text.Text{t.Name, t.Domain} {
		if name != "" {
			return name.String()
		}
	}
	return t.ID
}

// Found is what is known of the account's services.
type Found struct {
	Services []FoundService // by name
	Notes    []string       // what is missing and why, sentences safe to draw
	Tenants  []Tenant       // all that the account belongs to
	// Incomplete is set when services may be missing.
	Incomplete bool
	// Waiting is how long Azure asked to wait before it continues, 0 when it
	// does not wait.
	Waiting time.Duration
}

// Find searches the account's own tenant, then the others. It calls progress,
// never concurrently, whenever it knows more.
//
// A tenant or an Azure subscription that fails is skipped and told in the
// Notes. The error reports that the account's own tenant could not be searched.
func (d *Directory) Find(ctx context.Context, progress func(Found)) (Found, error) {
	if progress == nil {
		progress = func(Found) {}
	}
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

// each calls f for all items, up to n at a time.
func each[T any](n int, items []T, f func(T)) {
	var all sync.WaitGroup
	slots := make(chan struct{}, n)
	for _, item := range items {
		slots <- struct{}{}
		all.Go(func() {
			defer func() { <-slots }()
			f(item)
		})
	}
	all.Wait()
}

var guid = regexp.MustCompile(`^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

// scopeOf reads a service's resource id. It refuses what no service is called,
// and what is not safe to draw.
func scopeOf(id text.Text) (Scope, bool) {
	parts := strings.Split(id.Exact(), "/")
	if len(parts) != 9 || !guid.MatchString(parts[2]) {
		return Scope{}, false
	}
	s := Scope{SubscriptionID: parts[2], ResourceGroup: parts[4], ServiceName: parts[8]}
	safe := func(name string) bool {
		return name != "" && name != "." && name != ".." && text.Clean(name).String() == name && !strings.Contains(name, " ")
	}
	return s, strings.EqualFold(s.path(), id.Exact()) && safe(s.ResourceGroup) && safe(s.ServiceName)
}
