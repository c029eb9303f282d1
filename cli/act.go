package cli

import (
	"cmp"
	"context"
	"fmt"

	"apimtui/api"
	"apimtui/api/report"
	"apimtui/api/rules"
	"apimtui/api/text"
)

// actOf describes a write that a command requests. Its strings are safe to draw.
type actOf[V any, E values[E]] struct {
	report.Act
	deed rules.Deed // of a user
	// base is the version that the write starts from. Without an ETag, it is the
	// entity to create.
	base  V
	mine  E // the entity after the write
	write api.Write

	refuse string // why it is not allowed
	same   string // why there is nothing to write
	// ready reads what the words of the act speak of, before anything is asked.
	ready    func(context.Context) error
	question string   // asked before the write; "" asks nothing
	typed    string   // what typing the id does, in a production context
	lives    string   // how long the mailed link is valid
	fate     *fate    // of the product subscriptions of a deleted user
	warns    []string // said before it is asked

	of      *kind[V, E]
	read    V
	stale   bool // the version read is not the requested one
	written api.Written
}

type act = actOf[api.Version, api.Editable]

type (
	groupAct        = actOf[api.GroupVersion, api.GroupEdit]
	subscriptionAct = actOf[api.SubscriptionVersion, api.SubscriptionEdit]
)

// newAct begins an act on an entity as it is. The plan of a command completes it.
func newAct[V any, E values[E]](k *kind[V, E], base V) *actOf[V, E] {
	return &actOf[V, E]{of: k, base: base, mine: k.edit(&base)}
}

// creates makes it the creation of what.
func (a *actOf[V, E]) creates(what string, base V, mine E, write api.Write) {
	a.Act = report.Act{What: "new " + what, Who: what, Sent: report.Creation}
	a.base, a.mine, a.write = base, mine, write
}

// changes makes it a change of properties. Without any, it asks for what is there.
func (a *actOf[V, E]) changes(changed []api.Property, write api.Write) {
	what := a.of.what(&a.base)
	a.Act, a.write = report.Act{What: api.Labels(changed) + " of " + what, Who: what, Sent: report.Change}, write
	if len(changed) == 0 {
		a.What, a.same = "change of "+what, what+" already matches the request"
	}
}

// deletes makes it a deletion.
func (a *actOf[V, E]) deletes(write api.Write) {
	what := a.of.what(&a.base)
	a.Act = report.Act{What: "deletion of " + what, Who: what, Done: what + " is deleted", Sent: report.Deletion}
	a.write, a.typed = write, "delete it"
}

// updating makes an act a change of the user.
func updating(s *session, a *act, p api.Patch) {
	a.mine = p.To
	a.changes(p.Names(), s.client.Users.Update(a.base, p))
	a.refuse = rules.RefuseState(a.base.User, p.To.State)
}

// becomes words an act that only changes the state.
func (a *actOf[V, E]) becomes(state api.State) {
	a.Done = a.Who + " is " + state.String()
	if a.same != "" {
		a.same = a.Done + " already"
	}
}

// perform runs an act: connect, read, check the rules, dry run, ask, write, report.
// plan completes the act on the named entity as it is now. Without a name, none is
// read.
func perform[V any, E values[E]](ctx context.Context, o *writeOptions, k *kind[V, E], named string, plan func(*session, *actOf[V, E]) error) error {
	if err := o.mayAsk(); err != nil {
		return err
	}
	s, err := o.connect()
	if err != nil {
		return err
	}
	var now V
	if named != "" {
		if now, err = k.read(ctx, s, named); err != nil {
			return err
		}
	}
	base := now
	etag, exact := k.etag(&base)
	found := *etag
	*etag, *exact = o.condition(found)
	a := newAct(k, base)
	if err := plan(s, a); err != nil {
		return err
	}
	// A write of another version than the requested one is a conflict already, and
	// need not be sent.
	a.About, a.read, a.stale = cmp.Or(a.About, k.about), now, *etag != found && *etag != api.AnyVersion
	return a.carryOut(ctx, o, s)
}

// carryOut checks the rules, prints a dry run, asks, writes and reports.
func (a *actOf[V, E]) carryOut(ctx context.Context, o *writeOptions, s *session) error {
	switch {
	case a.refuse != "":
		return refusal("%s: %s; nothing was sent", a.Who, a.refuse)
	case a.same != "" && !a.stale:
		return a.nothingToDo(o, report.Unchanged+": "+a.same+s.place()+"; nothing was sent.")
	case o.dryRun && a.same == "":
		return o.printRequests(a.write.Request())
	}
	if a.ready != nil {
		if err := a.ready(ctx); err != nil {
			return err
		}
	}
	if a.stale { // another version is there than the requested one
		a.written.Outcome, *a.of.left(&a.written) = api.Conflict, a.read
		return a.report(ctx, o, s)
	}
	if err := a.agree(ctx, o, s); err != nil {
		return err
	}
	a.written = o.watch(ctx, a.write)
	a.mailedNow(s)
	return a.report(ctx, o, s)
}

// mailedNow completes the words about a mail that was just accepted.
func (a *actOf[V, E]) mailedNow(s *session) {
	if a.Mails {
		a.Mailed = "at " + moment(s.now(), clock) + " for " + a.of.mailed(&a.base) + a.lives
	}
}

// minds returns what to say before the act.
func (a *actOf[V, E]) minds(s *session) []string {
	if a.of.mind == nil {
		return a.warns
	}
	return append(a.of.mind(s, a), a.warns...)
}

// agree prints where the write goes, and warnings, and asks for confirmation where the act needs it.
func (a *actOf[V, E]) agree(ctx context.Context, o *writeOptions, s *session) error {
	if err := o.app.identify(ctx, s); err != nil {
		return err
	}
	for _, sentence := range a.minds(s) {
		fmt.Fprintln(o.app.io.err, sentence)
	}
	switch {
	case o.yes || a.question == "":
		return nil
	case a.typed != "" && s.settings.Context.Production.V:
		return o.app.confirm(ctx, a.question+" This is PRODUCTION: type the "+a.of.idName()+" to "+a.typed+":", a.of.id(&a.base))
	}
	return o.app.confirm(ctx, a.question, "")
}

// watch runs a write and prints what it waits for. Throttling is always
// printed, other progress only at a terminal.
func (o *writeOptions) watch(ctx context.Context, write api.Write) api.Written {
	p := progress{io: &o.app.io}
	defer p.clear()
	return write.Do(ctx, func(now api.Progress) {
		switch {
		case now.Throttled > 0:
			p.clear()
			o.app.throttled(now)
		case now.Checking:
			p.show("reading what became of it")
		case now.Saved:
			p.show("saved: reading what is there now")
		case now.Deleting:
			p.show("accepted: waiting for the deletion to end")
		default:
			p.clear()
		}
	})
}

// place returns the end of an outcome line, which names the service and the
// context.
func (s *session) place() string {
	c := &s.settings.Context
	return text.Clean(", on " + c.Service.V + " (context " + c.Name.V + ")").String()
}

// who names a user without ambiguity, safe to draw.
func who(u *api.User) string {
	marks := "user id " + u.ID.String()
	if u.Email != "" {
		marks = u.Email.String() + ", " + marks
	}
	if n := u.DisplayName(); n != "" {
		return n.String() + " (" + marks + ")"
	}
	return marks
}

// addressee names the recipient of a mail, safe to draw.
func addressee(u *api.User) string {
	if u.Email == "" {
		return "user id " + u.ID.String()
	}
	return u.Email.String() + " (user id " + u.ID.String() + ")"
}
