package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/spf13/cobra"

	"apimtui/api"
	"apimtui/api/signin"
	"apimtui/api/text"
	"apimtui/config"
)

const servicesHelp = `List the API Management services that the signed-in account can see.

All Azure subscriptions are searched, with Azure CLI sign-ins those of other tenants
too, unless --tenant or the context names one. The sign-in is that of the current
context, if there is one. No service has to be named.

-o csv and -o json also have the id of the Azure subscription, the tenant and the
provisioning state. If a part could not be searched, the rest is printed, stderr says
what is missing, and the exit code is 1.`

type servicesOptions struct {
	app    *app
	output format
}

func (a *app) services() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "services COMMAND",
		Short: "Find services",
		Long:  "Find API Management services.",
		Args:  noSuchCommand,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return usage(cmd, errors.New("name a subcommand of services: list"))
		},
	}
	o := &servicesOptions{app: a, output: formatTable}
	list := serviceless(&cobra.Command{
		Use:     "list",
		Short:   "List services",
		Long:    servicesHelp,
		Example: "  apimtui services list\n  apimtui services list --tenant contoso.com -o csv",
		Args:    noArguments,
		RunE:    interruptible(o.list),
	}, "config", "context", "auth", "tenant", "endpoint", "audience", "read-only")
	list.Flags().VarP(&o.output, "output", "o", "the output `FORM`: table, json, jsonl or csv")
	_ = list.RegisterFlagCompletionFunc("output", cobra.FixedCompletions(formats(), cobra.ShellCompDirectiveNoFileComp))
	cmd.AddCommand(list)
	return cmd
}

func (o *servicesOptions) list(ctx context.Context, _ *cobra.Command, _ []string) error {
	d, err := o.app.directory()
	if err != nil {
		return err
	}
	p := progress{io: &o.app.io}
	found, err := d.Find(ctx, func(f api.Found) {
		if f.Waiting > 0 {
			p.clear()
			fmt.Fprintf(o.app.io.err, "Azure throttles the search; continuing in %s. Ctrl+C stops.\n", seconds(f.Waiting))
			return
		}
		p.show(fmt.Sprintf("%d services", len(f.Services)))
	})
	p.clear()
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case err != nil && len(found.Services) == 0:
		return err
	}
	if err := o.print(found.Services); err != nil {
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

func (o *servicesOptions) print(services []api.FoundService) error {
	rows := make([]foundRow, len(services))
	for i, s := range services {
		rows[i] = foundRow{s}
	}
	return o.app.print(func(w io.Writer) error {
		switch o.output {
		case formatJSON:
			return writeJSON(w, rows)
		case formatJSONL:
			return writeJSONLines(w, rows)
		case formatCSV:
			var cells [][]cell
			for _, r := range rows {
				cells = append(cells, r.cells())
			}
			return writeCells(w, []string{"name", "sku", "location", "resourceGroup", "subscriptionName", "note", "subscriptionId", "tenantId", "provisioningState"}, cells)
		}
		columns := []column{{"SERVICE", 12, 6, 0}, {"SKU", 8, 5, mostName}, {"LOCATION", 8, 3, mostName},
			{"RESOURCE GROUP", 10, 4, 0}, {"AZURE SUBSCRIPTION", 12, 2, mostName}, {"NOTE", 8, 1, mostText}}
		table := make([][]string, len(rows))
		for i, r := range rows {
			for _, c := range r.cells()[:len(columns)] {
				table[i] = append(table[i], c.String())
			}
		}
		return writeTable(w, columns, table, o.app.io.width())
	})
}

// foundRow is a service of the list.
type foundRow struct{ api.FoundService }

func (r foundRow) cells() []cell {
	return []cell{textOf(r.Scope.ServiceName), r.SKU, r.Location, textOf(r.Scope.ResourceGroup), r.SubscriptionName,
		textOf(r.Why()), textOf(r.Scope.SubscriptionID), textOf(r.TenantID), r.State}
}

// MarshalJSON implements json.Marshaler, with the names of Resource Graph.
func (r foundRow) MarshalJSON() ([]byte, error) {
	type sku struct {
		Name text.Text `json:"name"`
	}
	return inOneLine(struct {
		Name             string    `json:"name"`
		SKU              sku       `json:"sku"`
		Location         text.Text `json:"location"`
		ResourceGroup    string    `json:"resourceGroup"`
		SubscriptionID   string    `json:"subscriptionId"`
		SubscriptionName text.Text `json:"subscriptionName,omitempty"`
		TenantID         string    `json:"tenantId,omitempty"`
		State            text.Text `json:"provisioningState,omitempty"`
		Note             string    `json:"note,omitempty"`
	}{r.Scope.ServiceName, sku{r.SKU}, r.Location, r.Scope.ResourceGroup, r.Scope.SubscriptionID, r.SubscriptionName, r.TenantID, r.State, r.Why()})
}

// directory returns what finds services, with the sign-in of the settings.
func (a *app) directory() (*api.Directory, error) {
	if a.global.demo {
		settings, err := a.demoSettings()
		if err != nil {
			return nil, err
		}
		c := &settings.Context
		service := demoService(c, demoClock())
		return a.directoryOf(c, demoCredential, lazy(func() http.RoundTripper { return service().Transport() }))
	}
	settings, err := a.resolveWith(config.ResolveAccount)
	if err != nil {
		return nil, err
	}
	return a.directoryOn(&settings.Context)
}

// directoryOn returns what finds services, with the sign-in of a context.
func (a *app) directoryOn(c *config.Context) (*api.Directory, error) {
	if err := config.CheckProxies(a.io.getenv); err != nil {
		return nil, err
	}
	return a.directoryOf(c, func(tenant string) (azcore.TokenCredential, error) {
		if tenant == "" {
			tenant = c.Tenant.V
		}
		return a.signIn(c, tenant)
	}, nil)
}

// directoryOf searches other tenants only where a sign-in there asks nobody.
func (a *app) directoryOf(c *config.Context, credential func(string) (azcore.TokenCredential, error), transport http.RoundTripper) (*api.Directory, error) {
	mode := signin.Mode(c.Auth.V)
	d, err := api.NewDirectory(api.DirectoryOptions{
		Endpoint: c.Endpoint.V, Audience: c.Audience.V, UserAgent: a.build.userAgent(),
		Credential: credential,
		OnlyHome:   c.Tenant.V != "" || !slices.Contains([]signin.Mode{signin.Default, signin.CLI}, mode),
		Transport:  transport,
		Advise:     newLogin(c, a.prompt != nil).advise,
	})
	if err != nil {
		return nil, &usageError{err: err}
	}
	return d, nil
}
