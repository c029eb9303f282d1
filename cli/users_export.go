package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"apimtui/api"
	"apimtui/api/text"
	"apimtui/api/transfer"
)

// with is what is taken over beside the users themselves.
type with struct{ groups, subscriptions bool }

func (w *with) define(cmd *cobra.Command) {
	const groups, subscriptions = "groups", "subscriptions"
	cmd.Flags().Func("with", "also the `PARTS` groups, subscriptions, or both with a comma between", func(parts string) error {
		for part := range strings.SplitSeq(parts, ",") {
			switch part {
			case groups:
				w.groups = true
			case subscriptions:
				w.subscriptions = true
			default:
				return fmt.Errorf("it must be groups, subscriptions or groups,subscriptions")
			}
		}
		return nil
	})
	completeWords(cmd, "with", []string{groups, subscriptions, groups + "," + subscriptions})
}

// belongings reads the groups and product subscriptions of all users. Who is in a
// built-in group matters to an export alone.
func (a *app) belongings(ctx context.Context, s *session, w with, builtIn bool) (*transfer.Belongings, error) {
	b, p := &transfer.Belongings{}, progress{io: &a.io}
	defer p.clear()
	var err error
	if w.groups {
		if b.Groups, err = s.client.Groups.List(ctx); err != nil {
			return nil, err
		}
		for i, g := range b.Groups {
			if g.Locked() && !builtIn {
				continue
			}
			p.show(fmt.Sprintf("members of group %d of %d", i+1, len(b.Groups)))
			members, err := s.client.Groups.Members(ctx, g.ID.Exact())
			if err != nil {
				return nil, err
			}
			for _, u := range members.Items {
				b.Join(u.ID, g)
			}
		}
	}
	if w.subscriptions {
		p.show("product subscriptions")
		if b.Catalog, err = s.client.Subscriptions.Catalog(ctx); err != nil {
			return nil, err
		}
		all, err := s.client.Subscriptions.List(ctx)
		if err != nil {
			return nil, err
		}
		for _, sub := range all.Items {
			b.Own(sub)
		}
	}
	return b, nil
}

type exportOptions struct {
	listOptions
	with
}

func (o *options) export() *cobra.Command {
	e := &exportOptions{listOptions: listOptions{options: o}}
	cmd := &cobra.Command{
		Use: "export", Short: "Export users for another tool or service", Args: noArguments,
		RunE: interruptible(e.run),
		Long: `Export users as CSV, JSON or JSON lines, for ` + "`apimtui users import`" + `.

--with groups,subscriptions adds the groups and product subscriptions of each user,
from the lists of the service. No export has a password or a key.

In CSV, a cell that a spreadsheet would take for a formula begins with an apostrophe,
and characters that are unsafe to draw are replaced; -o json keeps every character.

If a part of the users could not be read, the rest is printed, stderr says what is
missing, and the exit code is 1. If groups or product subscriptions could not be read,
nothing is printed.`,
		Example: `  apimtui users export --demo --with groups,subscriptions -o jsonl
  apimtui users export --state active >users.csv`,
	}
	e.listOptions.define(cmd)
	e.with.define(cmd)
	return cmd
}

func (o *exportOptions) run(ctx context.Context, cmd *cobra.Command, _ []string) error {
	if o.output == formatTable {
		if cmd.Flag("output").Changed {
			return usagef(cmd, "-o table is for people: an export is csv, json or jsonl")
		}
		o.output = formatCSV
	}
	return o.printing(ctx, cmd, func(s *session, users []*api.User) error { return o.put(ctx, s, users) })
}

// put reads what belongs to the users, and prints all of it or nothing.
func (o *exportOptions) put(ctx context.Context, s *session, users []*api.User) error {
	b, err := o.app.belongings(ctx, s, o.with, true)
	if err != nil {
		return err
	}
	all := mapped(users, func(u *api.User) exported { return o.of(u, b) })
	if err := o.mark(); err != nil {
		return err
	}
	return o.listing().print(o.options, all)
}

// exported is a user with what belongs to it.
type exported struct {
	*api.User
	with
	groups        []text.Text // of CSV
	subscriptions []transfer.Subscription
}

func (o *exportOptions) of(user *api.User, b *transfer.Belongings) exported {
	u := *user
	described := transfer.Of(&u, b)
	e := exported{&u, o.with, described.Groups, described.Subscriptions}
	for _, g := range b.GroupsOf[transfer.Key(u.ID)] {
		in := api.UserGroup{ID: g.ResourceID, Name: g.DisplayName, BuiltIn: g.BuiltIn, Type: g.Type}
		if g.Description != "" {
			in.Description = &g.Description
		}
		if g.ExternalID != "" {
			in.ExternalID = &g.ExternalID
		}
		u.Groups = append(u.Groups, in)
	}
	return e
}

// MarshalJSON writes the user as the REST API lists it with its groups. Its product
// subscriptions stand beside the properties.
func (e exported) MarshalJSON() ([]byte, error) {
	b, err := e.User.MarshalJSON()
	if err != nil || !e.with.subscriptions {
		return b, err
	}
	more, err := json.Marshal(append([]transfer.Subscription{}, e.subscriptions...)) // none is [], not null
	return slices.Concat(b[:len(b)-1], []byte(`,"subscriptions":`), more, []byte("}")), err
}

func (o *exportOptions) listing() *listing[exported] {
	l := &listing[exported]{header: csvHeader()}
	if o.with.groups {
		l.header = append(l.header, "groups")
	}
	if o.with.subscriptions {
		l.header = append(l.header, "subscriptions")
	}
	l.cells = func(e exported) []cell {
		cells := userCells(e.User)
		if o.with.groups {
			cells = append(cells, textOf(strings.Join(mapped(e.groups, text.Text.Exact), ";")))
		}
		if o.with.subscriptions {
			cells = append(cells, textOf(strings.Join(mapped(e.subscriptions, transfer.Subscription.Cell), ";")))
		}
		return cells
	}
	return l
}
