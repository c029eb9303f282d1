package cli

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"apimtui/api"
	"apimtui/api/journal"
	"apimtui/api/text"
	"apimtui/tui"
)

// newUnfinished remembers the writes that were begun on a service, so that one
// whose end was not seen is told of. Without a place it remembers nothing.
func newUnfinished(state, endpoint string, scope api.Scope) *journal.Store {
	service := strings.TrimSuffix(endpoint, "/") + "/" + scope.SubscriptionID + "/" + scope.ResourceGroup + "/" + scope.ServiceName
	if state != "" {
		state = filepath.Join(state, "intents")
	}
	return journal.New(state, service)
}

// left are the writes whose outcome is open.
func (s *session) left() []tui.Left {
	var all []tui.Left
	for _, e := range s.unfinished.Left() {
		all = append(all, tui.Left{Began: e.Began, User: api.UserID(e.User), What: text.Clean(e.What).String()})
	}
	return all
}

// mailedBefore is when the last write began that may have mailed a user and
// whose outcome is open.
func (s *session) mailedBefore(id api.UserID) (began time.Time, ok bool) {
	for _, e := range s.unfinished.Left() {
		if e.Mails && strings.EqualFold(e.User, string(id)) {
			began, ok = e.Began, true
		}
	}
	return began, ok
}

// remind tells of what was left, at a terminal. A script's log is read too late,
// so there it is left for the next one who looks.
func (a *app) remind(s *session) {
	if !a.io.errTerminal {
		return
	}
	for _, l := range s.left() {
		when, show := moment(l.Began, minute), s.showCommand(l.User)
		if l.What == api.UnsavedDraft {
			fmt.Fprintf(a.io.err, "apimtui: an unsaved draft of %s was lost %s with a session that was cut off. `%s` shows the user.\n", l.User.Text(), when, show)
			continue
		}
		fmt.Fprintf(a.io.err, "apimtui: outcome unknown: %s of %s, begun %s. `%s` shows what is there now.\n", l.What, l.User.Text(), when, show)
	}
}

// looked forgets what was left about a user, once it was told of and the user, or
// that there is none, is seen at a terminal.
func (a *app) looked(s *session, id api.UserID) {
	if a.io.errTerminal {
		s.unfinished.Seen(string(id))
	}
}

// saw is looked for all users of a list.
func (a *app) saw(s *session, users []*api.User) {
	for _, l := range s.left() {
		if slices.ContainsFunc(users, func(u *api.User) bool { return strings.EqualFold(string(u.ID), string(l.User)) }) {
			a.looked(s, l.User)
		}
	}
}
