package action

import (
	"context"
	"maps"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/report"
	"apimtui/api/rules"
	"apimtui/tui/flow"
	"apimtui/tui/page/usergroups"
	"apimtui/tui/ui"
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

// joining puts a user into a group, or takes it out.
type joining struct {
	flow.Plain
	groups Groups
	user   api.User
	group  api.Group
	in     bool
	list   *people // of the members; nil when they are not known
	// known are the members at the time of the question: a plan is made beside the
	// console, which changes the list.
	known map[api.UserID]bool
}

func (j *joining) Title() string                         { return "Groups" }
func (j *joining) Matters([]api.Property) []api.Property { return nil }

func (j *joining) Refuse(u api.User) string {
	if j.in && j.known[u.ID] {
		return "already in the group"
	}
	return rules.RefuseMember(j.group)
}

func (j *joining) Act(u api.User, _ api.Written) report.Act { return memberAct(u, j.group, j.in) }
func (j *joining) Write(v api.Version) api.Write            { return j.groups.Member(v.User.ID, j.group, j.in) }

// Done implements flow.Deed: the pages read the user's groups again.
func (j *joining) Done(api.Written) []any {
	told := ui.Call(func() tea.Cmd {
		if j.list != nil {
			return j.list.moved(j.user, j.in)
		}
		return nil
	})
	return []any{ui.Learned{Version: api.Version{User: j.user}}, told}
}

func memberAct(u api.User, g api.Group, in bool) report.Act {
	name, prep, done := g.DisplayName.String(), " out of ", " is out of "
	if in {
		prep, done = " into ", " is in "
	}
	return report.Act{What: u.Called() + prep + name, Done: u.Called() + done + name, Who: u.Called(), Sent: report.Membership}
}

// moveAll puts users into a group, or takes them out.
func (s *Surface) moveAll(users []api.User, hidden int, g api.Group, in bool, list *people) tea.Cmd {
	var known map[api.UserID]bool
	if list != nil {
		known = maps.Clone(list.in)
	}
	verb, means := "Take out of ", "Each is taken out of the group."
	if in {
		verb, means = "Put into ", "Each is put into the group."
	}
	return s.many(flow.Batch{
		Verb: verb + g.DisplayName.String(), Title: verb + g.DisplayName.String() + ":", Means: means, TypeOver: -1,
		Deed: func(u api.User) flow.Deed {
			return &joining{groups: s.Groups, user: u, group: g, in: in, list: list, known: known}
		},
	}, users, hidden)
}
