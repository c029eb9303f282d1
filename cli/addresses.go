package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"apimtui/api"
	"apimtui/api/access"
	"apimtui/api/rules"
)

// addresses looks up the developer portal and the management endpoint of a
// session's service. Both come from one answer of the service, which is cached.
type addresses struct {
	*session

	mu   sync.Mutex
	last *api.Service // as last read; nil before
}

// developerPortal returns where sign-in links lead: the value of the context,
// or else the answer of the service. warning is why they may not open.
func (w *addresses) developerPortal(ctx context.Context) (address, warning string, err error) {
	if p := w.settings.Context.DeveloperPortal.V; p != "" {
		return p, "", nil
	}
	service, err := w.readService(ctx)
	return service.DeveloperPortalURL.Exact(), rules.WarnPortal(service), err
}

// tokenTarget returns where a user's shared access token can be used: the
// user's address on the service's own management endpoint.
func (w *addresses) tokenTarget(ctx context.Context, id api.UserID) (string, error) {
	service, err := w.service(ctx)
	if errors.Is(err, api.KindCanceled) {
		return "", err
	}
	base := service.ManagementURL.Exact()
	c, scope := w.client, w.client.Scope()
	switch {
	case err != nil:
		what := strings.TrimSuffix(api.Explain(err).What.String(), ".")
		return "", &coded{fmt.Errorf("the address of the service's management endpoint could not be read (%s)", what), exitCode(err)}
	case base == "":
		return "", errors.New("the service names no management endpoint (managementApiUrl) that would take the token")
	}
	return access.ManagementURL(base, scope.SubscriptionID, scope.ResourceGroup, scope.ServiceName, string(id), c.APIVersion())
}

func (w *addresses) readService(ctx context.Context) (api.Service, error) {
	service, err := w.client.Services.Get(ctx)
	if err == nil {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.last = &service
	}
	return service, err
}

// service returns the cached service, or reads it. A service that was still
// being activated is read again.
func (w *addresses) service(ctx context.Context) (api.Service, error) {
	w.mu.Lock()
	last := w.last
	w.mu.Unlock()
	if last != nil && last.ManagementURL != "" {
		return *last, nil
	}
	return w.readService(ctx)
}
