package cli

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"apimtui/api"
	"apimtui/api/text/search"
)

type listOptions struct {
	*options
	filter, state, email, odata string
	bom                         bool
	limit                       int  // 0: all
	stopped                     bool // at the limit
	columns                     []string
	view                        viewFlags
}

func (o *options) list() *cobra.Command {
	l := &listOptions{options: o}
	cmd := &cobra.Command{
		Use: "list", Short: "List users", Args: noArguments, RunE: interruptible(l.run),
		Long: `List the users of the service, in the service's order.

The service evaluates --state, --email and --odata, which must all match. --filter
searches all fields of the result, as / does in the console: every word must be
found somewhere, regardless of case and accents.

--view keeps those of the result that want attention:
  pending                     pending, and registered longer ago than --older-than
  blocked-with-subscriptions  blocked, with an active product subscription
  no-groups                   in no group but the built-in ones
  duplicates                  likely one person: the same name, or the same e-mail except
                              for case or +tag; they stand together
  old-subscriptions           with a product subscription created longer ago than
                              --older-than, or before that date
  no-calls                    built-in analytics recorded no calls with their product
                              subscriptions since --older-than, where the tier has it

--limit N stops after the first N users that are left. --columns A,B keeps these columns:
state, name, email, id, registered and note in a table, and those of the header in
-o csv, where name is the user id.

A table truncates long values: to the width of the terminal, and in a pipe names at
40 cells, e-mails and notes at 60 and ids at 80. -o csv and -o json truncate nothing.
With --bom, spreadsheets recognize the encoding of a CSV file as UTF-8.

If a part of a list could not be read, the rest is printed, stderr says what is
missing, and the exit code is 1.`,
		Example: `  apimtui users list --demo
  apimtui users list --state blocked -o csv >blocked.csv
  apimtui users list --filter "contoso partner" -o jsonl
  apimtui users list --limit 20 --columns name,email
  apimtui users list --view pending --older-than 30d -o jsonl | apimtui users delete -
  apimtui users list --odata "registrationDate ge 2026-01-01T00:00:00Z"`,
	}
	l.define(cmd)
	cmd.Flags().IntVar(&l.limit, "limit", 0, "only the first `N` users; 0 is all")
	cmd.Flags().StringSliceVar(&l.columns, "columns", nil, "only the columns `A,B` of the table or of -o csv, in this order")
	return cmd
}

// define adds the flags that select users.
func (l *listOptions) define(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&l.filter, "filter", "", "only users with every word of `TEXT` in some field")
	f.StringVar(&l.state, "state", "", "only users in state `S`: active, blocked, pending or deleted")
	f.StringVar(&l.email, "email", "", "only users with exactly the e-mail `E`")
	f.StringVar(&l.odata, "odata", "", "only users that the $filter `EXPR` selects, sent as written")
	f.BoolVar(&l.bom, "bom", false, "begin -o csv with a byte order mark, for spreadsheets")
	completeWords(cmd, "state", states())
	l.view.define(cmd)
}

func (o *listOptions) run(ctx context.Context, cmd *cobra.Command, _ []string) error {
	l := userListing()
	if err := l.only(o.output, o.columns); err != nil {
		return usagef(cmd, "--columns: %w", err)
	}
	if o.limit < 0 {
		return usagef(cmd, "--limit %d: give the number of users to list", o.limit)
	}
	return o.printing(ctx, cmd, func(_ *session, users []*api.User) error {
		if err := o.mark(); err != nil {
			return err
		}
		if o.limit > 0 {
			users = users[:min(o.limit, len(users))]
		}
		return l.print(o.options, users)
	})
}

func (o *listOptions) mark() error {
	if !o.bom {
		return nil
	}
	if _, err := io.WriteString(o.app.io.out, "\ufeff"); err != nil {
		return unwritten(err)
	}
	return nil
}

// printing reads the list, and prints what came.
func (o *listOptions) printing(ctx context.Context, cmd *cobra.Command, output func(*session, []*api.User) error) error {
	if o.bom && o.output != formatCSV {
		return usagef(cmd, "--bom is for -o csv")
	}
	query, err := o.query(cmd)
	if err == nil {
		err = o.view.check(cmd, &o.app.io)
	}
	if err != nil {
		return err
	}
	s, err := o.app.connect()
	if err != nil {
		return err
	}
	o.app.remind(s)
	return o.printFrom(ctx, s, query, output)
}

func (o *listOptions) printFrom(ctx context.Context, s *session, query api.Filter, output func(*session, []*api.User) error) error {
	roster, rest, err := o.load(ctx, s.client.Users, query)
	if err != nil {
		return err
	}
	users, partly, err := o.view.selected(ctx, o.app, s, o.matching(roster))
	if err != nil {
		return err
	}
	if err := output(s, users); err != nil {
		return err
	}
	o.app.usersSeen(s, users)
	if o.stopped {
		return nil
	}
	return cmp.Or(o.app.incomplete(roster, rest), partly)
}

// query builds a $filter from the flags. An empty value is refused: in a script
// it would list all users.
func (o *listOptions) query(cmd *cobra.Command) (api.Filter, error) {
	if err := refuseEmpty(cmd, "users", "state", "email", "odata"); err != nil {
		return "", err
	}
	var filters []api.Filter
	if o.state != "" {
		state, known := stateOf(o.state)
		if !known {
			return "", usagef(cmd, "--state %q: it must be one of %s", o.state, strings.Join(states(), ", "))
		}
		filters = append(filters, api.InState(state))
	}
	if o.email != "" {
		filters = append(filters, api.Equal(api.FieldEmail, o.email))
	}
	if o.odata != "" {
		filters = append(filters, api.RawFilter(o.odata))
	}
	return api.And(filters...), nil
}

