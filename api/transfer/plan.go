package transfer

import (
	"cmp"
	"fmt"
	"strings"

	"apimtui/api"
	"apimtui/api/rules"
	"apimtui/api/text"
)

// Verdict is what a plan makes of a record.
type Verdict string

const (
	Create  Verdict = "create"
	Change  Verdict = "change" // the properties of Patch, or what is in Adds
	Same    Verdict = "same"
	Refused Verdict = "refused"
)

// Row is the plan for one record.
type Row struct {
	Record
	Verdict Verdict
	Why     string   // it is refused; safe to draw
	User    api.User // as it is, or as it would be created
	Patch   api.Patch
	Adds    []Add
}

// Changes lists the properties that would change.
func (r *Row) Changes() []api.Change {
	var all []api.Change
	for _, p := range r.Patch.Properties {
		all = append(all, api.Change{Property: p, Before: r.User.Editable().Text(p), After: r.To.Text(p)})
	}
	return all
}

// Target is a service to bring users to.
type Target struct {
	Belongings
	Users []*api.User
	// Groups and Subscriptions are taken over only where asked for: what a user
	// has already is never taken away.
	WithGroups, WithSubscriptions bool
	// NewID makes an id for a user without one.
	NewID func() (api.UserID, error)

	byID, byEmail map[string][]*api.User
	idAt, emailAt map[string]int // lines of records so far
}

