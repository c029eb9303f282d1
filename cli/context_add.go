package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"apimtui/api"
	"apimtui/config"
)

// addOptions are the flags of context add that are not global.
type addOptions struct {
	*contextOptions
	entry config.ContextEntry
}

func (o *contextOptions) add() *cobra.Command {
	d := &addOptions{contextOptions: o}
	cmd := &cobra.Command{
		Use: "add NAME", Short: "Add a context", Args: oneContext, RunE: interruptible(d.run),
		Long: `Add a context to the configuration file. The first one becomes the current one.

--subscription, -g and -n name its service. Without them, at a terminal, the services
that the signed-in account can see are listed to choose from.

For --cloud custom, --audience and --authority are read from the endpoint when they
are not given and it publishes them.`,
		Example: `  apimtui context add dev
  apimtui context add prod --subscription 00000000-0000-0000-0000-000000000000 -g rg1 -n apimService1 --production`,
	}
	f, e := cmd.Flags(), &d.entry
	f.StringVar(&e.Cloud, "cloud", "", "the `CLOUD`: "+anyOf(config.Clouds()))
	f.StringVar(&e.Authority, "authority", "", "the `URL` of Microsoft Entra sign-in")
	f.StringVar(&e.DeveloperPortal, "developer-portal", "", "the `URL` where sign-in links lead, instead of the service's own answer")
	f.BoolVar(&e.Production, "production", false, "ask for a typed confirmation before a deletion")
	f.StringVar(&e.Audit, "audit", "", "`HOW` the audit log is kept: "+anyOf(config.Audits()))
	f.BoolVar(&e.AuditValues, "audit-values", false, "keep e-mail addresses and notes in full in the audit log")
	completeWords(cmd, "cloud", config.Clouds())
	completeWords(cmd, "audit", config.Audits())
	return cmd
}

func (o *addOptions) run(ctx context.Context, cmd *cobra.Command, args []string) error {
	// A file with errors is reported before anything is asked or sent.
	f, path, err := o.changeable()
	if err != nil {
		return err
	}
	if err := o.takeFlags(cmd); err != nil {
		return err
	}
	name := args[0]
	o.readCloud(ctx)
	if err := o.find(ctx, cmd); err != nil {
		return err
	}
	if err := config.CheckContext(name, o.entry, flagOf); err != nil {
		return withFlags(err)
	}
	first := f.Current == ""
	if err := config.AddContext(path, name, o.entry, first); err != nil {
		return err
	}
	outcome := o.entry.Title(name) + " is added"
	if first {
		return o.app.say(outcome + ", and is the current context")
	}
	o.app.note("`apimtui context use " + name + "` makes it the current one")
	return o.app.say(outcome)
}

// takeFlags copies the global flags into the context. An empty value and a flag
// without effect are refused.
func (o *addOptions) takeFlags(cmd *cobra.Command) error {
	var wrong error
	cmd.Flags().Visit(func(f *pflag.Flag) {
		switch {
		case wrong != nil:
		case f.Name == "context" || f.Name == "theme":
			wrong = usagef(cmd, "--%s cannot be used here: it is not stored in a context", f.Name)
		case f.Value.Type() == "string" && f.Value.String() == "":
			wrong = usagef(cmd, "--%s is empty: give a value, or omit the flag", f.Name)
		}
	})
	g, e := &o.app.global.Flags, &o.entry
	e.Subscription, e.ResourceGroup, e.Service = g.Subscription, g.ResourceGroup, g.Service
	e.Auth, e.Tenant, e.ClientID = g.Auth, g.Tenant, g.ClientID
	e.Endpoint, e.Audience, e.APIVersion, e.ReadOnly = g.Endpoint, g.Audience, g.APIVersion, g.ReadOnly
	return wrong
}

// flagOf names the flag of a key of the file.
func flagOf(key string) config.Source {
	if key == "the name" {
		return config.Source{Kind: config.FromFlag, Name: "NAME"}
	}
	words := regexp.MustCompile("[A-Z]").ReplaceAllString(key, "-$0")
	return config.Source{Kind: config.FromFlag, Name: "--" + strings.ToLower(words)}
}