// load collects the list and shows the progress. It fails when nothing is known, not
// even that the list is empty.
func (o *listOptions) load(ctx context.Context, users *api.Users, query api.Filter) (*api.Roster, api.Rest, error) {
	roster := &api.Roster{}
	p := progress{io: &o.app.io}
	defer p.clear()
	enough := o.limit > 0 && o.filter == "" && o.view.view.value == ""
	until, stop := context.WithCancel(ctx)
	defer stop()
	rest := users.Load(until, api.LoadOptions{Filter: query}, func(b api.Batch) {
		roster.Put(b)
		if enough && roster.Len() >= o.limit {
			stop()
		}
		if b.PausedFor > 0 {
			p.clear()
			fmt.Fprintf(o.app.io.err, "Azure throttles this subscription; %s so far, continuing in %s. Ctrl+C stops.\n", loading(roster), seconds(b.PausedFor))
			return
		}
		p.show(loading(roster))
	})
	if ctx.Err() == nil && until.Err() != nil {
		rest, o.stopped = api.Rest{}, true
	}
	roster.Finish(rest)
	switch {
	case ctx.Err() != nil:
		return roster, rest, context.Cause(ctx)
	case roster.Len() == 0:
		return roster, rest, rest.Err
	}
	return roster, rest, nil
}

func loading(r *api.Roster) string {
	if total, known := r.Total(); known {
		return fmt.Sprintf("%d of %d users", r.Len(), total)
	}
	return fmt.Sprintf("%d users", r.Len())
}

// matching returns the users that --filter keeps.
func (o *listOptions) matching(r *api.Roster) []*api.User {
	q := search.Parse(o.filter, api.SearchFields()...)
	users := make([]*api.User, 0, r.Len())
	for i := range r.Len() {
		if u := r.At(i); q.IsZero() || q.Match(search.Fold(u.SearchText())) {
			users = append(users, u)
		}
	}
	return users
}

// hidden reports that the service counts more than it shows to this caller.
// This is no failure.
func hidden(counted, shown int) string {
	return fmt.Sprintf("%d counted, %d shown to you", counted, shown)
}

// incomplete returns the error of a list that may be incomplete.
func (a *app) incomplete(r *api.Roster, rest api.Rest) error {
	if rest.Complete() {
		if total, known := r.Total(); known && total > r.Len() {
			fmt.Fprintln(a.io.err, "apimtui: "+hidden(total, r.Len())+".")
		}
		return nil
	}
	if rest.Unsettled() {
		return &coded{fmt.Errorf("the list may be incomplete: %d users were read, but the list changed each time it was read, "+
			"and a user that moved meanwhile may be missing. List again in a moment", r.Len()), exitFailed}
	}
	missing, known := rest.Missing()
	part := "all users after the first " + fmt.Sprint(r.Len())
	if total, ok := r.Total(); known && ok {
		part = fmt.Sprintf("%d of %d users", missing, total)
	}
	message := "the list is incomplete: " + part + " could not be read"
	if rest.Err != nil {
		message += ". " + a.explain(rest.Err)
	}
	return &coded{fmt.Errorf("%s", message), exitFailed}
}

// viewFlags select the users of a view.
type viewFlags struct {
	view   choice
	older  string
	before time.Time
}

func (v *viewFlags) define(cmd *cobra.Command) {
	v.view.define(cmd, "view", "", wordsOf(api.Views()...), "only the users of the `VIEW`")
	cmd.Flags().StringVar(&v.older, "older-than", "30d", "for --view pending, old-subscriptions and no-calls: an `AGE` such as 30d, or a date")
}

func (v *viewFlags) check(cmd *cobra.Command, io *stdio) (err error) {
	if api.View(v.view.value).Aged() {
		v.before, err = past(cmd, "older-than", v.older, io.zone())
	} else if cmd.Flag("older-than").Changed {
		err = usagef(cmd, "--older-than is for --view %s, %s and %s", api.ViewPending, api.ViewOldSubscriptions, api.ViewNoCalls)
	}
	return err
}

// selected returns the users of the view. What belongs to them may be known in part:
// then there may be more.
func (v *viewFlags) selected(ctx context.Context, a *app, s *session, users []*api.User) (found []*api.User, partly, err error) {
	view := api.View(v.view.value)
	if view == "" {
		return users, nil, nil
	}
	b, err := s.client.Belongings(ctx, view, v.before)
	switch {
	case ctx.Err() != nil:
		return nil, nil, context.Cause(ctx)
	case err != nil && len(b.Subscriptions) == 0:
		return nil, nil, err
	case err != nil:
		partly = &coded{fmt.Errorf("the list is incomplete: the product subscriptions after the first %d could not be read. %s", len(b.Subscriptions), a.explain(err)), exitFailed}
	}
	if b.Hidden {
		fmt.Fprintln(a.io.err, "apimtui: The service counts more groups' members or product subscriptions than it shows to you; the view may be wrong about some users.")
	}
	if view == api.ViewNoCalls {
		fmt.Fprintf(a.io.err, "apimtui: Built-in analytics recorded no calls with the product subscriptions of these users from %s to %s. "+
			"Calls without a key, with a key that has no owner, and through self-hosted gateways are no user's; the last minutes may be missing.\n",
			moment(v.before, minute), moment(s.now(), minute))
	}
	return view.Select(users, b, v.before), partly, nil
}
