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

	"apimtui/api"
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