// find lets the user choose a service when none is named.
func (o *addOptions) find(ctx context.Context, cmd *cobra.Command) error {
	e := &o.entry
	switch {
	case e.Subscription != "" || e.ResourceGroup != "" || e.Service != "":
		return nil
	case !o.app.canAsk():
		return usagef(cmd, "name a service with --subscription ID -g RG -n SERVICE: there is no terminal to choose one on")
	}
	alone := &config.File{Contexts: map[string]*config.ContextEntry{"new": e}}
	s, err := config.ResolveAccount(alone, config.Flags{Context: "new"}, o.app.io.getenv)
	if err != nil {
		return withFlags(err)
	}
	d, err := o.app.directoryOn(&s.Context)
	if err != nil {
		return err
	}
	found, err := o.app.search(ctx, d)
	if err != nil && len(found.Services) == 0 {
		return err
	}
	for _, remark := range found.Notes {
		o.app.note(remark)
	}
	chosen, err := o.app.pick(ctx, found.Services)
	if err != nil {
		return err
	}
	e.Subscription, e.ResourceGroup, e.Service = chosen.Scope.SubscriptionID, chosen.Scope.ResourceGroup, chosen.Scope.ServiceName
	e.Tenant = cmp.Or(e.Tenant, chosen.TenantID)
	if e.Production {
		return nil
	}
	switch err = o.app.confirm(ctx, "Is it in production, so that a deletion asks for the typed user id?", ""); {
	case err == nil:
		e.Production = true
	case !errors.Is(err, errNotAgreed):
		return err
	}
	return nil
}

// pick lists services on the terminal and asks for a number. One that cannot be
// opened has no number, and says why.
func (a *app) pick(ctx context.Context, services []api.FoundService) (api.FoundService, error) {
	var rows [][]string
	var open []api.FoundService
	columns := append([]column{{"", 2, 9, 0}}, serviceColumns()[:5]...)
	for _, s := range services {
		if why := s.Why(); why != "" {
			a.note("the service " + s.Scope.ServiceName + " cannot be opened: " + why)
			continue
		}
		open = append(open, s)
		row := []string{strconv.Itoa(len(open))}
		for _, c := range (foundRow{s}).cells()[:5] {
			row = append(row, c.String())
		}
		rows = append(rows, row)
	}
	if len(open) == 0 {
		return api.FoundService{}, errors.New("no service was found that can be opened; name one with --subscription ID -g RG -n SERVICE")
	}
	var table strings.Builder
	writeTable(&table, columns, rows, a.io.width())
	if _, err := io.WriteString(a.io.err, table.String()); err != nil {
		return api.FoundService{}, unwritten(err)
	}
	for {
		answer, err := a.ask(ctx, fmt.Sprintf("Number of the service (1 to %d, nothing to stop): ", len(open)))
		if err != nil {
			return api.FoundService{}, err
		}
		if answer == "" {
			return api.FoundService{}, errNotAgreed
		}
		if n, err := strconv.Atoi(answer); err == nil && n >= 1 && n <= len(open) {
			return open[n-1], nil
		}
	}
}

// readCloud completes a custom cloud with the addresses that its endpoint
// publishes. What is still missing is reported as a missing flag.
func (o *addOptions) readCloud(ctx context.Context) {
	e := &o.entry
	if e.Audience != "" && e.Authority != "" {
		return
	}
	found, err := o.published(ctx, e)
	if err != nil {
		o.app.note("give --audience and --authority: they could not be read from the endpoint: " + err.Error())
		return
	}
	for _, v := range []struct {
		key   string
		value *string
		found string
	}{{"audience", &e.Audience, found.Audience}, {"authority", &e.Authority, found.Authority}, {"tenant", &e.Tenant, found.Tenant}} {
		if *v.value == "" && v.found != "" {
			*v.value = v.found
			o.app.note(fmt.Sprintf("the endpoint names the %s %s", v.key, v.found))
		}
	}
}

// published returns the addresses that the endpoint of a custom cloud publishes.
func (o *contextOptions) published(ctx context.Context, e *config.ContextEntry) (found api.CloudAddresses, err error) {
	if e.Cloud == "custom" && e.Endpoint != "" {
		ctx, cancel := context.WithTimeout(ctx, lineDeadline)
		defer cancel()
		return api.ReadCloud(ctx, e.Endpoint, o.app.build.userAgent(), nil)
	}
	return found, nil
}

// lineDeadline bounds each question to a network.
const lineDeadline = 10 * time.Second
