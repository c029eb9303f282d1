package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/dustin/go-humanize/english"
	"github.com/spf13/cobra"

	"apimtui/api"
	"apimtui/api/access"
	"apimtui/api/journal"
	"apimtui/api/text"
	"apimtui/config"
	"apimtui/tui"
)

// newJournal returns the audit log, and the store of the pending writes of a
// service, which are reported at the next start. Without a directory, nothing is
// stored.
func newJournal(state string, c *config.Context) *journal.Store {
	endpoint := strings.TrimSuffix(c.Endpoint.V, "/")
	return journal.New(journal.Options{
		Dir:     state,
		Key:     endpoint + "/" + c.Subscription.V + "/" + c.ResourceGroup.V + "/" + c.Service.V,
		Service: endpoint + scope(c).ResourceID(),
		Context: c.Name.V,
		Values:  c.AuditValues.V, Required: c.Audit.V == "required", Off: c.Audit.V == "off",
	})
}

// pending returns the writes whose outcome is unknown.
func (s *session) pending() []tui.Left {
	var all []tui.Left
	for _, e := range s.unfinished.Left() {
		all = append(all, tui.Left{Began: e.Began, User: api.UserID(e.Entity), What: text.Clean(e.What).String(), Entry: e.Entry})
	}
	return all
}

// mailedBefore returns when the last write began that may have mailed a user
// and whose outcome is unknown.
func (s *session) mailedBefore(id api.UserID) (began time.Time, ok bool) {
	for _, e := range s.unfinished.Left() {
		if e.Mails && strings.EqualFold(e.Entity, string(id)) {
			began, ok = e.Began, true
		}
	}
	return began, ok
}

// remind prints the pending writes at a terminal. In a script the output may
// not be read, so the reminder is kept.
func (a *app) remind(s *session) {
	if !a.io.errTerminal {
		return
	}
	for _, l := range s.pending() {
		when, show, what := moment(l.Began, minute), s.showCommand("users", string(l.User)), l.What+" of "+l.User.Text().String()
		for _, noun := range []string{"subscriptions", "groups"} {
			if id, ok := belowOf(noun, l.Entry); ok {
				show, what = s.showCommand(noun, id), l.What
			}
		}
		if l.What == api.UnsavedDraft {
			fmt.Fprintf(a.io.err, "apimtui: an unsaved draft of %s was lost %s with a session that was cut off. `%s` shows the user.\n", l.User.Text(), when, show)
			continue
		}
		fmt.Fprintf(a.io.err, "apimtui: outcome unknown: %s, begun %s. `%s` shows what is there now.\n", what, when, show)
	}
}

// belowOf returns the id of the entity of a collection that a pending write is about.
func belowOf(noun string, e api.Entry) (string, bool) {
	path, ok := strings.CutPrefix(e.Resource, noun+"/")
	id, err := url.PathUnescape(path)
	return id, ok && err == nil && !strings.Contains(path, "/")
}

// mayRecord is mayWrite, and refuses or says when the write cannot be recorded.
func (a *app) mayRecord(s *session) error {
	if err := s.mayWrite(); err != nil {
		return err
	}
	why := s.forgetful()
	switch {
	case why == "":
	case s.settings.Context.Audit.V == "required":
		return &coded{errors.New(why + " Nothing was sent."), exitFailed}
	default:
		fmt.Fprintln(a.io.err, "apimtui: "+why)
	}
	return nil
}

// seen removes the pending writes of an entity, after it, or its absence, was shown
// at a terminal. A user is named by its id, others by their paths.
func (a *app) seen(s *session, entity string) {
	if a.io.errTerminal {
		s.unfinished.Seen(entity)
	}
}

// usersSeen is seen for all users of a list.
func (a *app) usersSeen(s *session, users []*api.User) {
	for _, l := range s.pending() {
		if slices.ContainsFunc(users, func(u *api.User) bool { return strings.EqualFold(string(u.ID), string(l.User)) }) {
			a.seen(s, string(l.User))
		}
	}
}

// identify tells at a terminal, before the first write, which service it is for
// and who signed in.
func (a *app) identify(ctx context.Context, s *session) error {
	if s.demo || s.identified || !a.io.errTerminal {
		return nil
	}
	if err := s.client.SignIn(ctx); err != nil {
		return err
	}
	c := &s.settings.Context
	line := fmt.Sprintf("%s: %s in %s, subscription %s", c.Name.V, c.Service.V, c.ResourceGroup.V, c.Subscription.V)
	if c.Production.V {
		line = "PRODUCTION " + line
	}
	who, _ := s.client.Account()
	line += "; as " + cmp.Or(who.Name, "an account without a name")
	if who.Tenant != "" {
		line += " of tenant " + who.Tenant
	}
	if who.Credential != "" {
		line += " (" + who.Credential + ")"
	}
	fmt.Fprintln(a.io.err, "apimtui: "+text.Clean(line+".").String())
	s.identified = true
	return nil
}

