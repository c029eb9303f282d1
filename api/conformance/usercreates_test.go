package conformance

import (
	"cmp"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"

	"apimtui/api/simulator"
)

const adasEmail = "ada+1@king.example.com"

func userCreates() []trial {
	ops := []simulator.Operation{simulator.UserPut}
	var all []trial
	for _, n := range append(newcomers(), greeted()...) {
		all = append(all, trial{name: "create a user: " + n.name, ops: ops, write: n.run})
	}
	return append(all, trial{name: "create a user with wrong fields", ops: ops, write: createWrong})
}

// newcomer is a creation of Ada King, and its expected result.
type newcomer struct {
	name  string
	id    string     // "" means ada
	say   creation   // in addition to names and e-mail
	query string     // the query that is sent
	body  properties // the properties that are sent, in addition to names and e-mail
	mails []string
}

func newcomers() []newcomer {
	const note = "two\nlines, <b>\"&\" 美咲 👩‍💻\u2028"
	ids := []string{"Basic:ada", "Google:7:8"}
	return []newcomer{
		{name: "no more than needed"},
		{name: "every property",
			say:  creation{state: "pending", note: note, password: "s3cret pässword", identities: ids},
			body: properties{"state": "pending", "note": note, "password": "REDACTED", "identities": identitiesOf(ids...)}},
		{name: "active", say: creation{state: "active"}, body: properties{"state": "active"}},
		{name: "blocked", say: creation{state: "blocked"}, body: properties{"state": "blocked"}},
		{name: "deleted", say: creation{state: "deleted"}, body: properties{"state": "deleted"}},
		{name: "an id to escape", id: "legacy/ada & co+1"},
	}
}

// greeted returns the newcomers who get a mail. Links lead to the legacy portal
// by default.
func greeted() []newcomer {
	var all []newcomer
	for _, kind := range []string{"signup", "invite"} {
		for _, app := range []string{"", "portal", "developerPortal"} {
			n := newcomer{name: kind + " to " + cmp.Or(app, "no portal"), say: creation{confirmation: kind, app: app},
				body: properties{"confirmation": kind}, mails: []string{kind + " " + adasEmail + " " + cmp.Or(app, "portal")}}
			if app != "" {
				n.body["appType"] = app
			}
			all = append(all, n)
		}
	}
	const notified = "notify " + adasEmail
	return append(all,
		newcomer{name: "notify", say: creation{notify: true}, query: "notify=true", mails: []string{notified + " portal"}},
		newcomer{name: "notify and invite", say: creation{notify: true, confirmation: "invite", state: "pending", app: "developerPortal"},
			query: "notify=true", body: properties{"confirmation": "invite", "state": "pending", "appType": "developerPortal"},
			mails: []string{"invite " + adasEmail + " developerPortal", notified + " developerPortal"}})
}

func (n newcomer) run(t *testing.T, c client, s *simulator.Service) {
	id := cmp.Or(n.id, "ada")
	n.say.email, n.say.first, n.say.last = adasEmail, "Ada", "King"
	made, tag, err := c.create(t.Context(), id, n.say)
	if err != nil {
		t.Fatal(err)
	}
	body := properties{"email": adasEmail, "firstName": "Ada", "lastName": "King"}
	maps.Copy(body, n.body)
	wantSent(t, s, simulator.UserPut, sent{method: "PUT", path: url.PathEscape(id), query: n.query, body: body, status: 201})

	want := user{id: id, first: "Ada", last: "King", email: adasEmail, state: cmp.Or(n.say.state, "active"), note: cmp.Or(n.say.note, unset),
		registered: truth(t, s, id).registered, identities: n.say.identities, groups: -1}
	if want.identities == nil {
		want.identities = []string{"Basic:" + adasEmail}
	}
	wantUser(t, truth(t, s, id), want)
	wantTag(t, tag, 16)
	if read := load(t, c, id); read.tag != tag {
		t.Errorf("read with %s, created with %s", read.tag, tag)
	} else {
		wantUser(t, read.user, want)
	}
	want.groups = 1 // developers: a creation answers with groups
	wantUser(t, made, want)
	wantMails(t, s, n.mails...)
}

func createWrong(t *testing.T, c client, s *simulator.Service) {
	long := strings.Repeat("x", 101)
	_, _, err := c.create(t.Context(), "ada", creation{email: "no address", first: long, state: "happy", confirmation: "invite", app: "fax", notify: true})
	r, ok := err.(*refusal)
	if !ok || r.status != 400 || r.code != "ValidationError" {
		t.Fatal(err)
	}
	slices.Sort(r.targets)
	if want := []string{"appType", "email", "firstName", "lastName", "state"}; !slices.Equal(r.targets, want) {
		t.Errorf("names %v, want %v", r.targets, want)
	}
	wantSent(t, s, simulator.UserPut, sent{method: "PUT", path: "ada", query: "notify=true", status: 400, body: properties{
		"email": "no address", "firstName": long, "lastName": "", "state": "happy", "confirmation": "invite", "appType": "fax"}})
	if _, ok := s.User("ada"); ok {
		t.Error("the user was created nevertheless")
	}
	wantMails(t, s)
}
