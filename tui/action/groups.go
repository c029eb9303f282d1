package action

import (
	"cmp"
	"context"
	"crypto/rand"
	"maps"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/dustin/go-humanize/english"

	"apimtui/api"
	"apimtui/api/report"
	"apimtui/api/rules"
	"apimtui/api/text"
	"apimtui/tui/flow"
	"apimtui/tui/keys"
	"apimtui/tui/page/groups"
	"apimtui/tui/page/plainform"
	"apimtui/tui/page/usergroups"
	"apimtui/tui/ui"
)

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
func rowsOf(g *api.Groups, u api.User, changes []usergroups.Change) []flow.Row {
	rows := make([]flow.Row, len(changes))
	for i, c := range changes {
		act := memberAct(u, c.Group, c.In)
		rows[i] = flow.Row{Label: act.What, Write: g.Member(u.ID, c.Group, c.In), Act: act}
	}
	return rows
}

// joining puts a user into a group, or takes it out.
type joining struct {
	flow.Plain
	groups *api.Groups
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

// Where the keys of a group's members, and of users to be added, are looked up.
const (
	Members  keys.Scope  = "members of a group"
	Joining  keys.Scope  = "users to put into a group"
	addUsers keys.Action = "add users to the group"
	addHere  keys.Action = "put into the group"
	takeOut  keys.Action = "take out of the group"
)

func serviceGroups() Action {
	return Action{
		ID: "groups of the service", Label: "groups", Help: "the groups of the service, and who is in them",
		More: func() []keys.Binding {
			return append(groups.Bindings(),
				keys.Binding{Scope: Members, Action: addUsers, Keys: []string{"a"}, Label: "add users", Help: "choose users to put into the group", Rank: 8},
				keys.Binding{Scope: Members, Action: takeOut, Keys: []string{"x"}, Label: "take out", Help: "take the marked or the chosen user out of the group", Rank: 9},
				keys.Binding{Scope: Joining, Action: addHere, Keys: []string{"a"}, Label: "add", Help: "put the marked or the chosen user into the group", Rank: 8})
		},
		Do: func(s *Surface, _ *api.User) tea.Cmd { return s.openGroups(nil, 0) },
	}
}

// LookAt opens the page that shows what a write was about. It reports false for one
// about a user.
func LookAt(s *Surface, e api.Entry) (tea.Cmd, bool) {
	switch {
	case strings.HasPrefix(e.Entity, "groups/"):
		return s.openGroups(nil, 0), true
	case strings.HasPrefix(e.Entity, "subscriptions/"):
		return s.openSubscriptions(nil), true
	}
	return nil, false
}

// openGroups opens the groups of the service, for the marked users if there are any.
func (s *Surface) openGroups(marked []api.User, hidden int) tea.Cmd {
	id := s.NewID()
	h := groups.Host{
		List: s.Groups.List, Get: s.Groups.Get, ReadOnly: s.ReadOnly, Members: s.openMembers,
		New:    func() tea.Cmd { return s.groupForm(id, nil) },
		Edit:   func(v api.GroupVersion) tea.Cmd { return s.groupForm(id, &v) },
		Delete: func(v api.GroupVersion, in int) tea.Cmd { return s.deleteGroup(id, v, in) },
		Count: func(ctx context.Context, id string) (int, error) {
			in, err := s.Groups.Members(ctx, id)
			return max(len(in.Items), in.Counted), err
		},
		Join: func(g api.Group, in bool) tea.Cmd {
			if len(marked) == 0 {
				return s.openJoining(g, nil)
			}
			return s.moveAll(marked, hidden, g, in, nil)
		},
	}
	if len(marked) > 0 {
		h.For = english.Plural(len(marked), "marked user", "")
	}
	return s.Open(groups.New(s.Context, id, s.Out, h))
}

func (s *Surface) openMembers(g api.Group) tea.Cmd {
	p := s.people("Members of "+g.DisplayName.String(), collected(func(ctx context.Context) (api.Collection[api.User], error) {
		return s.Groups.Members(ctx, g.ID.Exact())
	}))
	p.scope, p.why = Members, s.whyNotMember(g, p)
	p.act = func(a keys.Action, users []api.User, hidden int) tea.Cmd {
		switch a {
		case addUsers:
			return s.openJoining(g, p)
		case takeOut:
			return s.moveAll(users, hidden, g, false, p)
		}
		return nil
	}
	return s.Open(p)
}

// openJoining opens all users, to put some into a group.
func (s *Surface) openJoining(g api.Group, members *people) tea.Cmd {
	p := s.people("Into "+g.DisplayName.String(), s.Users)
	p.scope, p.all, p.why = Joining, true, s.whyNotMember(g, p)
	p.act = func(a keys.Action, users []api.User, hidden int) tea.Cmd {
		if a != addHere {
			return nil
		}
		return s.moveAll(users, hidden, g, true, members)
	}
	return s.Open(p)
}

func (s *Surface) whyNotMember(g api.Group, p *people) func(keys.Action) string {
	return func(a keys.Action) string {
		if a != addUsers && a != addHere && a != takeOut {
			return ""
		}
		switch why := rules.RefuseMember(g); {
		case s.ReadOnly:
			return "Disabled: read-only context."
		case why != "":
			return text.Stop("Disabled: " + why)
		case a != addUsers && p.Chosen() == nil:
			return "Disabled: no user is chosen."
		}
		return ""
	}
}

func whatGroup(g api.Group) string {
	return "group " + cmp.Or(g.DisplayName, g.ID).String()
}

// groupForm opens the form of a group: of a new one, or of the version that was read.
func (s *Surface) groupForm(page ui.PageID, base *api.GroupVersion) tea.Cmd {
	title, from, fields := "New group", api.GroupEdit{}, []plainform.Field{}
	if base == nil {
		fields = append(fields, plainform.Field{Key: "id", Label: "Id", Hint: "One is made up when it is empty. It cannot be changed later."})
	} else {
		title, from = "Edit "+whatGroup(base.Group), base.Group.Edit()
	}
	fields = append(fields, plainform.Field{Key: "displayName", Label: "Name", Value: from.DisplayName.Exact()},
		plainform.Field{Key: "description", Label: "Description", Value: from.Description.Exact(), Long: true})
	form := s.NewID()
	save := func(_ context.Context, values map[string]string) (any, plainform.Problems, error) {
		to := api.GroupEdit{DisplayName: text.Text(values["displayName"]), Description: text.Text(values["description"])}
		id, err := s.idOr(values["id"])
		if err != nil {
			return nil, nil, err
		}
		if base != nil {
			id = base.Group.ID.Exact()
		}
		wrong := plainform.Problems{}
		wrong.Add("id", api.CheckGroup(id, "name"))
		wrong.Add("displayName", api.CheckGroup("id", values["displayName"]))
		if len(wrong) > 0 {
			return nil, wrong, nil
		}
		return ui.Call(func() tea.Cmd { return s.saveGroup(page, form, base, id, to) }), nil, nil
	}
	return s.Open(plainform.New(s.Context, form, s.Out, title, []string{"Group"}, fields, save))
}

// idOr returns an id as typed, or a new one.
func (s *Surface) idOr(typed string) (string, error) {
	if strings.TrimSpace(typed) != "" {
		return typed, nil
	}
	from := s.Random
	if from == nil {
		from = rand.Reader
	}
	id, err := api.NewUserID(from)
	return string(id), err
}

func (s *Surface) saveGroup(page, form ui.PageID, base *api.GroupVersion, id string, to api.GroupEdit) tea.Cmd {
	what := whatGroup(api.Group{ID: text.Text(id), DisplayName: to.DisplayName})
	if base != nil {
		what = whatGroup(base.Group)
	}
	task := flow.Task{Title: "Save", Of: what, Forms: []ui.PageID{form}, After: changed(page)}
	if base == nil {
		return s.rows(task, flow.Row{Label: "new " + what, Write: s.Groups.Create(id, to),
			Act: report.Act{What: "new " + what, Done: what + " is created", Who: what, Sent: report.Creation, About: report.Group}})
	}
	if to == base.Group.Edit() {
		s.Out.Ask(ui.Leave{Page: form})
		s.Out.Ask(ui.Notify{Text: "Nothing was changed, so nothing was sent."})
		return nil
	}
	return s.rows(task, flow.Row{Label: "change of " + what, Write: s.Groups.Update(*base, to),
		Act: report.Act{What: "change of " + what, Done: what + " is changed", Who: what, Sent: report.Change, About: report.Group},
		Amend: &flow.Amend{
			What: "the " + what, Properties: []api.Property{api.PropDisplayName, api.PropDescription},
			Loaded: base.Group.Edit().Text, Mine: to.Text,
			Theirs: func(w api.Written) flow.Values { return w.Group.Group.Edit().Text },
			Again: func(w api.Written, to flow.Values) api.Write {
				return s.Groups.Update(w.Group, api.GroupEdit{DisplayName: to(api.PropDisplayName), Description: to(api.PropDescription)})
			},
		}})
}

func (s *Surface) deleteGroup(page ui.PageID, v api.GroupVersion, in int) tea.Cmd {
	what := whatGroup(v.Group)
	task := flow.Task{Title: "Delete group", Of: what, After: changed(page),
		Asks: []string{"Delete the " + what + " (" + v.Group.ID.String() + ")?", "", english.Plural(in, "user is", "users are") + " in it, and stay on the service. It cannot be undone."}}
	if s.Production {
		task.MustType = v.Group.ID.Exact()
	}
	return s.rows(task, flow.Row{Label: "deletion of " + what, Write: s.Groups.Delete(v),
		Act: report.Act{What: "deletion of " + what, Done: what + " is deleted", Who: what, Sent: report.Deletion, About: report.Group}})
}
