package cli

import (
	"context"
	"fmt"

	"apimtui/api"
	"apimtui/api/report"
	"apimtui/api/rules"
	"apimtui/api/text"
)

// act describes a write of one user that a command requests. Its strings are
// safe to draw.
type act struct {
	report.Act
	deed rules.Deed
	// base is the version that the write starts from. Without an ETag, it is
	// the user to create.
	base  api.Version
	mine  api.Editable // the user after the write
	write api.Write

	refuse string // why it is not allowed
	same   string // why there is nothing to write
	// ready reads what the words of the act speak of, before anything is asked.
	ready    func(context.Context) error
	question string // asked before the write; "" asks nothing
	typed    string // what typing the id does, in a production context
	lives    string // how long the mailed link is valid
	fate     *fate  // of the product subscriptions of a deleted user

	read    api.Version
	stale   bool // the version read is not the requested one
	written api.Written

	sub   *subscriptionAct // what a write of a product subscription is about; nil for a user
	warns []string
}

// updating builds the act of changing a user from the version that was read.
func updating(s *session, base api.Version, p api.Patch) *act {
	u := &base.User
	a := &act{
		Act:  report.Act{What: report.Labels(p.Names()) + " of " + who(u), Who: who(u), Sent: report.Change},
		base: base, mine: p.To, write: s.client.Users.Update(base, p), refuse: rules.RefuseState(*u, p.To.State),
	}
	if p.IsZero() {
		a.What, a.same = "change of "+who(u), who(u)+" already matches the request"
	}
	return a
}

// perform runs an act: connect, read, check the rules, dry run, ask, write,
// report. plan builds the act from the named user as it is now. Without a name,
// no user is read.
func (o *writeOptions) perform(ctx context.Context, named string, plan func(*session, api.Version) (*act, error)) error {
	if err := o.mayAsk(); err != nil {
		return err
	}
	s, err := o.connect()
	if err != nil {
		return err
	}
	var now api.Version
	if named != "" {
		if now, err = s.read(ctx, named); err != nil {
			return err
		}
	}
	a, err := plan(s, o.base(now))
	if err != nil {
		return err
	}
	a.read, a.stale = now, o.stale(now)
	return o.carryOut(ctx, s, a)
}

// carryOut checks the rules, prints a dry run, asks, writes and reports.
func (o *writeOptions) carryOut(ctx context.Context, s *session, a *act) error {
	switch {
	case a.refuse != "":
		return refusal("%s: %s; nothing was sent", a.Who, a.refuse)
	case a.same != "" && !a.stale:
		return o.nothingToDo(a, report.Unchanged+": "+a.same+s.place()+"; nothing was sent.")
	case o.dryRun && a.same == "":
		return o.printRequests(a.write.Request())
	}
	if a.ready != nil {
		if err := a.ready(ctx); err != nil {
			return err
		}
	}
	if a.stale {
		a.written = api.Written{Result: api.Result{Outcome: api.Conflict}, Now: a.read}
		if a.sub != nil {
			a.written.Subscription = a.sub.read
		}
		return o.report(ctx, s, a)
	}
	if err := o.agree(ctx, s, a); err != nil {
		return err
	}
	a.written = o.watch(ctx, a.write)
	a.Mailed = "at " + moment(s.now(), clock) + " for " + addressee(&a.base.User) + a.lives
	return o.report(ctx, s, a)
}

// agree prints where the write goes, and warnings, and asks for confirmation where the act needs it.
func (o *writeOptions) agree(ctx context.Context, s *session, a *act) error {
	if err := o.app.identify(ctx, s); err != nil {
		return err
	}
	says := append(rules.Warn(a.deed, a.base.User), a.warns...)
	if began, ok := s.mailedBefore(a.base.User.ID); ok && a.Mails {
		says = append(says, report.MailedBefore(moment(began, minute)))
	}
	for _, sentence := range says {
		fmt.Fprintln(o.app.io.err, sentence)
	}
	switch {
	case o.yes || a.question == "":
		return nil
	case a.typed != "" && s.settings.Context.Production.V:
		return o.app.confirm(ctx, a.question+" This is PRODUCTION: type the "+a.idName()+" to "+a.typed+":", a.id())
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
