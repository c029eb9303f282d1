package action

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/tui/flow"
	"apimtui/tui/page/usergroups"
)

// Groups reads and writes groups and memberships.
type Groups interface {
	usergroups.Reader
	Get(ctx context.Context, id string) (api.GroupVersion, error)
	Members(ctx context.Context, id string) (api.Collection[api.User], error)
	Member(user api.UserID, group api.Group, in bool) api.Write
	Create(id string, e api.GroupEdit) api.Write
	Update(base api.GroupVersion, to api.GroupEdit) api.Write
	Delete(base api.GroupVersion) api.Write
}

func groupsOfUser() Action {
	return Action{
		ID: "groups", Keys: []string{"m"}, Label: "groups", Help: "put the user into groups, or take it out", Rank: 27,
		NeedsUser: true, Writes: true, More: usergroups.Bindings,
		Several: func(s *Surface, users []api.User, hidden int) tea.Cmd { return s.openGroups(users, hidden) },
		Do: func(s *Surface, u *api.User) tea.Cmd {
			user := *u
			save := func(changes []usergroups.Change) tea.Cmd {
				return s.rows(flow.Task{Title: "Groups", Of: user.Called(), After: rereads(user)}, rowsOf(s.Groups, user, changes)...)
			}
			return s.Open(usergroups.New(s.Context, s.NewID(), s.Out, s.Groups, user, save))
		},
	}
}

// rowsOf is one write for each membership.
func rowsOf(g Groups, u api.User, changes []usergroups.Change) []flow.Row {
	rows := make([]flow.Row, len(changes))
	for i, c := range changes {
		act := memberAct(u, c.Group, c.In)
		rows[i] = flow.Row{Label: act.What, Write: g.Member(u.ID, c.Group, c.In), Act: act}
	}
	return rows
}

var _ Groups = (*api.Groups)(nil)
