package cli

import (
	"fmt"
	"path/filepath"
	"time"

	"apimtui/api"
	"apimtui/api/text"
	"apimtui/config/intents"
	"apimtui/tui"
)

// unfinished remembers the writes that were begun on a service, so that one
// whose end nobody saw is told of. nil remembers nothing, as in a
// demonstration.
type unfinished struct{ store *intents.Store }

func newUnfinished(state string, c *api.Client) *unfinished {
	if state == "" {
		return nil
	}
	scope := c.Scope()
	return &unfinished{intents.New(filepath.Join(state, "intents"), c.Endpoint()+"/"+scope.SubscriptionID+"/"+scope.ResourceGroup+"/"+scope.ServiceName)}
}

// Begin implements tui.Intents.
func (u *unfinished) Begin(user api.UserID, what string) (settled func()) {
	if u == nil {
		return func() {}
	}
	return u.store.Begin(string(user), what, time.Now())
}

// Seen implements tui.Intents.
func (u *unfinished) Seen(user api.UserID) {
	if u != nil {
		u.store.Seen(string(user))
	}
}

func (u *unfinished) left() []tui.Left {
	if u == nil {
		return nil
	}
	var all []tui.Left
	for _, i := range u.store.Left() {
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
		fmt.Fprintf(a.io.err, "apimtui: outcome unknown: %s of %s, begun %s by a session that ended before. `%s` shows what is there now.\n",
			l.What, l.User.Text(), l.Began.UTC().Format("2006-01-02 15:04 UTC"), s.showCommand(l.User))
	}
}

// looked forgets what was left about a user, once somebody at a terminal was
// told of it and sees what the user is, or that it is no more.
func (a *app) looked(s *session, id api.UserID) {
	if a.io.errTerminal {
		s.unfinished.Seen(id)
	}
}
