package cli

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"strings"

	"apimtui/api"
	"apimtui/api/report"
	"apimtui/api/text"
	"apimtui/api/transfer"
)

// work is the rows of a plan as writes: those of the users first, then those that
// need the user.
type work struct{ users, adds []*transferRow }

// transferRow is one write of a plan.
type transferRow struct {
	planned
	plan *transfer.Row
	of   *transferRow // the user's row, of a group or product subscription
}

// work makes the rows of a plan.
func (o *transferOptions) work(s *session, plan []transfer.Row) *work {
	w := &work{}
	for i := range plan {
		r := &plan[i]
		u := o.userRow(s, r)
		w.users = append(w.users, u)
		for _, a := range r.Adds {
			w.adds = append(w.adds, addRow(s, u, a))
		}
	}
	return w
}

func (w *work) rows() []*transferRow { return slices.Concat(w.users, w.adds) }

// pending returns how many writes are to be sent, and how many of them mail.
func (w *work) pending() (writes, mails int) {
	for _, r := range w.rows() {
		if r.Outcome != "" {
			continue
		}
		if writes++; r.words.Mails {
			mails++
		}
	}
	return writes, mails
}

// userRow is the row of the user itself.
func (o *transferOptions) userRow(s *session, r *transfer.Row) *transferRow {
	p := planLineOf(r)
	t := &transferRow{plan: r, planned: planned{row: row{Name: cmp.Or(p.Name, p.Email), Change: "user"}}}
	u := who(&r.User)
	t.words = report.Act{What: "change of " + u, Who: u, Done: u + " is as wanted", Sent: report.Change}
	switch {
	case r.Verdict == transfer.Refused:
		t.words.What = t.Name.String()
		t.settle(report.Refused, "Nothing was sent: "+r.Why+".")
	case r.Verdict == transfer.Create:
		t.Change = "create"
		o.creates(s, t)
	case len(r.Patch.Properties) == 0:
		t.settle(report.Unchanged, "")
	case !o.update:
		t.settle(report.NotTried, "The change of "+api.Labels(r.Patch.Properties)+" is left out: "+o.leaves+".")
	default:
		t.Change = "change"
		t.words.What, t.words.Done = api.Labels(r.Patch.Properties)+" of "+u, ""
		t.prepare = func(ctx context.Context) (api.Write, error) { return t.changes(ctx, s) }
	}
	return t
}

func (o *transferOptions) creates(s *session, t *transferRow) {
	to := t.plan.To
	n := api.NewUser{ID: t.plan.User.ID, Editable: to}
	if o.mails && !to.State.Is(api.StateBlocked) {
		n.Confirmation, n.AppType = api.ConfirmInvite, api.AppDeveloperPortal
	}
	u := who(&t.plan.User)
	t.words = report.Act{What: "new user " + u, Who: u, Sent: report.Creation, Mails: n.Confirmation != api.ConfirmNone}
	t.prepare = func(context.Context) (api.Write, error) {
		w := s.client.Users.Create(n)
		if len(to.Identities) == 0 {
			return w, nil
		}
		bare := n
		bare.Editable.Identities = nil
		return &identified{w, s.client.Users.Create(bare), text.Clean(identities(&api.User{Identities: to.Identities})).String()}, nil
	}
}

// changes reads the user again: what was agreed to is for the version of the plan.
func (t *transferRow) changes(ctx context.Context, s *session) (api.Write, error) {
	now, err := t.still(ctx, s)
	if err != nil || t.Outcome != "" {
		return nil, err
	}
	if len(t.plan.User.Editable().Changed(now.User.Editable())) > 0 {
		t.settle(api.Conflict.String(), "The user changed since the plan. Nothing was sent.")
		return nil, nil
	}
	return s.client.Users.Update(now, t.plan.Patch), nil
}

