package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/dustin/go-humanize/english"
	"github.com/spf13/cobra"

	"apimtui/api"
	"apimtui/api/report"
	"apimtui/api/rules"
)

const manyHelp = `

With several users, all are looked up before the first write: an unknown name exits
with code 3, an ambiguous one with 2. One question is for all. Then each has a row
with its outcome, in the given order; two are written at a time, as fast as Azure's
request budget allows. Ctrl+C stops after those in flight. A row that needs no change
is unchanged, others may be refused or not tried. The exit code is 0 when all rows are
done, 1 when one is not, and 7 when the outcome of one is unknown.

--from FILE, or - for standard input, reads one id, e-mail or JSON object with name
(the user id) a line. The rows of -o jsonl that are not done can be given back to it.`

// many is what a command does with several users.
type many struct {
	verb    string // begins the question, such as "Block"
	note    func() string
	ready   func(context.Context, *session) error // before plan; nil does nothing
	deletes bool
	plan    func(*session, api.Version) (*act, error)
}

// target is a user of several, with its row.
type target struct {
	row
	user api.User
	act  *act // as planned before the question
}

// onUsers adds the flags and behaviour of a command that takes one user or
// several.
func (o *writeOptions) onUsers(cmd *cobra.Command, m many) func(context.Context, *cobra.Command, []string) error {
	o.fromFile(cmd)
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 && !cmd.Flags().Changed("from") {
			return oneUser(cmd, args)
		}
		return nil
	}
	return func(ctx context.Context, cmd *cobra.Command, args []string) error {
		if len(args) == 1 && args[0] != fromStdin && !cmd.Flags().Changed("from") {
			return o.perform(ctx, args[0], m.plan)
		}
		o.asks = "a command for several users"
		return o.several(ctx, cmd, args, m)
	}
}

func (o *writeOptions) several(ctx context.Context, cmd *cobra.Command, args []string, m many) error {
	if o.ifMatch != "" {
		return usagef(cmd, "--if-match is for one user: each of several has a version of its own")
	}
	if err := o.mayAsk(); err != nil {
		return err
	}
	names, err := o.names(cmd, args)
	if err != nil {
		return err
	}
	return o.performMany(ctx, names, m)
}

// fromFile adds --from, and its help, to a command that takes several users.
func (o *writeOptions) fromFile(cmd *cobra.Command) {
	cmd.Use += "..."
	cmd.Long += manyHelp
	cmd.Flags().StringVar(&o.from, "from", "", "read the users from `FILE`, one a line; - reads standard input")
	_ = cmd.RegisterFlagCompletionFunc("from", fileNames)
}

// performMany runs an act for each of several users: look up, check, dry run,
// ask, write, report.
func (o *writeOptions) performMany(ctx context.Context, names []namedUser, m many) error {
	s, err := o.connect()
	if err != nil {
		return err
	}
	if m.ready != nil {
		if err := m.ready(ctx, s); err != nil {
			return err
		}
	}
	users, err := o.lookUpAll(ctx, s, names)
	if err != nil {
		return err
	}
	var targets []*target
	var rows []*row
	for _, u := range users {
		t := &target{user: u, row: row{Name: u.ID.Text()}}
		if t.act, err = m.plan(s, api.Version{User: u}); err != nil {
			return err
		}
		t.words = t.act.Act
		t.settleBy(t.act)
		targets, rows = append(targets, t), append(rows, &t.row)
	}
	if !o.dryRun {
		if err := o.agreeMany(ctx, s, targets, m); err != nil {
			return err
		}
	}
	var requests []api.Request
	var steps []api.Step
	for i, t := range targets {
		requests = append(requests, api.Request{})
		steps = append(steps, func(ctx context.Context) (api.Write, error) {
			w, err := t.prepare(ctx, o, s, m)
			if w != nil && o.dryRun {
				requests[i] = w.Request()
				w = nil
			}
			return w, err
		})
	}
	why := o.runRows(ctx, rows, steps, s)
	if o.dryRun {
		if why != nil {
			return why
		}
		return o.printRequests(slices.DeleteFunc(requests, func(r api.Request) bool { return r.Method == "" })...)
	}
	return o.reportMany(ctx, s, rows)
}

