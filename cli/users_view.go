package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"apimtui/api"
)

// viewFlags select the users of a view.
type viewFlags struct {
	view   choice
	older  string
	before time.Time
}

func (v *viewFlags) define(cmd *cobra.Command) {
	v.view.define(cmd, "view", "", wordsOf(api.Views()...), "only the users of the `VIEW`")
	cmd.Flags().StringVar(&v.older, "older-than", "30d", "for --view pending, old-subscriptions and no-calls: an `AGE` such as 30d, or a date")
}

func (v *viewFlags) check(cmd *cobra.Command, io *stdio) (err error) {
	if api.View(v.view.value).Aged() {
		v.before, err = past(cmd, "older-than", v.older, io.zone())
	} else if cmd.Flag("older-than").Changed {
		err = usagef(cmd, "--older-than is for --view %s, %s and %s", api.ViewPending, api.ViewOldSubscriptions, api.ViewNoCalls)
	}
	return err
}

// selected returns the users of the view. What belongs to them may be known in part:
// then there may be more.
func (v *viewFlags) selected(ctx context.Context, a *app, s *session, users []*api.User) (found []*api.User, partly, err error) {
	view := api.View(v.view.value)
	if view == "" {
		return users, nil, nil
	}
	b, err := s.client.Belongings(ctx, view, v.before)
	switch {
	case ctx.Err() != nil:
		return nil, nil, context.Cause(ctx)
	case err != nil && len(b.Subscriptions) == 0:
		return nil, nil, err
	case err != nil:
		partly = &coded{fmt.Errorf("the list is incomplete: the product subscriptions after the first %d could not be read. %s", len(b.Subscriptions), a.explain(err)), exitFailed}
	}
	if b.Hidden {
		fmt.Fprintln(a.io.err, "apimtui: The service counts more groups' members or product subscriptions than it shows to you; the view may be wrong about some users.")
	}
	if view == api.ViewNoCalls {
		fmt.Fprintf(a.io.err, "apimtui: Built-in analytics recorded no calls with the product subscriptions of these users from %s to %s. "+
			"Calls without a key, with a key that has no owner, and through self-hosted gateways are no user's; the last minutes may be missing.\n",
			moment(v.before, minute), moment(s.now(), minute))
	}
	return view.Select(users, b, v.before), partly, nil
}