const auditHelp = `Show what was written from this account of this machine: by whom, where, what, and how
it ended. Handing out access counts: a sign-in link, a shared access token, a key.

The log is audit.jsonl in the state directory (see ` + "`apimtui doctor`" + `), with older entries
beside it. Passwords, links, tokens and keys are not in it; e-mail addresses and notes are
shortened, unless the context sets auditValues.

An entry without an outcome is a write that is under way, or whose process ended first.
The next start of the console looks it up. Times are local in a table, else UTC.`

type auditOptions struct {
	*options
	user, since string
}

func (a *app) audit() *cobra.Command {
	o := &auditOptions{options: &options{a, formatTable}}
	cmd := family("audit", "Show what was written", auditHelp)
	list := serviceless(&cobra.Command{
		Use: "list", Short: "List what was written, newest last", Args: noArguments, RunE: o.list,
		Long: auditHelp,
		Example: `  apimtui audit list --since 7d
  apimtui audit list --user mateo-garcia -o json`,
	})
	outputFlag(list, &o.output)
	list.Flags().StringVar(&o.user, "user", "", "only entries about the user with the id `U`")
	list.Flags().StringVar(&o.since, "since", "", "only entries since `D`: a duration such as 24h or 7d, or a date")
	cmd.AddCommand(list)
	return cmd
}

func (o *auditOptions) list(cmd *cobra.Command, _ []string) error {
	var since time.Time
	var err error
	if cmd.Flags().Changed("since") {
		since, err = past(cmd, "since", o.since, o.app.io.zone())
	}
	if err != nil {
		return err
	}
	if cmd.Flags().Changed("user") && o.user == "" {
		return usagef(cmd, "--user is empty: give a user id, or omit the flag")
	}
	dir, err := config.StateDir(o.app.io.getenv)
	if err != nil {
		return err
	}
	if o.app.global.demo {
		fmt.Fprintln(o.app.io.err, "apimtui: A demonstration keeps no audit log.")
		return auditListing(time.Local, day).print(o.options, nil)
	}
	all, damaged, err := journal.Read(dir)
	if err != nil {
		return err
	}
	var entries []auditEntry
	for _, l := range all {
		if !l.Time.Before(since) && (o.user == "" || strings.EqualFold(l.Entity, o.user)) {
			entries = append(entries, auditEntry(l))
		}
	}
	if damaged > 0 {
		defer fmt.Fprintf(o.app.io.err, "apimtui: %s of the audit log could not be read.\n", english.Plural(damaged, "line", ""))
	}
	zone, layout := time.UTC, time.RFC3339
	if o.output == formatTable {
		zone, layout = cmp.Or(o.app.io.zone(), time.UTC), "2006-01-02 15:04:05 MST"
	}
	return auditListing(zone, layout).print(o.options, entries)
}

// past reads a moment that lies behind, given as a date or as how long ago it was.
func past(cmd *cobra.Command, flag, given string, zone *time.Location) (time.Time, error) {
	now := time.Now()
	t, err := access.ParseMoment(strings.TrimSpace(given), now, zone)
	switch {
	case err != nil:
		return t, usagef(cmd, "--%s: %w", flag, err)
	case t.After(now) && strings.ContainsRune(given, '-'):
		return t, usagef(cmd, "--%s %s is in the future", flag, text.Clean(given))
	case t.After(now): // a duration
		t = now.Add(-t.Sub(now))
	}
	return t, nil
}

type auditEntry journal.Line

func (e auditEntry) MarshalJSON() ([]byte, error) {
	b, err := marshal(journal.Line(e))
	return text.EscapeJSON(string(b)), err
}

// auditListing prints times in a zone.
func auditListing(zone *time.Location, layout string) *listing[auditEntry] {
	return &listing[auditEntry]{
		columns: []column{{"TIME", 23, 6, 0}, {"OUTCOME", 12, 5, mostText}, {"USER", 12, 4, mostID}, {"WHAT", 16, 3, mostText},
			{"CHANGES", 16, 1, mostText}, {"CONTEXT", 8, 2, mostName}, {"ACCOUNT", 8, 0, mostName}},
		header: []string{"time", "outcome", "user", "what", "changes", "context", "account", "tenant", "service", "operation",
			"ifMatch", "claim", "attempts", "requestIds", "found", "id"},
		cells: func(e auditEntry) []cell {
			outcome := cmp.Or(e.Outcome, "no outcome")
			if e.Found != "" {
				outcome += ", " + string(e.Found)
			}
			return []cell{textOf(e.Time.In(zone).Format(layout)), textOf(outcome), textOf(e.Entity), textOf(e.What), textOf(e.changes()),
				textOf(e.Context), textOf(e.Account), textOf(e.Tenant), textOf(e.Service), textOf(e.Operation), textOf(e.IfMatch),
				textOf(e.Claim), textOf(fmt.Sprint(e.Attempts)), textOf(strings.Join(e.RequestIDs, ";")), textOf(e.Found), textOf(e.ID)}
		},
	}
}

// changes lists what was changed, from what to what.
func (e auditEntry) changes() string {
	var all []string
	for _, c := range e.Changes {
		s := string(c.Property)
		if c.Before != "" || c.After != "" {
			s += ": " + cmp.Or(c.Before, "-").Exact() + " → " + cmp.Or(c.After, "-").Exact()
		}
		all = append(all, s)
	}
	return strings.Join(all, "; ")
}
