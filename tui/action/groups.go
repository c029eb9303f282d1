package action

import (
	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/report"
	"apimtui/tui/flow"
	"apimtui/tui/page/usergroups"
)

// Groups reads and writes memberships.
type Groups interface {
	usergroups.Reader
	Member(user api.UserID, group api.Group, in bool) api.Write
}

func groups() Action {
	return Action{
		ID: "groups", Keys: []string{"m"}, Label: "groups", Help: "put the user into groups, or take it out", Rank: 27,
		NeedsUser: true, Writes: true, More: usergroups.Bindings,
		Do: func(s *Surface, u *api.User) tea.Cmd {
			user := *u
			save := func(changes []usergroups.Change) tea.Cmd {
				return s.Over(flow.NewRows(s.Context, s.NewID(), s.Out, s.Talk, "Groups", user, rowsOf(s.Groups, user, changes)))
			}
			return s.Open(usergroups.New(s.Context, s.NewID(), s.Out, s.Groups, user, save))
		},
	}
}

// rowsOf is one write for each membership.
func rowsOf(g Groups, u api.User, changes []usergroups.Change) []flow.Row {
	rows := make([]flow.Row, len(changes))
	for i, c := range changes {
		name, prep, done := c.Group.DisplayName.String(), " out of ", " is out of "
		if c.In {
			prep, done = " into ", " is in "
		}
		rows[i] = flow.Row{
			Label: u.Called() + prep + name,
			Write: g.Member(u.ID, c.Group, c.In),
			Act:   report.Act{What: u.Called() + prep + name, Done: u.Called() + done + name, Who: u.Called(), Sent: report.Membership},
		}
	}
	return rows
}

var _ Groups = (*api.Groups)(nil)
