package cli

import (
	"context"

	"apimtui/api"
	"apimtui/api/report"
	"apimtui/api/text"
)

// subscriptionAct is what a write of a product subscription is about.
type subscriptionAct struct {
	base, read api.SubscriptionVersion // as in act
	mine       api.SubscriptionEdit
}

// result returns the product subscription after a write, or the one it was.
func (x *subscriptionAct) result(w api.Written) api.Subscription {
	if w.Subscription.Subscription.ID == "" {
		return x.read.Subscription
	}
	return w.Subscription.Subscription
}

// tag returns the ETag that the write depends on.
func (a *act) tag() api.ETag {
	if a.sub != nil {
		return a.sub.base.ETag
	}
	return a.base.ETag
}

func (a *act) id() string {
	if a.sub != nil {
		return a.sub.base.Subscription.ID.Exact()
	}
	return string(a.base.User.ID)
}

func (a *act) idName() string {
	if a.sub != nil {
		return "id"
	}
	return "user id"
}

func (a *act) showCommand(s *session) string {
	if a.sub != nil {
		return s.showSubscription(a.id())
	}
	return s.showCommand(a.base.User.ID)
}

// entity returns what is there after a write that is done.
func (a *act) entity() (entity, error) {
	w := &a.written
	if a.sub == nil {
		if w.Now.User.ID == "" && a.same != "" {
			return entityOf(&a.read.User, a.read.ETag)
		}
		return entityOf(a.result(), w.Now.ETag)
	}
	etag := w.Subscription.ETag
	if a.same != "" {
		etag = a.sub.read.ETag
	}
	return entityFrom(a.sub.result(*w), etag)
}

// differences returns the properties in conflict.
func (x *subscriptionAct) differences(a *act) []api.Property {
	theirs := a.written.Subscription.Subscription.Edit()
	var all []api.Property
	loaded, mine := x.read.Subscription.Edit().Changed(theirs), theirs.Changed(x.mine)
	for _, p := range api.SubscriptionProperties() {
		for _, q := range append(loaded, mine...) {
			if p == q {
				all = append(all, p)
				break
			}
		}
	}
	return all
}

func (x *subscriptionAct) versions(a *act, v *actJSON) error {
	now := a.written.Subscription
	theirs, err := entityFrom(now.Subscription, now.ETag)
	v.Theirs = &theirs
	for _, p := range x.differences(a) {
		d := differenceJSON{Property: p, Theirs: now.Subscription.Edit().Text(p), Mine: x.mine.Text(p)}
		if !a.stale {
			d.Loaded = x.read.Subscription.Edit().Text(p)
		}
		v.Differences = append(v.Differences, d)
	}
	if err != nil || x.base.ETag == "" {
		return err
	}
	loaded, err := entityFrom(x.read.Subscription, x.read.ETag)
	if asked := text.Text(x.base.ETag); a.stale {
		loaded = entity{ETag: &asked}
	}
	v.Loaded = &loaded
	return err
}

func (x *subscriptionAct) rows(a *act) [][]string {
	var rows [][]string
	for _, p := range x.differences(a) {
		loaded := x.read.Subscription.Edit().Text(p)
		if a.stale || x.base.ETag == "" {
			loaded = "?"
		}
		rows = append(rows, []string{p.Label(), drawn(loaded), drawn(a.written.Subscription.Subscription.Edit().Text(p)), drawn(x.mine.Text(p))})
	}
	return rows
}

// subscriptionWrites are the options of commands that write product subscriptions.
type subscriptionWrites struct{ writeOptions }

func (o *subscriptionsOptions) writes(asks string) *subscriptionWrites {
	return &subscriptionWrites{writeOptions{usersOptions: o.usersOptions, of: report.Subscription, asks: asks}}
}

// perform runs an act on the product subscription with an id. Without one, none is
// read.
func (o *subscriptionWrites) perform(ctx context.Context, id string, plan func(*session, api.SubscriptionVersion) (*act, error)) error {
	if err := o.mayAsk(); err != nil {
		return err
	}
	s, err := o.connect()
	if err != nil {
		return err
	}
	var now api.SubscriptionVersion
	if id != "" {
		if now, err = s.readSubscription(ctx, id); err != nil {
			return err
		}
	}
	base := now
	base.ETag, base.Exact = o.condition(now.ETag)
	a, err := plan(s, base)
	if err != nil {
		return err
	}
	a.About, a.sub.read = report.Subscription, now
	a.stale = base.ETag != now.ETag && base.ETag != api.AnyVersion
	return o.carryOut(ctx, s, a)
}

// whatSubscription names a product subscription without ambiguity, safe to draw.
func whatSubscription(sub *api.Subscription) string {
	scope := sub.Scoped()
	marks := text.Text(scope.Kind)
	if scope.ID != "" {
		marks += " " + scope.ID
	}
	if owner := sub.OwnerID(); owner != "" {
		marks += ", user id " + owner.Text()
	}
	name := text.Text("product subscription ")
	if sub.DisplayName != "" {
		name += sub.DisplayName + " "
	}
	return (name + "(" + marks + ", id " + sub.ID + ")").String()
}

// changingSubscription builds the act of a change.
func changingSubscription(s *session, base api.SubscriptionVersion, to api.SubscriptionEdit) *act {
	from, what := base.Subscription.Edit(), whatSubscription(&base.Subscription)
	changed := from.Changed(to)
	a := &act{
		Act:   report.Act{What: report.Labels(changed) + " of " + what, Who: what, Sent: report.Change},
		write: s.client.Subscriptions.Update(base, to), sub: &subscriptionAct{base: base, mine: to},
	}
	if len(changed) == 0 {
		a.What, a.same = "change of "+what, what+" already matches the request"
	}
	return a
}
