package cli

import (
	"fmt"
	"strings"

	"apimtui/api"
	"apimtui/api/journal"
	"apimtui/api/text"
	"apimtui/tui"
)

// unfinished remembers the writes that were begun on a service, so that one
// whose end nobody saw is told of. nil remembers nothing, as in a
// demonstration.
type unfinished struct{ *journal.Store }

func newUnfinished(dir, endpoint string, scope api.Scope) *unfinished {
	if dir == "" {
		return nil
	}
	service := strings.TrimSuffix(endpoint, "/") + "/" + scope.SubscriptionID + "/" + scope.ResourceGroup + "/" + scope.ServiceName
	return &unfinished{journal.New(dir, service)}
}

// Begin implements api.Journal.
func (u *unfinished) Begin(e api.Entry) func(api.Result) {
	if u == nil {
		return func(api.Result) {}
	}
	return u.Store.Begin(e)
}

// Seen implements api.Journal.
func (u *unfinished) Seen(user string) {
	if u != nil {
		u.Store.Seen(user)
	}
}

func (u *unfinished) left() []tui.Left {
	if u == nil {
		return nil
	}
	var all []tui.Left
	for _, i := range u.Left() {
		all = append(all, tui.Left{Began: i.Began, User: api.UserID(i.User), What: text.Clean(i.What).String()})
	}
	return all
}

// remind tells somebody at a terminal of what was left. A script's log is read
// by nobody in time, so there it is left for the next one who looks.
func (a *app) remind(s *session) {
	if !a.io.errTerminal {
		return
	}
	for _, l := range s.unfinished.left() {
		if l.What == api.UnsavedDraft {
			fmt.Fprintf(a.io.err, "apimtui: an unsaved draft of %s was lost %s with a session that was cut off. `%s` shows the user.\n",
				l.User.Text(), l.Began.UTC().Format("2006-01-02 15:04 UTC"), s.showCommand(l.User))
			continue
		}
		fmt.Fprintf(a.io.err, "apimtui: outcome unknown: %s of %s, begun %s by a session that ended before. `%s` shows what is there now.\n",
			l.What, l.User.Text(), l.Began.UTC().Format("2006-01-02 15:04 UTC"), s.showCommand(l.User))
	}
}

// looked forgets what was left about a user, once somebody at a terminal was
// told of it and sees what the user is, or that it is no more.
func (a *app) looked(s *session, id api.UserID) {
	if a.io.errTerminal {
		s.unfinished.Seen(string(id))
	}
}
