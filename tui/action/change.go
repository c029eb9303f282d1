package action

import (
	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/report"
	"apimtui/api/secret"
	"apimtui/tui/flow"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

// draft is a changed user on its way to the service. When someone else changed
// it too, both are merged.
type draft struct {
	flow.Plain
	users    Users
	from     api.Version
	to       api.Editable
	password secret.Value
	done     string // the message of success; "" names the properties
	form     bool   // it was typed in a form
}

var _ flow.Draft = (*draft)(nil)

// Save writes what was typed in a form.
func Save(s *Surface, ask ui.Save) tea.Cmd {
	d := &draft{users: s.Users, from: ask.Base, to: ask.To, password: ask.Password, form: true}
	return s.Over(flow.Of(s.Context, s.NewID(), s.Out, s.Talk, d, ask.Base, ask.Owner, ask.Earlier))
}

func (d *draft) patch() api.Patch {
	p := api.PatchOf(d.from.User.Editable(), d.to)
	p.Password = d.password
	return p
}

func (d *draft) Title() string { return "Save" }
func (d *draft) Asks() bool    { return false }

func (d *draft) Question(*theme.Theme, flow.Subject, int) []string { return nil }

func (d *draft) Act(_ api.User, w api.Written) report.Act {
	who := d.from.User.Called()
	if w.Outcome.Done() && w.Now.User.ID == d.from.User.ID {
		who = w.Now.User.Called() // the name may be what was changed
	}
	return report.Act{What: api.Labels(d.patch().Names()) + " of " + who, Done: d.done, Who: who, Sent: report.Change}
}

func (d *draft) Write(v api.Version) api.Write {
	d.from = v
	return d.users.Update(v, d.patch())
}

func (d *draft) From() api.Version { return d.from }
func (d *draft) To() api.Editable  { return d.to }
func (d *draft) Empty() bool       { return d.patch().IsZero() }
func (d *draft) Password() bool    { return !d.password.Empty() }

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
