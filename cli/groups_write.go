package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/dustin/go-humanize/english"
	"github.com/spf13/cobra"

	"apimtui/api"
	"apimtui/api/report"
	"apimtui/api/rules"
	"apimtui/api/text"
)

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
		return perform(ctx, e.writeOptions, groupKind(), "", func(s *session, _ api.GroupVersion) (*groupAct, error) {
			to := api.GroupEdit{DisplayName: text.Text(e.name), Description: text.Text(e.description)}
			g := api.Group{ID: text.Text(e.id), DisplayName: to.DisplayName}
			what := whatGroup(&g)
			return &groupAct{
				Act:  report.Act{What: "new " + what, Who: what, Sent: report.Creation},
				base: api.GroupVersion{Group: g}, mine: to, write: s.client.Groups.Create(e.id, to),
			}, nil
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
		return perform(ctx, e.writeOptions, groupKind(), args[0], func(s *session, base api.GroupVersion) (*groupAct, error) {
			to, what := base.Group.Edit(), whatGroup(&base.Group)
			if named {
				to.DisplayName = text.Text(e.name)
			}
			if described {
				to.Description = text.Text(e.description)
			}
			a := &groupAct{
				Act:  report.Act{What: "change of " + what, Who: what, Sent: report.Change},
				base: base, mine: to, refuse: rules.RefuseGroup(base.Group), write: s.client.Groups.Update(base, to),
			}
			if to == base.Group.Edit() {
				a.unchanged()
			}
			return a, nil
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
		return perform(ctx, e.writeOptions, groupKind(), args[0], func(s *session, base api.GroupVersion) (*groupAct, error) {
			what := whatGroup(&base.Group)
			a := &groupAct{
				Act:  report.Act{What: "deletion of " + what, Done: what + " is deleted", Who: what, Sent: report.Deletion},
				base: base, mine: base.Group.Edit(), refuse: rules.RefuseGroup(base.Group), write: s.client.Groups.Delete(base), typed: "delete it",
			}
			a.ready = func(ctx context.Context) error {
				if e.yes {
					return nil
				}
				in, err := s.client.Groups.Members(ctx, base.Group.ID.Exact())
				a.question = fmt.Sprintf("Delete %s%s? %s in it.", what, strings.TrimPrefix(s.place(), ","), english.Plural(len(in.Items), "user is", "users are"))
				return err
			}
			return a, nil
		})
	})
}
