package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"apimtui/api"
	"apimtui/api/report"
	"apimtui/api/rules"
	"apimtui/api/text"
)

// The changes of a membership, and their flags.
const (
	addGroup    = "add"
	removeGroup = "remove"
)

type groupsOptions struct {
	writeOptions
	changes []*membership
}

func (o *options) groups() *cobra.Command {
	g := &groupsOptions{writeOptions: writeOptions{options: o}}
	cmd := &cobra.Command{
		Use: "groups USER", Short: "List a user's groups, or change them", Args: oneUser,
		Long: `List the groups of a user, or add the user to groups and remove it from groups. G is
the id of a group or its unique display name. It does not ask.

All names are looked up before the first write: an unknown name exits with code 3, an
ambiguous name with 2. Then each change has a row of its own, in the given order. Its
outcome is that of a write, or unchanged, refused or not tried: the service decides
who is in a built-in group. The exit code is 0 when all changes are done, 1 when one
is not, and 7 when the outcome of one is unknown.

A membership has no ETag. If the answer to a change is lost, the outcome is looked up
in the user's groups.`,
		Example: `  apimtui users groups ada@example.com
  apimtui users groups ada@example.com --add partners --remove "Early adopters"`,
	}
	cmd.Flags().Func(addGroup, "add the user to the group `G`; may be repeated", g.asked(addGroup))
	cmd.Flags().Func(removeGroup, "remove the user from the group `G`; may be repeated", g.asked(removeGroup))
	return g.command(cmd, g.run)
}

// membership is a group that the user joins or leaves.
type membership struct {
	row
	named string
	group api.Group
}

// asked records a requested change. Both flags fill one list, to keep the order
// of the command line.
func (o *groupsOptions) asked(change string) func(string) error {
	return func(named string) error {
		o.changes = append(o.changes, &membership{row: row{Change: change}, named: named})
		return nil
	}
}

func (m *membership) write(s *session, user *api.User) api.Write {
	return s.client.Groups.Member(user.ID, m.group, m.Change == addGroup)
}

func (o *groupsOptions) run(ctx context.Context, _ *cobra.Command, args []string) error {
	connect := o.connect
	if len(o.changes) == 0 {
		connect = o.app.connect
	}
	s, err := connect()
	if err != nil {
		return err
	}
	user, err := s.find(ctx, args[0])
	if err != nil {
		return err
	}
	if err := o.resolve(ctx, s); err != nil {
		return err
	}
	groups, err := s.client.Users.ListGroups(ctx, user.ID)
	switch {
	case err != nil:
		return err
	case len(o.changes) == 0:
		return o.printGroups(groups.Items)
	}
	var requests []api.Request
	var rows []*row
	for _, m := range o.changes {
		m.plan(groups, who(&user))
		rows = append(rows, &m.row)
		if m.Outcome == "" {
			requests = append(requests, m.write(s, &user).Request())
		}
	}
	if o.dryRun {
		return o.printRequests(requests...)
	}
	if len(requests) > 0 {
		if err := o.app.identify(ctx, s); err != nil {
			return err
		}
	}
	for i, m := range o.changes {
		switch {
		case m.Outcome != "":
		case ctx.Err() != nil || slices.ContainsFunc(rows[:i], (*row).fatal):
			m.notTried(ctx)
		default:
			m.written = o.watch(ctx, m.write(s, &user)).Result
		}
		m.describe(s)
	}
	return o.reportRows(ctx, rows)
}

// resolve looks up all named groups before anything is written.
func (o *groupsOptions) resolve(ctx context.Context, s *session) error {
	if len(o.changes) == 0 {
		return nil
	}
	all, err := s.client.Groups.List(ctx)
	if err != nil {
		return err
	}
	named := map[text.Text]bool{}
	for _, m := range o.changes {
		if m.group, err = findGroup(all, m.named); err != nil {
			return err
		}
		if m.Name = m.group.ID; named[m.Name] {
			return refusal("the group %s is named twice; nothing was sent", m.Name)
		}
		named[m.Name] = true
	}
	return nil
}

// plan describes a change and decides whether it is needed and allowed. A list that does
// not show all proves no absence.
func (m *membership) plan(groups api.Collection[api.Group], user string) {
	in := m.Change == addGroup
	m.words = memberWords(m.group, user, in)
	is := slices.ContainsFunc(groups.Items, func(g api.Group) bool { return strings.EqualFold(g.ID.Exact(), m.Name.Exact()) })
	if is == in && (in || !groups.Hides()) {
		m.settle(report.Unchanged, "")
	} else if why := rules.RefuseMember(m.group); why != "" {
		m.settle(report.Refused, "Nothing was sent: "+why+".")
	}
}

// memberWords describes a change of a membership.
func memberWords(g api.Group, user string, in bool) report.Act {
	group, what, is := whatGroup(&g), "joining", "in"
	if !in {
		what, is = "leaving", "not in"
	}
	return report.Act{What: what + " of " + group + " by " + user, Done: user + " is " + is + " " + group, Who: user, Sent: report.Membership}
}

func whatGroup(g *api.Group) string {
	return "group " + g.DisplayName.String() + " (" + g.ID.String() + ")"
}

// printGroups prints groups. The directory id has a column where a group has one.
func (o *options) printGroups(groups []api.Group) error {
	l := listing[api.Group]{
		columns: []column{{"GROUP ID", 12, 4, mostID}, {"NAME", 12, 3, mostName}, {"TYPE", 6, 2, 20}, {"DESCRIPTION", 12, 1, mostText}},
		header:  []string{"name", "displayName", "type", "description", "externalId", "id"},
		cells: func(g api.Group) []cell {
			return []cell{g.ID, g.DisplayName, g.Type, g.Description, g.ExternalID, g.ResourceID}
		},
	}
	if slices.ContainsFunc(groups, func(g api.Group) bool { return g.ExternalID != "" }) {
		l.columns = slices.Insert(l.columns, 3, column{"DIRECTORY ID", 12, 0, mostID})
		l.row = func(g api.Group) []string {
			return []string{g.ID.String(), g.DisplayName.String(), g.Type.String(), g.ExternalID.String(), g.Description.String()}
		}
	}
	return l.print(o, groups)
}
