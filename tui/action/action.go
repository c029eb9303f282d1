// Package action holds what an operator can do with a user: one file for each
// action, with its keys, its help, when it is disabled, what it asks and what it
// writes. The help, the command palette, the status line and tui/KEYS.md
// are made from them.
package action

import (
	"context"
	"io"
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/rules"
	"apimtui/api/text"
	"apimtui/tui/flow"
	"apimtui/tui/keys"
	"apimtui/tui/page/sso"
	"apimtui/tui/page/token"
	"apimtui/tui/page/userlist"
	"apimtui/tui/ui"
)

// Action is something an operator can do, as data.
type Action struct {
	ID    keys.Action
	Keys  []string // as Bubble Tea names them; nil for a command without a key
	Label string   // a word or two for the status line
	Help  string   // one line for the help
	Rank  int      // orders the status line; 0 keeps it out of it

	NeedsUser bool                  // it is about the user that is chosen
	Writes    bool                  // it would change the service or hand out access
	More      func() []keys.Binding // of a page of its own; nil for none
	// Why returns the reason why it is disabled for this user, as a sentence; nil
	// never disables it.
	Why func(u api.User) string
	Do  func(s *Surface, u *api.User) tea.Cmd // carries it out. u is nil where no user is needed.
	// Several carries it out for all marked users, of whom the filter hides some;
	// nil where it works on one.
	Several func(s *Surface, users []api.User, hidden int) tea.Cmd
}

// All are the actions, in the order the help shows them.
func All() []Action {
	return []Action{
		create(), edit(), block(), signIn(), accessToken(), copyMenu(), viewJSON(), groupsOfUser(), subscriptionsOfUser(), passwordMail(), invite(), remove(), undo(),
		offboard(), serviceGroups(), serviceSubscriptions(), views(),
	}
}

// Bindings are the keys of all actions, in a list and on the page of a user. Those
// without keys are commands, everywhere.
func Bindings() []keys.Binding {
	var all []keys.Binding
	for _, s := range []keys.Scope{keys.Lists, keys.User, keys.Everywhere} {
		for _, a := range All() {
			if (s == keys.Everywhere) == (a.Keys == nil) {
				all = append(all, keys.Binding{Scope: s, Action: a.ID, Keys: a.Keys, Label: a.Label, Help: a.Help, Rank: a.Rank})
			}
		}
	}
	for _, a := range All() {
		if a.More != nil {
			all = append(all, a.More()...)
		}
	}
	return all
}

// ByID are all actions by their ids.
func ByID() map[keys.Action]*Action {
	byID := map[keys.Action]*Action{}
	for _, a := range All() {
		byID[a.ID] = &a
	}
	return byID
}

func refuses(d func(u api.User) rules.Deed) func(u api.User) string {
	return func(u api.User) string {
		if why := rules.Refuse(d(u), u); why != "" {
			return text.Stop("Disabled: " + why)
		}
		return ""
	}
}

func always(d rules.Deed) func(api.User) rules.Deed { return func(api.User) rules.Deed { return d } }

// Surface is what actions need of the console.
type Surface struct {
	Context context.Context
	*api.Client
	// Subscriptions are not used where there is no client.
	Subscriptions *Named
	ReadOnly      bool
	Out           *ui.Outbox
	Talk          flow.Host
	NewID         func() ui.PageID // gives a page or box its address
	// Open shows a page, Over a box over the page.
	Open  func(ui.Page) tea.Cmd
	Over  func(ui.Overlay) tea.Cmd
	List  func(userlist.Loader) *userlist.Page // returns a list of users
	Known func(id api.UserID) *api.User        // a user as a list shows it, or nil

	Production bool
	Random     io.Reader // makes ids and passwords; nil is the system's
	Command    []string  // the command line that speaks to this service
	Local      func() time.Time
	Links      sso.Host
	Tokens     token.Host
	Last       func() *ui.Undoable // the change that undo goes back from; nil for none
}

func (s *Surface) still(place keys.Scope) ui.Still {
	return ui.Still{Page: s.NewID(), Out: s.Out, Keys: keys.NewMap(), Place: place}
}

// rows carries out writes of one task.
func (s *Surface) rows(task flow.Task, rows ...flow.Row) tea.Cmd {
	return s.Over(flow.NewRows(s.Context, s.NewID(), s.Out, s.Talk, task, rows))
}

// rereads has the pages of a user read again what belongs to it.
func rereads(u api.User) func() []any {
	return func() []any { return []any{ui.Learned{Version: api.Version{User: u}}} }
}

// changed has a page of the service read again, and what it changed of users.
func changed(page ui.PageID) func() []any {
	return func() []any { return []any{ui.Reread{Page: page}, ui.Stale{}} }
}

func (s *Surface) talk(d flow.Deed, v api.Version) tea.Cmd { return s.talkThen(d, v, nil) }

func (s *Surface) talkThen(d flow.Deed, v api.Version, then flow.Then) tea.Cmd {
	c := flow.New(s.Context, s.NewID(), s.Out, s.Talk, d, v)
	c.Then = then
	return s.Over(c)
}

// many starts an action on several users. In production the number is typed.
func (s *Surface) many(b flow.Batch, users []api.User, hidden int) tea.Cmd {
	if s.Production {
		b.TypeOver = 0
	}
	return s.Over(flow.NewMany(s.Context, s.NewID(), s.Out, s.Talk, s.Users.Several, b, users, hidden, s.talkThen))
}
