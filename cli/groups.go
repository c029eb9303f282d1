package cli

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"github.com/dustin/go-humanize/english"
	"github.com/spf13/cobra"

	"apimtui/api"
	"apimtui/api/report"
	"apimtui/api/rules"
	"apimtui/api/text"
)

// serviceGroups are the commands about groups.
type serviceGroups struct{ *options }

func (a *app) groups() *cobra.Command {
	o := &serviceGroups{&options{a, formatTable}}
	cmd := family("groups", "Find and change groups, and who is in them",
		`List, show and change the groups of an API Management service, and who is in them.

GROUP is the id of a group or its unique display name. The built-in groups cannot be
changed: the service itself decides who is in them. A group of a directory (external)
shows its directory id.

Changes of a group depend on the version that is read first, or on --if-match. A
membership has no version. Outcomes are those of changes of users.`)
	outputFlag(cmd, &o.output)
	cmd.AddCommand(
		o.reader("list", "List the groups of the service", noArguments, o.list),
		o.reader("show GROUP", "Show one group", oneGroup, o.show),
		o.reader("members GROUP", "List the users in a group", oneGroup, o.members),
		o.create(), o.update(), o.delete(), o.member(addGroup), o.member(removeGroup))
	return cmd
}

func oneGroup(cmd *cobra.Command, args []string) error {
	if len(args) != 1 {
		return usagef(cmd, "name one group by its id or its display name; a name with spaces needs quotes")
	}
	return nil
}

func (o *serviceGroups) list(ctx context.Context, s *session, _ []string) error {
	all, err := s.client.Groups.List(ctx)
	if err != nil {
		return err
	}
	return o.printGroups(all)
}

func (s *session) findGroup(ctx context.Context, named string) (api.Group, error) {
	all, err := s.client.Groups.List(ctx)
	if err != nil {
		return api.Group{}, err
	}
	return findGroup(all, named)
}

func (o *serviceGroups) show(ctx context.Context, s *session, args []string) error {
	v, err := groupKind().read(ctx, s, args[0])
	if err != nil {
		return err
	}
	o.app.seen(s, "groups/"+url.PathEscape(v.Group.ID.Exact()))
	switch {
	case o.json():
		return o.printEntity(v.Group, v.ETag)
	case o.output == formatCSV:
		return o.printGroups([]api.Group{v.Group})
	}
	return o.app.printFields([]field{
		one("Group id", v.Group.ID), one("Name", v.Group.DisplayName), one("Type", v.Group.Type), one("Directory id", v.Group.ExternalID),
		one("Description", v.Group.Description), one("Resource id", v.Group.ResourceID), one("ETag", textOf(v.ETag)), one("Locked", textOf(rules.RefuseGroup(v.Group))),
	})
}

func (o *serviceGroups) members(ctx context.Context, s *session, args []string) error {
	g, err := s.findGroup(ctx, args[0])
	if err != nil {
		return err
	}
	all, err := s.client.Groups.Members(ctx, g.ID.Exact())
	if err != nil {
		return err
	}
	users := mapped(all.Items, func(u api.User) *api.User { return &u })
	if all.Hides() {
		fmt.Fprintln(o.app.io.err, "apimtui: "+hidden(all.Counted, len(users))+".")
	}
	return o.printUsers(users)
}

// member is groups add or groups remove.
func (o *serviceGroups) member(change string) *cobra.Command {
	in, verb, word := change == addGroup, "Add", "to"
	if !in {
		verb, word = "Remove", "from"
	}
	w := &writeOptions{options: o.options}
	cmd := &cobra.Command{
		Use: change + " GROUP USER", Short: verb + " users " + word + " a group",
		Long:    verb + " users " + word + " a group. For one user it does not ask.",
		Example: "  apimtui groups " + change + " partners ada@example.com grace@example.com",
	}
	fromFile(w, cmd, userKind())
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 || len(args) == 1 && !cmd.Flags().Changed("from") {
			return usagef(cmd, "name a group, and at least one user")
		}
		return nil
	}
	return w.command(cmd, func(ctx context.Context, cmd *cobra.Command, args []string) error {
		var group api.Group
		members := map[api.UserID]bool{}
		m := manyUsers{question: question{verb: verb + " " + word + " the group"}, of: userKind()}
		m.plan = func(s *session, a *act) error {
			u := &a.base.User
			a.Act, a.write = memberWords(group, who(u), in), s.client.Groups.Member(u.ID, group, in)
			if members[u.ID] == in {
				a.same = "already"
			} else {
				a.refuse = rules.RefuseMember(group)
			}
			return nil
		}
		m.note = func() string { return "The group is " + group.DisplayName.String() + " (" + group.ID.String() + ")." }
		m.ready = func(ctx context.Context, s *session) (err error) {
			if group, err = s.findGroup(ctx, args[0]); err != nil {
				return err
			}
			all, err := s.client.Groups.Members(ctx, group.ID.Exact())
			for _, u := range all.Items {
				members[u.ID] = true
			}
			return err
		}
		if len(args) != 2 || args[1] == fromStdin || w.from != "" {
			w.asks = "a command for several users"
		}
		return several(ctx, w, cmd, args[1:], m)
	})
}