// Plan compares records with the service. Everything that can be known before the
// first write is refused here.
func (t *Target) Plan(records []Record) ([]Row, error) {
	t.byID, t.byEmail = map[string][]*api.User{}, map[string][]*api.User{}
	t.idAt, t.emailAt = map[string]int{}, map[string]int{}
	for _, u := range t.Users {
		t.byID[Key(u.ID)] = append(t.byID[Key(u.ID)], u)
		if u.Email != "" {
			mail := strings.ToLower(u.Email.Exact())
			t.byEmail[mail] = append(t.byEmail[mail], u)
		}
	}
	rows := make([]Row, len(records))
	for i, r := range records {
		rows[i].Record = r
		if err := t.plan(&rows[i]); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

func (t *Target) plan(r *Row) error {
	user, why := t.match(r)
	if r.bad != "" {
		why = r.bad
	}
	switch {
	case why != "":
	case user != nil:
		r.User = *user
		why = r.change()
	default:
		r.Verdict, r.User.ID = Create, r.ID
		if r.ID == "" {
			var err error
			if r.User.ID, err = t.NewID(); err != nil {
				return err
			}
		}
		why = r.create()
	}
	if why != "" {
		r.Verdict, r.Why, r.Patch = Refused, why, api.Patch{}
		return nil
	}
	t.addGroups(r)
	t.addSubscriptions(r)
	if r.Verdict == Same && len(r.Adds) > 0 {
		r.Verdict = Change
	}
	return nil
}

// match finds the user of a record, by its id or else by its e-mail. nil is a new
// one.
func (t *Target) match(r *Row) (user *api.User, why string) {
	mail := strings.ToLower(r.To.Email.Exact())
	has := t.byEmail[mail]
	switch {
	case r.ID != "":
		if known := t.byID[Key(r.ID)]; len(known) > 0 {
			user = known[0]
		}
	case len(has) > 1:
		return nil, fmt.Sprintf("%d users have this e-mail: name one by its id", len(has))
	case len(has) == 1:
		user = has[0]
	}
	id := Key(r.ID)
	if user != nil {
		id = Key(user.ID)
	}
	if line, known := t.idAt[id]; known && id != "" {
		return nil, twice("user", line)
	}
	if line, known := t.emailAt[mail]; known && mail != "" {
		return nil, twice("e-mail", line)
	}
	t.idAt[id], t.emailAt[mail] = r.Line, r.Line
	for _, other := range has {
		if user == nil || Key(other.ID) != Key(user.ID) && !strings.EqualFold(user.Email.Exact(), mail) {
			return nil, "the e-mail belongs to the user id " + other.ID.String()
		}
	}
	return user, ""
}

func twice(what string, line int) string {
	if line == 0 {
		return "the same " + what + " came before"
	}
	return fmt.Sprintf("the same %s is in line %d", what, line)
}

func (r *Row) create() (why string) {
	r.User.Email, r.User.FirstName, r.User.LastName = r.To.Email, r.To.FirstName, r.To.LastName
	// The service makes this one itself.
	if all := r.To.Identities; len(all) == 1 && all[0] == (api.Identity{Provider: "Basic", ID: r.To.Email}) {
		r.To.Identities = nil
	}
	if err := api.CheckUserID(string(r.User.ID)); err != nil {
		return says(err)
	}
	for _, p := range []api.Property{api.PropEmail, api.PropFirstName, api.PropLastName, api.PropState} {
		if why := r.check(p); why != "" {
			return why
		}
	}
	return ""
}

// change compares a record with the user it is about.
func (r *Row) change() (why string) {
	from := r.User.Editable()
	r.Verdict = Same
	for _, p := range from.Changed(r.To) {
		cell, guarded := r.cells[p]
		if !guarded {
			cell = r.To.Text(p).Exact()
		}
		// Another case of the e-mail that the user was found by is no change, and a
		// CSV file has the safe form of a value, which must not come back.
		if !r.has(p) || p == api.PropEmail && r.ID == "" || r.cells != nil && cell == Guard(from.Text(p)) {
			continue
		}
		if why := r.check(p); why != "" {
			return why
		}
		r.Verdict, r.Patch.Properties = Change, append(r.Patch.Properties, p)
	}
	r.Patch.To = r.To
	return ""
}

// check returns why the service, or this program, would refuse a property.
func (r *Row) check(p api.Property) string {
	var err error
	switch p {
	case api.PropEmail:
		err = api.CheckEmail(r.To.Email.Exact())
	case api.PropFirstName, api.PropLastName:
		err = api.CheckName(p, r.To.Text(p).Exact())
	case api.PropState:
		for _, known := range []api.State{api.StateActive, api.StateBlocked, api.StatePending, ""} {
			if known.Is(r.To.State) {
				r.To.State = known
				return rules.RefuseState(r.User, known)
			}
		}
		if r.To.State.Is(api.StateDeleted) {
			return "the state deleted would close the account, which is done for one user at a time"
		}
		return "the state is none of active, blocked and pending"
	}
	if err != nil {
		return says(err)
	}
	return ""
}

func says(err error) string { return strings.TrimSuffix(err.Error(), ".") }

// Add is a group that the user would join, or a product subscription that would be
// created.
type Add struct {
	What         string // safe to draw
	Group        *api.Group
	Subscription *api.NewSubscription // without id and owner
	Why          string               // it cannot be done; "" when it can
}

func (t *Target) addGroups(r *Row) {
	if !t.WithGroups {
		return
	}
	in := map[text.Text]bool{}
	for _, g := range t.GroupsOf[Key(r.User.ID)] {
		in[g.ID] = true
	}
	for _, named := range r.Groups {
		g, n := find(t.Groups, named, ofGroup)
		a := Add{What: "group " + named.String(), Group: &g, Why: missing(n, "group")}
		if n == 1 && (g.Locked() || in[g.ID]) {
			continue // the service decides who is in the built-in ones
		}
		in[g.ID] = n == 1
		r.Adds = append(r.Adds, a)
	}
}

func missing(n int, what string) string {
	switch n {
	case 0:
		return "there is no such " + what
	case 1:
		return ""
	}
	return fmt.Sprintf("%d have this name", n)
}

func (t *Target) addSubscriptions(r *Row) {
	if !t.WithSubscriptions {
		return
	}
	of := func(s api.SubscriptionScope, name text.Text) string {
		return string(s.Kind) + " " + strings.ToLower(s.ID.Exact()) + " " + name.Exact()
	}
	has := map[string]int{}
	for _, s := range t.SubscriptionsOf[Key(r.User.ID)] {
		has[of(s.Scoped(), cmp.Or(s.DisplayName, t.Catalog.Name(s)))]++
	}
	for _, s := range r.Subscriptions {
		n, what, why := t.subscription(s)
		if l := of(n.Scope, n.DisplayName); has[l] > 0 && why == "" {
			has[l]--
			continue
		}
		r.Adds = append(r.Adds, Add{What: "product subscription " + what, Subscription: &n, Why: why})
	}
}

// subscription finds what a product subscription is for. Without a name, it is
// named like it. what is safe to draw.
func (t *Target) subscription(s Subscription) (n api.NewSubscription, what, why string) {
	n = api.NewSubscription{Scope: s.scoped(), DisplayName: s.DisplayName, State: api.State(strings.ToLower(s.State.Exact()))}
	name, kind := cmp.Or(s.For, api.Subscription{Scope: s.Scope}.ScopeName()), n.Scope.Kind
	switch kind {
	case api.ScopeAllAPIs:
		name = text.Text(kind)
	case api.ScopeProduct:
		p, found := find(t.Catalog.Products, name, ofProduct)
		n.Scope.ID, why = p.ID, missing(found, "product")
		name = cmp.Or(p.DisplayName, name)
	case api.ScopeAPI:
		a, found := find(t.Catalog.APIs, name, func(a api.API) (id, name text.Text) { return a.ID, a.Title() })
		n.Scope.ID, why = a.ID, missing(found, "API")
		name = cmp.Or(a.Title(), name)
	case api.ScopeService:
		why = "it is for the whole service, and cannot be made"
	}
	n.State, n.DisplayName = cmp.Or(n.State, api.StateActive), cmp.Or(n.DisplayName, name)
	if err := api.CheckSubscriptionName(n.DisplayName.Exact()); err != nil && why == "" {
		why = says(err)
	}
	if what = n.DisplayName.String(); n.DisplayName != name {
		what += " (" + string(kind) + " " + name.String() + ")"
	}
	return n, what, why
}
