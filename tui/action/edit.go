package action

import (
	tea "charm.land/bubbletea/v2"

	"apimtui/api"
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
