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

// Offboard plans the steps for a leaver, with its groups and product subscriptions as
// read.
type Offboard func(u api.User, groups []api.Group, subs []api.Subscription, o api.Offboarding) []api.OffboardStep

func offboard() Action {
	several := func(s *Surface, users []api.User, hidden int) tea.Cmd {
		keep := s.steps("Offboard", "What is done already is left out, so it can be run again. It has no undo as a whole. Keys stay as they are.", api.Offboarding{}, nil)
		renew := s.steps("Offboard", "What is done already is left out, but keys are replaced each time: what uses the present ones stops working at once. It has no undo as a whole.", api.Offboarding{RegenerateKeys: true}, nil)
		keep.Turn, renew.Turn = "new keys", "keep keys"
		again := keep
		keep.Other, renew.Other, again.Other = &renew, &again, &renew
		return s.many(keep, users, hidden)
	}
	return Action{
		ID: "offboard", Label: "offboard", Help: "block a leaver, suspend its product subscriptions and take it out of custom groups",
		NeedsUser: true, Writes: true, Why: refuses(always(rules.Block)), Several: several,
		Do: func(s *Surface, u *api.User) tea.Cmd { return several(s, []api.User{*u}, 0) },
	}
}

// suspendSeveral suspends the product subscriptions of users.
func suspendSeveral(s *Surface, users []api.User, hidden int) tea.Cmd {
	suspend := s.steps("Suspend", "Their keys stop working until they are active again.", api.Offboarding{KeepGroups: true}, []api.OffboardKind{api.OffboardSuspend})
	return s.many(suspend, users, hidden)
}

// steps are those of an offboarding, of all kinds or of these.
func (s *Surface) steps(verb, means string, o api.Offboarding, kinds []api.OffboardKind) flow.Batch {
	return flow.Batch{Verb: verb, Title: verb + ":", Means: means, TypeOver: -1, Plan: func(ctx context.Context, users []api.User) (flow.Plan, error) {
		catalog := s.Subscriptions.Names(ctx)
		found := make([]leaver, len(users))
		lanes := make(chan struct{}, 4)
		var reading sync.WaitGroup
		for i, u := range users {
			lanes <- struct{}{}
			reading.Go(func() {
				found[i] = s.leaver(ctx, u, o, kinds, catalog)
				<-lanes
			})
		}
		reading.Wait()
		var p flow.Plan
		for _, l := range found {
			if l.err != nil {
				return flow.Plan{}, l.err
			}
			p.Steps, p.Left = append(p.Steps, l.steps...), append(p.Left, l.left...)
		}
		return p, nil
	}}
}

// leaver is what has to be done for one user.
type leaver struct {
	steps []flow.Step
	left  []flow.LeftOut
	err   error
}

func (s *Surface) leaver(ctx context.Context, u api.User, o api.Offboarding, kinds []api.OffboardKind, catalog api.Catalog) (l leaver) {
	if why := rules.Refuse(rules.Block, u); why != "" && kinds == nil {
		l.left = []flow.LeftOut{{User: u, Why: why}}
		return l
	}
	var groups api.Collection[api.Group]
	if !o.KeepGroups {
		if groups, l.err = s.Users.ListGroups(ctx, u.ID); l.err != nil {
			return l
		}
	}
	subs, err := s.Users.ListSubscriptions(ctx, u.ID)
	if l.err = err; err != nil {
		return l
	}
	for _, x := range s.Offboard(u, groups.Items, subs.Items, o) {
		if !x.Done && (kinds == nil || slices.Contains(kinds, x.Kind)) {
			l.steps = append(l.steps, offboardStep(u, x, catalog))
		}
	}
	if groups.Hides() || subs.Hides() {
		l.left = append(l.left, flow.LeftOut{User: u, Why: "the service counts more groups or product subscriptions than it shows; these are left alone"})
	}
	if len(l.steps) == 0 {
		l.left = append(l.left, flow.LeftOut{User: u, Why: "nothing is left to do"})
	}
	return l
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
