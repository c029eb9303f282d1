package action

import (
	"context"
	"slices"
	"sync"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/report"
	"apimtui/api/rules"
	"apimtui/tui/flow"
)

func offboard() Action {
	several := func(s *Surface, users []api.User, hidden int) tea.Cmd {
		keep := s.steps("Offboard", "What is done already is left out, so it can be run again. It has no undo as a whole. Keys stay as they are.", api.Offboarding{}, nil)
		renew := s.steps("Offboard", "What is done already is left out, but keys are replaced each time: what uses the present ones stops working at once. It has no undo as a whole.", api.Offboarding{RegenerateKeys: true}, nil)
		keep.Turn, renew.Turn = "new keys", "keep keys"
		keep.Other, renew.Other = &renew, &keep
		return s.many(keep, users, hidden)
	}
	return Action{
		ID: "offboard", Label: "offboard", Help: "block a leaver, suspend its product subscriptions and take it out of custom groups",
		NeedsUser: true, Writes: true, Why: refuses(always(rules.Block)), Several: several,
		Do: func(s *Surface, u *api.User) tea.Cmd { return several(s, []api.User{*u}, 0) },
	}
}

func suspendSeveral(s *Surface, users []api.User, hidden int) tea.Cmd {
	suspend := s.steps("Suspend", "Their keys stop working until they are active again.", api.Offboarding{KeepGroups: true}, []api.OffboardKind{api.OffboardSuspend})
	return s.many(suspend, users, hidden)
}

// steps are those of an offboarding, of all kinds or of these.
func (s *Surface) steps(verb, means string, o api.Offboarding, kinds []api.OffboardKind) flow.Batch {
	return flow.Batch{Verb: verb, Title: verb + ":", Means: means, TypeOver: -1, Plan: func(ctx context.Context, users []api.User) (flow.Plan, error) {
		catalog := s.Subscriptions.Names(ctx)
		found, errs := make([]flow.Plan, len(users)), make([]error, len(users))
		lanes := make(chan struct{}, 4)
		var reading sync.WaitGroup
		for i, u := range users {
			lanes <- struct{}{}
			reading.Go(func() {
				found[i], errs[i] = s.leaver(ctx, u, o, kinds, catalog)
				<-lanes
			})
		}
		reading.Wait()
		var p flow.Plan
		for i, one := range found {
			if errs[i] != nil {
				return flow.Plan{}, errs[i]
			}
			p.Steps, p.Left = append(p.Steps, one.Steps...), append(p.Left, one.Left...)
		}
		return p, nil
	}}
}

// leaver is what has to be done for one user.
func (s *Surface) leaver(
	ctx context.Context, u api.User, o api.Offboarding, kinds []api.OffboardKind, catalog api.Catalog,
) (p flow.Plan, err error) {
	leave := func(why string) { p.Left = append(p.Left, flow.LeftOut{User: u, Why: why}) }
	if why := rules.Refuse(rules.Block, u); why != "" && kinds == nil {
		leave(why)
		return p, nil
	}
	var groups api.Collection[api.Group]
	if !o.KeepGroups {
		if groups, err = s.Users.ListGroups(ctx, u.ID); err != nil {
			return p, err
		}
	}
	subs, err := s.Users.ListSubscriptions(ctx, u.ID)
	if err != nil {
		return p, err
	}
	for _, x := range s.Offboard(u, groups.Items, subs.Items, o) {
		if !x.Done && (kinds == nil || slices.Contains(kinds, x.Kind)) {
			p.Steps = append(p.Steps, offboardStep(u, x, catalog))
		}
	}
	if groups.Hides() || subs.Hides() {
		leave("the service counts more groups or product subscriptions than it shows; these are left alone")
	}
	if len(p.Steps) == 0 {
		leave("nothing is left to do")
	}
	return p, nil
}

func offboardStep(u api.User, x api.OffboardStep, catalog api.Catalog) flow.Step {
	step := flow.Step{User: u, Write: x.Write}
	what := "the product subscription of " + u.Called() + " to " + catalog.Name(x.Subscription).String() + ", id " + x.Subscription.ID.String()
	switch x.Kind {
	case api.OffboardBlock:
		step.What = "block " + u.Called()
		step.Act = report.Act{What: "state of " + u.Called(), Done: u.Called() + " is blocked", Who: u.Called(), Sent: report.Change}
	case api.OffboardLeave:
		step.What = u.Called() + " out of " + x.Group.DisplayName.String()
		step.Act = memberAct(u, x.Group, false)
	case api.OffboardRegenerate:
		step.Act = newKey(string(x.Key) + " key of " + what)
		step.What = step.Act.What
	default:
		step.What = "suspend " + what
		step.Act = report.Act{What: "state of " + what, Done: what + " is suspended", Who: what, Sent: report.Change, About: report.Subscription}
	}
	return step
}