// still reads a user of the plan again. It settles the row where the user is gone, or
// another one has the id by now.
func (t *transferRow) still(ctx context.Context, s *session) (now api.Version, err error) {
	now.User, now.ETag, err = s.client.Users.Get(ctx, t.plan.User.ID)
	if err == nil && !t.plan.User.RegistrationDate.Equal(now.User.RegistrationDate) {
		t.settle(api.Conflict.String(), "Another user has this id since the plan. Nothing was sent.")
	}
	return now, t.gone("user", err)
}

// addRow is the row of a group or a product subscription.
func addRow(s *session, of *transferRow, a transfer.Add) *transferRow {
	r, u := of.plan, who(&of.plan.User)
	t := &transferRow{plan: r, of: of, planned: planned{row: row{Name: r.User.ID.Text(), Change: a.What}}}
	switch {
	case a.Why != "":
		t.words = report.Act{What: a.What + " of " + u}
		t.settle(report.Refused, "Nothing was sent: "+a.Why+".")
	case a.Group != nil:
		t.words = memberWords(*a.Group, u, true)
		t.prepare = func(context.Context) (api.Write, error) {
			return s.client.Groups.Member(r.User.ID, *a.Group, true), nil
		}
	default:
		t.words = report.Act{What: "new " + a.What + " of " + u, Who: a.What, About: report.Subscription, Sent: report.Creation}
		t.prepare = func(context.Context) (api.Write, error) {
			n := *a.Subscription
			id, err := api.NewUserID(rand.Reader) // product subscriptions have ids of the same form
			n.ID, n.Owner = string(id), r.User.ID
			return s.client.Subscriptions.Create(n), err
		}
	}
	if prepare := t.prepare; r.Verdict != transfer.Create {
		t.prepare = func(ctx context.Context) (api.Write, error) {
			if _, err := t.still(ctx, s); err != nil || t.Outcome != "" {
				return nil, err
			}
			return prepare(ctx)
		}
	}
	return t
}

// write carries out the rows and reports them.
func (o *transferOptions) write(ctx context.Context, s *session, w *work) error {
	rows := mapped(w.rows(), func(t *transferRow) *row { return &t.row })
	o.printer().measure(rows)
	why := o.runSteps(ctx, s, w.users)
	for _, t := range w.adds {
		switch u := t.of; {
		case t.Outcome != "":
		case why != nil || ctx.Err() != nil:
			t.notTried(ctx)
		case u.prepare != nil && u.Outcome != report.Unchanged && !u.written.Outcome.Done():
			t.settle(report.NotTried, "Nothing was sent: the user's own row is "+u.Outcome+".")
		}
	}
	_ = o.runSteps(ctx, s, w.adds)
	return o.reportMany(ctx, s, rows)
}

// runSteps is runRows for rows of which some are settled.
func (o *transferOptions) runSteps(ctx context.Context, s *session, all []*transferRow) error {
	if slices.ContainsFunc(all, func(t *transferRow) bool { return t.Outcome == "" }) {
		return o.runRows(ctx, s, mapped(all, func(t *transferRow) *planned { return &t.planned }))
	}
	for _, t := range all {
		t.describe(s)
	}
	return nil
}

// identified creates a user with identities, or without them where the service
// refuses them.
type identified struct {
	api.Write
	bare api.Write
	says string // the identities
}

func (w *identified) Do(ctx context.Context, watch api.Watch) api.Written {
	first := w.Write.Do(ctx, watch)
	e, ok := errors.AsType[*api.Error](first.Err)
	refused := ok && first.Outcome == api.NotApplied && e.Kind == api.KindInvalid
	for i := 0; refused && i < len(e.Details); i++ {
		refused = strings.HasPrefix(e.Details[i].Target.Exact(), "identities")
	}
	if !refused || len(e.Details) == 0 {
		return first
	}
	second := w.bare.Do(ctx, watch)
	if second.Outcome.Done() {
		second.Ignored = append(second.Ignored, api.Property("identity "+w.says)) // with its value, to be told
	}
	return second
}
