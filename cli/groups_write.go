package cli

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"strings"

	"github.com/dustin/go-humanize/english"
	"github.com/spf13/cobra"

	"apimtui/api"
	"apimtui/api/report"
	"apimtui/api/rules"
	"apimtui/api/text"
)

// groupAct is a write of a group.
type groupAct struct {
	report.Act
	refuse, same, question, typed string
	write                         api.Write
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
	e := &groupEdit{writeOptions: &writeOptions{usersOptions: o.usersOptions, of: report.Group}}
	cmd := &cobra.Command{
		Use: "create", Short: "Create a group", Args: noArguments,
		Long:    "Create a custom group. The id is looked up first: if it is taken, nothing is sent, and\nthe exit code is 5. Without --id, an id of 24 hexadecimal digits is generated.",
		Example: "  apimtui groups create --id partners --name Partners --description \"Staff of partners\"",
	}
	cmd.Flags().StringVar(&e.id, "id", "", "the group `ID`, which cannot be changed later; generated when omitted")
	e.define(cmd)
	return e.command(cmd, func(ctx context.Context, cmd *cobra.Command, _ []string) error {
		if !cmd.Flags().Changed("id") {
			id, err := api.NewUserID(rand.Reader) // groups have ids of the same form
			if err != nil {
				return err
			}
			e.id = string(id)
		}
		if err := api.CheckGroup(e.id, e.name); err != nil {
			return usage(cmd, err)
		}
		return e.perform(ctx, "", func(s *session, _ api.GroupVersion) (*groupAct, error) {
			to := api.GroupEdit{DisplayName: text.Text(e.name), Description: text.Text(e.description)}
			what := whatGroup(&api.Group{ID: text.Text(e.id), DisplayName: to.DisplayName})
			return &groupAct{Act: report.Act{What: "new " + what, Who: what, Sent: report.Creation}, write: s.client.Groups.Create(e.id, to)}, nil
		})
	})
}

func (o *serviceGroups) update() *cobra.Command {
	e := &groupEdit{writeOptions: &writeOptions{usersOptions: o.usersOptions, of: report.Group}}
	cmd := &cobra.Command{
		Use: "update GROUP", Short: "Change a group", Args: oneGroup,
		Long:    "Change the name or the description of a group. Only what is given and differs is sent.\nA group that someone else changed is not written, and the exit code is 5.",
		Example: "  apimtui groups update partners --name \"Partners (EU)\"",
	}
	e.define(cmd)
	return e.conditional(cmd, func(ctx context.Context, cmd *cobra.Command, args []string) error {
		named, described := cmd.Flags().Changed("name"), cmd.Flags().Changed("description")
		if !named && !described {
			return usagef(cmd, "nothing to change: give --name or --description")
		}
		if err := api.CheckGroup("id", e.name); named && err != nil {
			return usage(cmd, err)
		}
		return e.perform(ctx, args[0], func(s *session, base api.GroupVersion) (*groupAct, error) {
			to, what := base.Group.Edit(), whatGroup(&base.Group)
			if named {
				to.DisplayName = text.Text(e.name)
			}
			if described {
				to.Description = text.Text(e.description)
			}
			a := &groupAct{
				Act:    report.Act{What: "change of " + what, Who: what, Sent: report.Change},
				refuse: rules.RefuseGroup(base.Group), write: s.client.Groups.Update(base, to),
			}
			if to == base.Group.Edit() {
				a.same = what + " already matches the request"
			}
			return a, nil
		})
	})
}

