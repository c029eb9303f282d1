package cli

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/spf13/cobra"

	"apimtui/api"
	"apimtui/api/access"
	"apimtui/api/rules"
	"apimtui/api/signin"
	"apimtui/config"
)

func (a *app) services() *cobra.Command {
	cmd := family("services", "Find services", "Find API Management services.")
	o := &options{a, formatTable}
	list := serviceless(&cobra.Command{
		Use: "list", Short: "List services", Args: noArguments, RunE: interruptible(o.listServices),
		Long: `List the API Management services that the signed-in account can see.

All Azure subscriptions are searched, with Azure CLI sign-ins those of other tenants
too, unless --tenant or the context names one. The sign-in is that of the current
context, if there is one. No service has to be named.

-o csv and -o json also have the id of the Azure subscription, the tenant and the
provisioning state. If a part could not be searched, the rest is printed, stderr says
what is missing, and the exit code is 1.`,
		Example: "  apimtui services list\n  apimtui services list --tenant contoso.com -o csv",
	}, "config", "context", "auth", "tenant", "endpoint", "audience", "read-only")
	outputFlag(list, &o.output)
	cmd.AddCommand(list)
	return cmd
}

func (o *options) listServices(ctx context.Context, _ *cobra.Command, _ []string) error {
	settings, err := o.app.resolveWith(config.ResolveAccount)
	if err != nil {
		return err
	}
	d, err := o.app.directoryOn(&settings.Context)
	if err != nil {
		return err
	}
	found, err := o.app.search(ctx, d)
	if err != nil && len(found.Services) == 0 {
		return err
	}
	rows := mapped(found.Services, func(s api.FoundService) foundRow { return foundRow{s} })
	l := listing[foundRow]{columns: serviceColumns(), header: serviceFields(), cells: foundRow.cells}
	if err := l.print(o, rows); err != nil {
		return err
	}
	for _, note := range found.Notes {
		fmt.Fprintln(o.app.io.err, "apimtui: "+stop(note))
	}
	switch {
	case err != nil:
		return err
	case found.Incomplete:
		return &coded{errors.New("the list may be incomplete"), exitFailed}
	case len(found.Services) == 0:
		fmt.Fprintln(o.app.io.err, "apimtui: This account sees no API Management service.")
	}
	return nil
}

// search finds services, with a progress line.
func (a *app) search(ctx context.Context, d *api.Directory) (api.Found, error) {
	p := progress{io: &a.io}
	found, err := d.Find(ctx, func(f api.Found) {
		if f.Waiting > 0 {
			p.clear()
			fmt.Fprintf(a.io.err, "Azure throttles the search; continuing in %s. Ctrl+C stops.\n", seconds(f.Waiting))
			return
		}
		p.show(fmt.Sprintf("%d services", len(f.Services)))
	})
	p.clear()
	if ctx.Err() != nil {
		return api.Found{}, context.Cause(ctx)
	}
	return found, err
}

func serviceColumns() []column {
	return []column{{"SERVICE", 20, 6, 0}, {"SKU", 11, 5, mostName}, {"LOCATION", 11, 3, mostName},
		{"RESOURCE GROUP", 10, 4, 0}, {"AZURE SUBSCRIPTION", 12, 2, mostName}, {"NOTE", 8, 1, mostText}}
}

// serviceFields are named as in Resource Graph. A table has the first ones.
func serviceFields() []string {
	return []string{"name", "sku", "location", "resourceGroup", "subscriptionName", "note", "subscriptionId", "tenantId", "provisioningState"}
}

type foundRow struct{ api.FoundService }

func (r foundRow) cells() []cell {
	return []cell{textOf(r.Scope.ServiceName), r.SKU, r.Location, textOf(r.Scope.ResourceGroup), r.SubscriptionName,
		textOf(r.Why()), textOf(r.Scope.SubscriptionID), textOf(r.TenantID), r.State}
}

// MarshalJSON implements json.Marshaler. Empty fields are left out.
func (r foundRow) MarshalJSON() ([]byte, error) {
	fields := map[string]cell{}
	for i, c := range r.cells() {
		if c != "" {
			fields[serviceFields()[i]] = c
		}
	}
	return json.Marshal(fields)
}

// directoryOn returns what finds services, with the sign-in of a context. Other
// tenants are searched only where a sign-in there asks no one.
func (a *app) directoryOn(c *config.Context) (*api.Directory, error) {
	mode := signin.Mode(c.Auth.V)
	o := api.DirectoryOptions{
		Endpoint: c.Endpoint.V, Audience: c.Audience.V, UserAgent: a.build.userAgent(), Advise: newLogin(c, a.prompt != nil).advise,
		OnlyHome:   c.Tenant.V != "" || mode != signin.Default && mode != signin.CLI,
		Credential: func(tenant string) (azcore.TokenCredential, error) { return a.signIn(c, cmp.Or(tenant, c.Tenant.V)) },
	}
	if a.global.demo {
		service := demoService(c, demoClock())
		o.Credential, o.Transport = demoCredential, lazyTransport(service)
	} else if err := config.CheckProxies(a.io.getenv); err != nil {
		return nil, err
	}
	d, err := api.NewDirectory(o)
	if err != nil {
		return nil, &usageError{err: err}
	}
	return d, nil
}

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
