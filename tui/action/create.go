package action

import (
	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/report"
	"apimtui/tui/flow"
	"apimtui/tui/keys"
	"apimtui/tui/page/userform"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

func create() Action {
	return Action{
		ID: keys.New, Keys: []string{"n"}, Label: "new", Help: "make a new user", Rank: 30, Writes: true,
		Do: func(s *Surface, _ *api.User) tea.Cmd { return newForm(s, nil) },
	}
}

func newForm(s *Surface, draft *api.NewUser) tea.Cmd {
	return s.Open(userform.New(s.Context, s.NewID(), s.Out, userform.Options{Random: s.Random, Draft: draft}))
}

// Anew opens the form for a new user with a draft.
func Anew(s *Surface, ask ui.CreateAnew) tea.Cmd { return newForm(s, &ask.Draft) }

type creation struct {
	flow.Plain
	users Users
	new   api.NewUser
}

// Create creates the user that was typed in a form.
func Create(s *Surface, ask ui.Create) tea.Cmd {
	n := ask.User
	shown := api.User{ID: n.ID, Email: n.Editable.Email, FirstName: n.Editable.FirstName, LastName: n.Editable.LastName}
	d := &creation{users: s.Users, new: n}
	return s.Over(flow.Of(s.Context, s.NewID(), s.Out, s.Talk, d, api.Version{User: shown}, ask.Owner, false))
}

func (c *creation) Title() string { return "New user" }
func (c *creation) Asks() bool    { return false }
func (c *creation) Doing() string { return "Creating the user…" }

func (c *creation) Question(*theme.Theme, flow.Subject, int) []string { return nil }

func (c *creation) Act(u api.User, w api.Written) report.Act {
	who := u.Called()
	return report.Act{What: "new user " + who, Done: who + " is created", Who: who, Sent: report.Creation,
		Mails: c.new.Notify || c.new.Confirmation != api.ConfirmNone}
}

func (c *creation) Write(api.Version) api.Write { return c.users.Create(c.new) }

func (c *creation) Undo(api.Version, api.Written) ui.Undoable {
	return ui.Undoable{Why: "a creation is not undone; " + keys.NewMap(Bindings()...).Name(keys.User, keys.Delete) + " deletes the user."}
}

func (c *creation) Done(w api.Written) []any {
	u := w.Now.User
	return []any{ui.OpenUser{ID: u.ID, User: &u}}
}