func (o *serviceGroups) delete() *cobra.Command {
	e := &groupEdit{writeOptions: &writeOptions{usersOptions: o.usersOptions, of: report.Group, asks: "deleting a group"}}
	cmd := &cobra.Command{
		Use: "delete GROUP", Short: "Delete a group", Args: oneGroup,
		Long:    "Delete a custom group, after a question that says how many users are in it. In a\nproduction context, its id must be typed. The users themselves stay.",
		Example: "  apimtui groups delete partners",
	}
	return e.conditional(cmd, func(ctx context.Context, _ *cobra.Command, args []string) error {
		return e.perform(ctx, args[0], func(s *session, base api.GroupVersion) (*groupAct, error) {
			what := whatGroup(&base.Group)
			a := &groupAct{
				Act:    report.Act{What: "deletion of " + what, Done: what + " is deleted", Who: what, Sent: report.Deletion},
				refuse: rules.RefuseGroup(base.Group), write: s.client.Groups.Delete(base), typed: base.Group.ID.Exact(),
			}
			if a.refuse != "" || e.yes || e.dryRun {
				return a, nil
			}
			in, err := s.client.Groups.Members(ctx, base.Group.ID.Exact())
			a.question = fmt.Sprintf("Delete %s%s? %s in it.", what, strings.TrimPrefix(s.place(), ","), english.Plural(len(in.Items), "user is", "users are"))
			return a, err
		})
	})
}

// perform is writeOptions.perform for a group.
func (o *groupEdit) perform(ctx context.Context, named string, plan func(*session, api.GroupVersion) (*groupAct, error)) error {
	if err := o.mayAsk(); err != nil {
		return err
	}
	s, err := o.connect()
	if err != nil {
		return err
	}
	var now api.GroupVersion
	if named != "" {
		if now, err = s.readGroup(ctx, named); err != nil {
			return err
		}
	}
	base := now
	base.ETag, base.Exact = o.condition(now.ETag)
	a, err := plan(s, base)
	if err != nil {
		return err
	}
	a.About = report.Group
	r := row{Name: now.Group.ID, words: a.Act}
	w := api.Written{Group: now}
	switch {
	case a.refuse != "":
		return refusal("%s: %s; nothing was sent", a.Who, a.refuse)
	case a.same != "":
		r.settle(report.Unchanged, "")
		r.line = report.Unchanged + ": " + a.same + s.place()
		return o.printGroup(&r, w)
	case o.dryRun:
		return o.printRequests(a.write.Request())
	}
	if err := o.agreeGroup(ctx, s, a); err != nil {
		return err
	}
	w = o.watch(ctx, a.write)
	if w.Outcome.Done() && w.Group.Group.ID != "" {
		r.Name = w.Group.Group.ID
	}
	r.written = w.Result
	r.describe(s)
	if base.ETag == api.AnyVersion {
		r.line += ", whatever version was there (If-Match: *)"
	}
	code := exitDone
	if !w.Outcome.Done() || r.Message != "" && a.Sent != report.Deletion {
		code = codeOf(ctx, w.Result)
	}
	return ended(o.printGroup(&r, w), r.line, r.Message, code)
}

func (o *groupEdit) agreeGroup(ctx context.Context, s *session, a *groupAct) error {
	if err := o.app.identify(ctx, s); err != nil || a.question == "" {
		return err
	}
	if s.settings.Context.Production.V {
		return o.app.confirm(ctx, a.question+" This is PRODUCTION: type the group id to delete it:", a.typed)
	}
	return o.app.confirm(ctx, a.question, "")
}

// printGroup prints the outcome, and the group when it is known.
func (o *groupEdit) printGroup(r *row, w api.Written) error {
	if o.output == formatTable {
		return o.app.print(func(out io.Writer) error {
			_, err := fmt.Fprintln(out, r.line)
			return err
		})
	}
	if o.output == formatCSV {
		return o.printRows([]*row{r})
	}
	v := struct {
		Outcome   string    `json:"outcome"`
		Message   string    `json:"message,omitempty"`
		RequestID text.Text `json:"requestId,omitempty"`
		entity
	}{Outcome: r.Outcome, Message: r.Message, RequestID: r.RequestID}
	var err error
	if w.Group.Group.ID != "" && w.Outcome != api.Conflict {
		v.entity, err = entityFrom(w.Group.Group, w.Group.ETag)
	}
	if err != nil {
		return err
	}
	return o.printObject(v)
}