// groupEdit are the flags of a group's properties.
type groupEdit struct {
	*writeOptions
	id, name, description string
}

func (o *groupEdit) define(cmd *cobra.Command) {
	cmd.Flags().StringVar(&o.name, "name", "", "the display `NAME`")
	cmd.Flags().StringVar(&o.description, "description", "", "the description `TEXT`; an empty one clears it")
}

func (o *serviceGroups) create() *cobra.Command {
	e := &groupEdit{writeOptions: &writeOptions{options: o.options, of: report.Group}}
	cmd := &cobra.Command{
		Use: "create", Short: "Create a group", Args: noArguments,
		Long:    "Create a custom group. The id is looked up first: if it is taken, nothing is sent, and\nthe exit code is 5. Without --id, an id of 24 hexadecimal digits is generated.",
		Example: "  apimtui groups create --id partners --name Partners --description \"Staff of partners\"",
	}
	cmd.Flags().StringVar(&e.id, "id", "", "the group `ID`, which cannot be changed later; generated when omitted")
	e.define(cmd)
	return e.command(cmd, func(ctx context.Context, cmd *cobra.Command, _ []string) error {
		var err error
		if e.id, err = idOf(cmd, e.id, func(string) error { return nil }); err != nil {
			return err
		}
		if err := api.CheckGroup(e.id, e.name); err != nil {
			return usage(cmd, err)
		}
		return perform(ctx, e.writeOptions, groupKind(), "", func(s *session, a *groupAct) error {
			to := api.GroupEdit{DisplayName: text.Text(e.name), Description: text.Text(e.description)}
			g := api.Group{ID: text.Text(e.id), DisplayName: to.DisplayName}
			a.creates(whatGroup(&g), api.GroupVersion{Group: g}, to, s.client.Groups.Create(e.id, to))
			return nil
		})
	})
}

func (o *serviceGroups) update() *cobra.Command {
	e := &groupEdit{writeOptions: &writeOptions{options: o.options, of: report.Group}}
	cmd := &cobra.Command{
		Use: "update GROUP", Short: "Change a group", Args: oneGroup,
		Long:    "Change the name or the description of a group. Only what is given and differs is sent.\nA group that someone else changed is not written, and the exit code is 5.",
		Example: "  apimtui groups update partners --name \"Partners (EU)\"",
	}
	e.define(cmd)
	return e.conditional(cmd, func(ctx context.Context, cmd *cobra.Command, args []string) error {
		named, described := anyGiven(cmd, "name"), anyGiven(cmd, "description")
		if !named && !described {
			return usagef(cmd, "nothing to change: give --name or --description")
		}
		if err := api.CheckGroup("id", e.name); named && err != nil {
			return usage(cmd, err)
		}
		return perform(ctx, e.writeOptions, groupKind(), args[0], func(s *session, a *groupAct) error {
			from := a.mine
			if named {
				a.mine.DisplayName = text.Text(e.name)
			}
			if described {
				a.mine.Description = text.Text(e.description)
			}
			a.changes(from.Changed(a.mine), s.client.Groups.Update(a.base, a.mine))
			a.What, a.refuse = "change of "+a.Who, rules.RefuseGroup(a.base.Group)
			return nil
		})
	})
}

func (o *serviceGroups) delete() *cobra.Command {
	e := &groupEdit{writeOptions: &writeOptions{options: o.options, of: report.Group, asks: "deleting a group"}}
	cmd := &cobra.Command{
		Use: "delete GROUP", Short: "Delete a group", Args: oneGroup,
		Long:    "Delete a custom group, after a question that says how many users are in it. In a\nproduction context, its id must be typed. The users themselves stay.",
		Example: "  apimtui groups delete partners",
	}
	return e.conditional(cmd, func(ctx context.Context, _ *cobra.Command, args []string) error {
		return perform(ctx, e.writeOptions, groupKind(), args[0], func(s *session, a *groupAct) error {
			a.deletes(s.client.Groups.Delete(a.base))
			a.refuse = rules.RefuseGroup(a.base.Group)
			a.ready = func(ctx context.Context) error {
				if e.yes {
					return nil
				}
				in, err := s.client.Groups.Members(ctx, a.base.Group.ID.Exact())
				a.question = fmt.Sprintf("Delete %s%s? %s in it.", a.Who, strings.TrimPrefix(s.place(), ","),
					english.Plural(len(in.Items), "user is", "users are"))
				return err
			}
			return nil
		})
	})
}