// settleBy settles the row of a user that needs no write, or must not have one.
func (t *target) settleBy(a *act) {
	switch {
	case a.refuse != "":
		t.settle(report.Refused, "Nothing was sent: "+a.refuse+".")
	case a.same != "":
		t.settle(report.Unchanged, "")
	}
}

// prepare reads the version that the write depends on. What was agreed to is for
// the user that was looked up, and for no other.
func (t *target) prepare(ctx context.Context, o *writeOptions, s *session, m many) (api.Write, error) {
	if t.Outcome != "" {
		return nil, nil
	}
	var now api.Version
	var err error
	now.User, now.ETag, err = s.client.Users.Get(ctx, t.user.ID)
	switch {
	case errors.Is(err, api.ErrNotFound):
		t.settle(api.DeletedMeanwhile.String(), "The user no longer exists on the service. Nothing was sent.")
		return nil, nil
	case err != nil:
		return nil, err
	case now.User.Email != t.user.Email || !now.User.RegistrationDate.Equal(t.user.RegistrationDate):
		t.settle(api.Conflict.String(), "The e-mail or the registration is no longer the one that was looked up. Nothing was sent.")
		return nil, nil
	}
	a, err := m.plan(s, now)
	if err != nil {
		return nil, err
	}
	if t.settleBy(a); t.Outcome != "" {
		return nil, nil
	}
	if a.ready != nil && !o.dryRun {
		if err := a.ready(ctx); err != nil {
			return nil, err
		}
	}
	a.of = userKind()
	a.mailedNow(s)
	t.words = a.Act
	return a.write, nil
}

// agreeMany says who is left out and what to mind, and asks once for all.
func (o *writeOptions) agreeMany(ctx context.Context, s *session, targets []*target, m many) error {
	if err := o.app.identify(ctx, s); err != nil {
		return err
	}
	var names, says, left []string
	for _, t := range targets {
		if t.Outcome != "" {
			left = append(left, who(&t.user)+" ("+t.Outcome+")")
			continue
		}
		names = append(names, who(&t.user))
		for _, warning := range rules.Warn(t.act.deed, t.user) {
			says = append(says, who(&t.user)+": "+warning)
		}
		if began, ok := s.mailedBefore(t.user.ID); ok && t.act.Mails {
			says = append(says, who(&t.user)+": "+report.MailedBefore(moment(began, minute)))
		}
	}
	if len(left) > 0 {
		says = append(says, "Left out: "+firstOf(left, "; ")+".")
	}
	const most = 10
	for i, sentence := range says {
		if i == most && len(says) > most+1 {
			fmt.Fprintf(o.app.io.err, "%d more of these.\n", len(says)-most)
			break
		}
		fmt.Fprintln(o.app.io.err, sentence)
	}
	n := len(names)
	if o.yes || n == 0 || o.asks == "" {
		return nil
	}
	question := fmt.Sprintf("%s %s%s? %s. %s%s", m.verb, english.Plural(n, "user", ""), strings.TrimPrefix(s.place(), ","),
		firstOf(names, "; "), english.Plural(n, "write", ""), takes(n))
	if m.note != nil {
		question += " " + m.note()
	}
	const mostUntyped = 10
	switch {
	case s.settings.Context.Production.V:
		return o.app.confirm(ctx, question+" This is PRODUCTION: type the number of users to do it:", strconv.Itoa(n))
	case m.deletes && n > mostUntyped:
		return o.app.confirm(ctx, question+" Type the number of users to do it:", strconv.Itoa(n))
	}
	return o.app.confirm(ctx, question, "")
}

// takes says how long so many writes take, where the request budget decides it.
func takes(n int) string {
	if d := api.LeastTime(n); d > 0 {
		return ", which take " + seconds(d) + " or longer."
	}
	return "."
}
