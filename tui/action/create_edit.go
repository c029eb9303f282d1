package action

import (
	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/report"
	"apimtui/api/secret"
	"apimtui/tui/flow"
	"apimtui/tui/keys"
	"apimtui/tui/page/userform"
	"apimtui/tui/ui"
)

func edit() Action {
	return Action{
		ID: keys.Edit, Keys: []string{"e"}, Label: "edit", Help: "change the user", Rank: 20,
		NeedsUser: true, Writes: true,
		Do: func(s *Surface, u *api.User) tea.Cmd {
			return s.Over(flow.NewEdit(s.Context, s.NewID(), s.Out, s.Users, *u))
		},
	}
}

// EditForm opens the form on a version of a user.
func EditForm(s *Surface, ask ui.EditUser) tea.Cmd {
	return s.Open(userform.NewEdit(s.Context, s.NewID(), s.Out, ask.Base, userform.Options{Random: s.Random}))
}

func create() Action {
	return Action{
		ID: keys.New, Keys: []string{"n"}, Label: "new", Help: "make a new user", Rank: 30, Writes: true,
		Do: func(s *Surface, _ *api.User) tea.Cmd { return NewForm(s, nil) },
	}
}

// NewForm opens the form for a new user, with a draft if there is one.
func NewForm(s *Surface, draft *api.NewUser) tea.Cmd {
	return s.Open(userform.New(s.Context, s.NewID(), s.Out, userform.Options{Random: s.Random, Draft: draft}))
}

type creation struct {
	flow.Plain
	users *api.Users
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

// draft is a changed user on its way to the service. When someone else changed
// it too, both are merged.
type draft struct {
	flow.Plain
	users    *api.Users
	from     api.Version
	to       api.Editable
	password secret.Value
}

var _ flow.Draft = (*draft)(nil)

// Save writes what was typed in a form.
func Save(s *Surface, ask ui.Save) tea.Cmd {
	d := &draft{users: s.Users, from: ask.Base, to: ask.To, password: ask.Password}
	return s.Over(flow.Of(s.Context, s.NewID(), s.Out, s.Talk, d, ask.Base, ask.Owner, ask.Earlier))
}

func (d *draft) patch() api.Patch {
	p := api.PatchOf(d.from.User.Editable(), d.to)
	p.Password = d.password
	return p
}

func (d *draft) Title() string { return "Save" }
func (d *draft) Asks() bool    { return false }

func (d *draft) Act(_ api.User, w api.Written) report.Act {
	who := d.from.User.Called()
	if w.Outcome.Done() && w.Now.User.ID == d.from.User.ID {
		who = w.Now.User.Called() // the name may be what was changed
	}
	return report.Act{What: api.Labels(d.patch().Names()) + " of " + who, Who: who, Sent: report.Change}
}

func (d *draft) Write(v api.Version) api.Write {
	d.from = v
	return d.users.Update(v, d.patch())
}

func (d *draft) From() api.Version                          { return d.from }
func (d *draft) To() api.Editable                           { return d.to }
func (d *draft) Empty() bool                                { return d.patch().IsZero() }
func (d *draft) Password() bool                             { return !d.password.Empty() }
func (d *draft) Rebase(theirs api.Version, to api.Editable) { d.from, d.to = theirs, to }

func (d *draft) Anew() any {
	return ui.CreateAnew{Draft: api.NewUser{ID: d.from.User.ID, Editable: d.to, Password: d.password, AppType: api.AppDeveloperPortal}}
}

func (d *draft) Undo(before api.Version, w api.Written) ui.Undoable {
	switch {
	case d.Password():
		return ui.Undoable{Why: "the old password cannot be brought back."}
	case len(w.Ignored) > 0:
		return ui.Undoable{Why: "the service did not do all of the last change."}
	case w.Now.ETag == "":
		return ui.Undoable{Why: "the version after the last change could not be read."}
	case !w.Own:
		return ui.Undoable{Why: "the last change is not mine alone any more."}
	}
	return ui.Undoable{Before: before, After: w.Now}
}
