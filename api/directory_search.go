package api

import (
	"cmp"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"

	"apimtui/api/text"
)

const (
	directoryVersion = "2022-12-01" // api-version of subscriptions and tenants

	tenantsAtOnce       = 3
	subscriptionsAtOnce = 10

	throttleTries = 5
	unsaidWait    = 5 * time.Second // when a throttled answer names no wait
)

// search is one Find.
type search struct {
	d        *Directory
	progress func(Found)

	mu      sync.Mutex
	home    string // the account's own tenant, "" while unknown
	found   Found
	seen    map[string]bool      // resource ids
	names   map[string]text.Text // of Azure subscriptions
	skipped []skipped
}

// skipped are Azure subscriptions that failed for one reason.
type skipped struct {
	alike string // what the failures have in common
	why   string // of the first
	names []string
}

// tell passes on what is known.
func (s *search) tell(waiting time.Duration) Found {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.found
	f.Services, f.Notes, f.Tenants = slices.Clone(f.Services), slices.Clone(f.Notes), slices.Clone(f.Tenants)
	tenants := map[string]text.Text{}
	for i, t := range f.Tenants {
		tenants[strings.ToLower(t.ID)] = t.Name
		f.Tenants[i].Home = strings.EqualFold(t.ID, s.home)
	}
	for i := range f.Services {
		at := &f.Services[i]
		at.SubscriptionName = s.names[strings.ToLower(at.Scope.SubscriptionID)]
		at.TenantID = cmp.Or(at.TenantID, s.home)
		at.TenantName = tenants[strings.ToLower(at.TenantID)]
	}
	slices.SortFunc(f.Services, FoundService.compare)
	for _, k := range s.skipped {
		f.Notes = append(f.Notes, notSearched("Azure subscription", k.names)+": "+k.why)
	}
	f.Incomplete = f.Incomplete || len(s.skipped) > 0
	f.Waiting = waiting
	s.progress(f)
	return f
}

// note adds a sentence. missing tells that services may be missing.
func (s *search) note(missing bool, sentence string) {
	s.mu.Lock()
	if safe := text.Clean(sentence).String(); !slices.Contains(s.found.Notes, safe) {
		s.found.Notes = append(s.found.Notes, safe)
	}
	s.found.Incomplete = s.found.Incomplete || missing
	s.mu.Unlock()
	s.tell(0)
}

// notSearched begins a sentence about what was skipped, with a few names.
func notSearched(what string, names []string) string {
	const most = 3
	if len(names) == 1 {
		return "The " + what + " " + names[0] + " was not searched"
	}
	shown := strings.Join(names[:min(len(names), most)], ", ")
	if more := len(names) - most; more > 0 {
		shown += fmt.Sprintf(" and %d more", more)
	}
	return fmt.Sprintf("%d %ss were not searched (%s)", len(names), what, shown)
}

// add adds the services that were not found before.
func (s *search) add(services ...FoundService) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range services {
		if id := strings.ToLower(f.Scope.path()); !s.seen[id] {
			s.seen[id] = true
			s.found.Services = append(s.found.Services, f)
		}
	}
}

// listTenants keeps the tenants of the account.
func (s *search) listTenants(ctx context.Context) {
	c, err := s.d.client("")
	if err != nil {
		return // told by the search of this tenant
	}
	all, err := readList[Tenant](ctx, s, c, OpTenants, "/tenants", directoryVersion)
	if err != nil {
		if elsewhere(err) {
			s.note(true, "The account's tenants could not be listed: "+Explain(err).What.String())
		}
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.found.Tenants = slices.DeleteFunc(all, func(t Tenant) bool { return !guid.MatchString(t.ID) })
	if len(s.found.Tenants) == 1 {
		s.home = cmp.Or(s.home, s.found.Tenants[0].ID)
	}
}

// others searches all tenants but the account's own.
func (s *search) others(ctx context.Context) {
	var others []Tenant
	var names []string
	for _, t := range s.tell(0).Tenants {
		if !t.Home {
			others, names = append(others, t), append(names, t.label())
		}
	}
	switch {
	case len(others) == 0:
	case s.d.o.OnlyHome:
		s.note(false, notSearched("other tenant", names)+".")
	default:
		each(tenantsAtOnce, others, func(t Tenant) {
			if err := s.tenant(ctx, t.ID); err != nil {
				s.note(true, notSearched("tenant", []string{t.label()})+": "+Explain(err).Line().String())
			}
		})
	}
}

// tenant searches one tenant: with one query while its subscriptions are
// listed, else through that list.
func (s *search) tenant(ctx context.Context, id string) error {
	c, err := s.d.client(id)
	if err == nil {
		err = s.signIn(ctx, c, id)
	}
	if err != nil {
		return err
	}
	var subscriptions []azureSubscription
	var unlisted error
	var listing sync.WaitGroup
	listing.Go(func() { subscriptions, unlisted = s.subscriptions(ctx, c) })
	refused := s.graph(ctx, c, id)
	listing.Wait()
	switch {
	case refused == nil:
		s.tell(0)
		return nil
	case !elsewhere(refused):
		return refused
	case unlisted != nil:
		return unlisted
	}
	s.note(false, "Resource Graph could not be asked, so the Azure subscriptions were searched one by one: "+Explain(refused).What.String())
	each(subscriptionsAtOnce, subscriptions, func(a azureSubscription) { s.subscription(ctx, c, id, a) })
	return nil
}

// elsewhere reports whether another way may find what an error hides.
func elsewhere(err error) bool {
	return !slices.ContainsFunc([]error{ErrSignIn, ErrNetwork, ErrTimeout, ErrCanceled}, func(k error) bool { return errors.Is(err, k) })
}

// signIn fetches the token, which names the tenant of an account.
func (s *search) signIn(ctx context.Context, c *Client, tenant string) error {
	token, err := c.token.GetToken(ctx, policy.TokenRequestOptions{Scopes: []string{c.audience + "/.default"}, EnableCAE: true})
	if err != nil {
		return failure(ctx, OpGraph, err)
	}
	if own := tenantOf(token.Token); tenant == "" && own != "" {
		s.settle(own)
	}
	return nil
}

// settle sets the account's own tenant.
func (s *search) settle(tenant string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.home = tenant
}

// tenantOf returns the tenant that a token is for, "" when it does not say.
func tenantOf(token string) string {
	var claims struct {
		Tenant string `json:"tid"`
	}
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return ""
	}
	raw, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil || json.Unmarshal(raw, &claims) != nil || !guid.MatchString(claims.Tenant) {
		return ""
	}
	return claims.Tenant
}

