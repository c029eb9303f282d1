package api

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"apimtui/api/text"
)

const (
	directoryVersion = "2022-12-01" // api-version of subscriptions and tenants

	tenantsAtOnce       = 3
	subscriptionsAtOnce = 10

	throttleTries = 5
	unsaidWait    = 5 * time.Second // when a throttled answer names no wait
)

type search struct {
	d        *Directory
	progress func(Found)

	mu      sync.Mutex
	home    string // the account's own tenant, "" while unknown
	found   Found
	seen    map[string]bool      // resource ids
	names   map[string]text.Text // of subscriptions and tenants, by id
	skipped []skipped
}

// skipped are subscriptions or tenants that failed alike, or were not tried.
type skipped struct {
	what  string
	kind  string // what the failures have in common
	why   string // of the first; "" when none was tried
	names []string
}

func (s *search) tell(waiting time.Duration) Found {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.found
	f.Services, f.Notes, f.Tenants, f.Waiting = slices.Clone(f.Services), slices.Clone(f.Notes), slices.Clone(f.Tenants), waiting
	for i := range f.Services {
		at := &f.Services[i]
		at.TenantID = cmp.Or(at.TenantID, s.home)
		at.SubscriptionName, at.TenantName = s.names[strings.ToLower(at.Scope.SubscriptionID)], s.names[strings.ToLower(at.TenantID)]
	}
	slices.SortFunc(f.Services, func(a, b FoundService) int {
		return cmp.Or(strings.Compare(strings.ToLower(a.Scope.ServiceName), strings.ToLower(b.Scope.ServiceName)), strings.Compare(a.Scope.path(), b.Scope.path()))
	})
	for i, t := range f.Tenants {
		f.Tenants[i].Home = strings.EqualFold(t.ID, s.home)
	}
	for _, k := range s.skipped {
		f.Notes, f.Incomplete = append(f.Notes, k.sentence()), f.Incomplete || k.why != ""
	}
	if s.progress != nil {
		s.progress(f)
	}
	return f
}

// note adds a sentence. missing tells that services may be missing.
func (s *search) note(missing bool, sentence string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if safe := text.Clean(sentence).String(); !slices.Contains(s.found.Notes, safe) {
		s.found.Notes = append(s.found.Notes, safe)
	}
	s.found.Incomplete = s.found.Incomplete || missing
}

