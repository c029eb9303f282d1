package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/dustin/go-humanize/english"
	"github.com/spf13/cobra"

	"apimtui/api"
	"apimtui/api/report"
	"apimtui/api/rules"
	"apimtui/api/text"
)

type offboardOptions struct {
	writeOptions
	api.Offboarding
}

func (o *options) offboard() *cobra.Command {
	b := &offboardOptions{writeOptions: writeOptions{options: o, asks: "offboarding"}}
	cmd := &cobra.Command{
		Use: "offboard USER", Short: "Lock out users who leave",
		Long: `Lock a leaver out: block the user, suspend its product subscriptions, and leave all
custom groups. One question lists all steps. --yes skips it.

The service itself decides who is in a built-in group, and a directory who is in one of
its groups: these are not left. With --regenerate-keys, both keys of each product
subscription are replaced, so that a key that leaked stays useless when it is activated
again.

Each step has a row. It is safe to run again: a step that is done already is unchanged.
Only keys are replaced each time.`,
		Example: "  apimtui users offboard ada@example.com\n  apimtui users offboard --from leavers.txt --regenerate-keys",
	}
	cmd.Flags().BoolVar(&b.RegenerateKeys, "regenerate-keys", false, "replace both keys of each product subscription")
	cmd.Flags().BoolVar(&b.KeepGroups, "keep-groups", false, "leave no group")
	cmd.Flags().BoolVar(&b.KeepSubscriptions, "keep-subscriptions", false, "suspend no product subscription")
	fromFile(&b.writeOptions, cmd, userKind())
	return b.command(cmd, b.run)
}

// leaver is a user with the steps of its offboarding.
type leaver struct {
	user  api.User
	steps []*planned
	says  string // what is not known of it
	err   error
}

func (o *offboardOptions) run(ctx context.Context, cmd *cobra.Command, args []string) error {
	s, found, err := lookUpSeveral(ctx, &o.writeOptions, cmd, args, userKind(), nil)
	if err != nil {
		return err
	}
	leavers := make([]leaver, len(found))
	sideBySide(len(found), func(i int) { leavers[i] = o.plan(ctx, s, found[i].User) })
	var all []*planned
	for _, l := range leavers {
		if l.err != nil {
			return l.err
		}
		all = append(all, l.steps...)
	}
	return o.carryOutAll(ctx, s, all, func() error { return o.agree(ctx, s, leavers) })
}

// plan reads what belongs to a user.
func (o *offboardOptions) plan(ctx context.Context, s *session, u api.User) leaver {
	l := leaver{user: u}
	if why := rules.Refuse(rules.Block, u); why != "" {
		p := &planned{row: row{Name: u.ID.Text(), Change: string(api.OffboardBlock), words: report.Act{What: "offboarding of " + who(&u), Who: who(&u)}}}
		p.settle(report.Refused, "Nothing was sent: "+why+".")
		l.steps = []*planned{p}
		return l
	}
	var groups api.Collection[api.Group]
	var subs api.Collection[api.Subscription]
	if !o.KeepGroups {
		groups, l.err = s.client.Users.ListGroups(ctx, u.ID)
	}
	if l.err == nil && (!o.KeepSubscriptions || o.RegenerateKeys) {
		subs, l.err = s.client.Users.ListSubscriptions(ctx, u.ID)
	}
	if groups.Hides() || subs.Hides() {
		l.says = who(&u) + ": the service counts more groups or product subscriptions than it shows to you; these are left alone."
	}
	for _, step := range s.client.Offboard(u, groups.Items, subs.Items, o.Offboarding) {
		l.steps = append(l.steps, offboardStep(u, step))
	}
	return l
}

// offboardStep is the row of a step.
func offboardStep(u api.User, x api.OffboardStep) *planned {
	p := &planned{row: row{Name: u.ID.Text(), Change: string(x.Kind)}}
	one := report.Subscription
	if id := cmp.Or(x.Subscription.ID, text.Text(x.Group.ID)); id != "" {
		p.Change += " " + id.String()
	}
	switch x.Kind {
	case api.OffboardBlock:
		one, p.todo = "user", "Block "+who(&u)+"."
		p.words = report.Act{What: "state of " + who(&u), Done: who(&u) + " is blocked", Who: who(&u), Sent: report.Change}
	case api.OffboardSuspend:
		what, state := whatSubscription(&x.Subscription), "suspended"
		if x.Done {
			state = x.Subscription.State.String()
		}
		p.todo = "Suspend " + what + "."
		p.words = report.Act{What: "state of " + what, Done: what + " is " + state, Who: what, Sent: report.Change, About: report.Subscription}
	case api.OffboardRegenerate:
		p.Change = string(x.Kind) + " " + string(x.Key) + " " + x.Subscription.ID.String()
		p.words, p.todo = newKey(&x.Subscription, x.Key), "Replace the "+string(x.Key)+" key of "+whatSubscription(&x.Subscription)+"."
	case api.OffboardLeave:
		one, p.todo = "user", "Remove "+who(&u)+" from "+whatGroup(&x.Group)+"."
		p.words = memberWords(x.Group, who(&u), false)
	}
	if x.Done {
		p.settle(report.Unchanged, "")
	}
	p.prepare = func(ctx context.Context) (api.Write, error) {
		w, err := x.Write(ctx)
		e, ok := errors.AsType[*api.Error](err)
		switch {
		case errors.Is(err, api.KindConflict) && ok && !e.Sent:
			p.settle(api.Conflict.String(), text.Capital(e.Message.String())+".")
			return nil, nil
		case err != nil:
			return nil, p.gone(one, err)
		case w == nil:
			p.settle(report.Unchanged, "") // it is by now
		}
		return w, err
	}
	return p
}

// agree lists all steps, and asks once for all.
func (o *offboardOptions) agree(ctx context.Context, s *session, leavers []leaver) error {
	const most = 40
	var names, says []string
	writes := 0
	for _, l := range leavers {
		if l.says != "" {
			says = append(says, l.says)
		}
		before := writes
		for _, p := range l.steps {
			switch p.Outcome {
			case "":
				writes++
				says = append(says, p.todo)
			case report.Refused:
				says = append(says, "Left out: "+p.words.Who+" (refused).")
			}
		}
		if writes > before {
			names = append(names, who(&l.user))
		}
	}
	if o.yes || writes == 0 {
		return nil
	}
	o.sayFirst(most, says)
	ask := fmt.Sprintf("Offboard %s%s? %s. %s%s", english.Plural(len(names), "user", ""), strings.TrimPrefix(s.place(), ","),
		firstOf(names, "; "), english.Plural(writes, "write", ""), takes(writes))
	return o.confirmMany(ctx, s, ask, "user", len(names), true)
}