type azureSubscription struct {
	ID    text.Text `json:"subscriptionId"`
	Name  text.Text `json:"displayName"`
	State text.Text `json:"state"`
}

// subscriptions lists the Azure subscriptions with readable resources, and
// keeps the names of all.
func (s *search) subscriptions(ctx context.Context, c *Client) ([]azureSubscription, error) {
	all, err := readList[azureSubscription](ctx, s, c, OpAzureSubscriptions, "/subscriptions", directoryVersion)
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, a := range all {
		s.names[strings.ToLower(a.ID.Exact())] = a.Name
	}
	return slices.DeleteFunc(all, func(a azureSubscription) bool {
		return !guid.MatchString(a.ID.Exact()) || !slices.Contains([]string{"enabled", "warned", "pastdue"}, strings.ToLower(a.State.Exact()))
	}), err
}

// subscription lists the services of one Azure subscription, in the tenant that
// it turns out to belong to.
func (s *search) subscription(ctx context.Context, c *Client, tenant string, a azureSubscription) {
	list := func() ([]Service, error) {
		return readList[Service](ctx, s, c, OpServiceList, "/subscriptions/"+a.ID.Exact()+"/providers/Microsoft.ApiManagement/service", DefaultAPIVersion)
	}
	services, err := list()
	if right := s.d.wrongTenant(err); right != "" {
		if other, failed := s.d.client(right); failed == nil {
			c, tenant = other, right
			services, err = list()
		}
	}
	if err != nil && ctx.Err() == nil {
		s.skip(cmp.Or(a.Name, a.ID).String(), err)
	}
	for _, v := range services {
		s.row(graphRow{ID: v.ResourceID, Location: v.Location, SKU: graphSKU{v.SKU}, State: v.ProvisioningState}, tenant)
	}
	if err != nil || len(services) > 0 {
		s.tell(0)
	}
}

// skip keeps an Azure subscription that failed, with the others that failed
// alike. Their answers differ at least in their ids.
func (s *search) skip(name string, err error) {
	alike := ""
	var e *Error
	if errors.As(err, &e) {
		alike = fmt.Sprint(e.Kind, e.Status, e.Code)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	i := slices.IndexFunc(s.skipped, func(k skipped) bool { return k.alike == alike })
	if i < 0 {
		i, s.skipped = len(s.skipped), append(s.skipped, skipped{alike: alike, why: Explain(err).What.String()})
	}
	s.skipped[i].names = append(s.skipped[i].names, name)
}

// readList reads a list of Resource Manager. Its nextLinks stay in the list.
func readList[T any](ctx context.Context, s *search, c *Client, op Operation, path, version string) ([]T, error) {
	retry := readRetry(false)
	start := c.endpoint.String() + path + "?api-version=" + version
	base, _ := segments(c.endpoint.EscapedPath() + path)
	var all Collection[T]
	err := s.patiently(ctx, func() (err error) {
		all, err = follow[T](ctx, c, call{op: op, url: start, retry: &retry}, func(link string) (*url.URL, error) {
			u, err := url.Parse(link)
			if err != nil {
				return nil, &Error{Kind: KindRefused, Message: "the service gave a link that is no URL; nothing was sent"}
			}
			u = c.endpoint.ResolveReference(u)
			have, _ := segments(u.EscapedPath())
			if err := (originGuard{c.endpoint}).check(u); err != nil {
				return nil, err
			}
			if !slices.EqualFunc(have, base, strings.EqualFold) {
				return nil, anotherList(u)
			}
			return u, nil
		})
		return err
	})
	return all.Items, err
}

// patiently repeats what Azure throttles, after the wait that it asks for.
func (s *search) patiently(ctx context.Context, try func() error) error {
	for n := 1; ; n++ {
		err := try()
		var e *Error
		if !errors.As(err, &e) || e.Kind != KindThrottled || n == throttleTries || e.RetryAfter > longestThrottle {
			return err
		}
		if !s.wait(ctx, cmp.Or(e.RetryAfter, unsaidWait)) {
			return failure(ctx, e.Operation, ctx.Err())
		}
	}
}

func (s *search) wait(ctx context.Context, d time.Duration) bool {
	s.tell(d)
	return sleep(ctx, d)
}