// skip keeps what was not searched. Failures of one kind are told as one, though
// they differ at least in their ids.
func (s *search) skip(what string, name text.Text, err error) {
	kind := ""
	if e, ok := errors.AsType[*Error](err); ok {
		kind = fmt.Sprint(e.Kind, e.Code)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	i := slices.IndexFunc(s.skipped, func(k skipped) bool { return k.what == what && k.kind == kind })
	if i < 0 {
		i, s.skipped = len(s.skipped), append(s.skipped, skipped{what, kind, Explain(err).Line().String(), nil})
	}
	s.skipped[i].names = append(s.skipped[i].names, name.String())
}

func (k skipped) sentence() string {
	const most = 3
	n, names := len(k.names), strings.Join(k.names[:min(len(k.names), most)], ", ")
	if n > most {
		names += fmt.Sprintf(" and %d more", n-most)
	}
	if n > 1 {
		return strings.TrimSpace(fmt.Sprintf("Not searched: %d %ss: %s. %s", n, k.what, names, k.why))
	}
	return strings.TrimSpace("Not searched: the " + k.what + " " + names + ". " + k.why)
}

// settle sets the account's own tenant, unless it is known.
func (s *search) settle(tenant string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.home = cmp.Or(s.home, tenant)
}

func (s *search) listTenants(ctx context.Context) {
	c, err := s.d.client("")
	if err != nil {
		return // told by the search of this tenant
	}
	all, err := list[Tenant](ctx, s, c, OpTenants, directoryVersion, "tenants")
	if err != nil && elsewhere(err) {
		s.note(true, "The account's tenants could not be listed: "+Explain(err).Line().String())
	}
	all = slices.DeleteFunc(all, func(t Tenant) bool { return !guid.MatchString(t.ID) })
	s.mu.Lock()
	defer s.mu.Unlock()
	s.found.Tenants = all
	for _, t := range all {
		s.names[strings.ToLower(t.ID)] = t.Name
	}
}

// others searches all tenants but the account's own.
func (s *search) others(ctx context.Context) {
	tenants := s.found.Tenants // complete by now
	if len(tenants) == 1 {
		s.settle(tenants[0].ID)
	}
	each(tenantsAtOnce, tenants, func(t Tenant) {
		name := cmp.Or(t.Name, t.Domain, text.Text(t.ID))
		if strings.EqualFold(t.ID, s.home) {
			return
		}
		if s.d.o.OnlyHome {
			s.skip("other tenant", name, nil)
		} else if err := s.tenant(ctx, t.ID); err != nil {
			s.skip("tenant", name, err)
		}
		s.tell(0)
	})
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

// tenant searches one tenant: with one query while its subscriptions are
// listed, else through that list.
func (s *search) tenant(ctx context.Context, id string) error {
	c, err := s.d.client(id)
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
	case refused != nil && !elsewhere(refused):
		return refused
	case refused != nil && unlisted != nil:
		return unlisted
	case refused != nil:
		s.note(false, "Resource Graph could not be asked, so the Azure subscriptions were searched one by one: "+Explain(refused).What.String())
		each(subscriptionsAtOnce, subscriptions, func(a azureSubscription) { s.subscription(ctx, c, id, a) })
	}
	if id == "" {
		who, _ := c.Account() // as far as the token says
		s.settle(guid.FindString(who.Tenant))
	}
	s.tell(0)
	return nil
}

// elsewhere reports whether another way may find what an error hides.
func elsewhere(err error) bool {
	return !isAny(err, KindSignIn, KindNetwork, KindTimeout, KindCanceled)
}

type azureSubscription struct {
	ID    text.Text `json:"subscriptionId"`
	Name  text.Text `json:"displayName"`
	State text.Text `json:"state"`
}

// subscriptions lists the Azure subscriptions whose resources can be read, and
// keeps the names of all.
func (s *search) subscriptions(ctx context.Context, c *Client) ([]azureSubscription, error) {
	all, err := list[azureSubscription](ctx, s, c, OpAzureSubscriptions, directoryVersion, "subscriptions")
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
	path := []string{"subscriptions", a.ID.Exact(), "providers", "Microsoft.ApiManagement", "service"}
	services, err := list[Service](ctx, s, c, OpServiceList, DefaultAPIVersion, path...)
	if right := s.d.wrongTenant(err); right != "" {
		if other, failed := s.d.client(right); failed == nil {
			tenant = right
			services, err = list[Service](ctx, s, other, OpServiceList, DefaultAPIVersion, path...)
		}
	}
	if err != nil && ctx.Err() == nil {
		s.skip("Azure subscription", cmp.Or(a.Name, a.ID), err)
	}
	for _, v := range services {
		s.add(FoundService{Location: v.Location, SKU: v.SKU, State: v.ProvisioningState, TenantID: tenant}, v.ResourceID)
	}
	if err != nil || len(services) > 0 {
		s.tell(0)
	}
}

func (s *search) add(f FoundService, id text.Text) {
	scope, ok := scopeOf(id)
	if !ok {
		s.note(true, "Some services have names that cannot be used.")
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if key := strings.ToLower(scope.path()); !s.seen[key] {
		s.seen[key], f.Scope = true, scope
		s.found.Services = append(s.found.Services, f)
	}
}

func list[T any](ctx context.Context, s *search, c *Client, op Operation, version string, path ...string) ([]T, error) {
	var all Collection[T]
	err := s.patiently(ctx, func() (err error) {
		all, err = getAll[T](ctx, c, op, path, url.Values{"api-version": {version}})
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
		wait := cmp.Or(e.RetryAfter, unsaidWait)
		if s.tell(wait); !sleep(ctx, wait) {
			return failure(ctx, e.Operation, ctx.Err())
		}
	}
}
