package conformance

import (
	"net/url"
	"reflect"
	"strings"
	"testing"

	"apimtui/api/simulator"
)

func userChanges() []trial {
	ops := []simulator.Operation{simulator.UserPatch}
	var all []trial
	for _, e := range edits() {
		all = append(all, trial{name: "change a user: " + e.name, ops: ops, write: e.run})
	}
	return append(all,
		trial{name: "change a user to what it is", ops: ops, write: changeNothing},
		trial{name: "change a user to what it cannot be", ops: ops, write: changeWrong},
		trial{name: "change a user twice", ops: ops, write: changeTwice},
		trial{name: "change a user that was changed", ops: ops, write: changeLate},
		trial{name: "change a user that is gone", ops: ops, write: changeGone},
	)
}

// edit is an update that succeeds.
type edit struct {
	name string
	id   string // of a user of every service
	say  change
	body properties // the exact properties to send
	made func(*user)
}

func edits() []edit {
	const mateo, note = "mateo-garcia", "two\nlines, <b>\"&\" 美咲 👩‍💻\u2028"
	return []edit{
		{name: "block", id: mateo, say: change{state: ptr("blocked")}, body: properties{"state": "blocked"}, made: func(u *user) { u.state = "blocked" }},
		{name: "the names", id: mateo, say: change{first: ptr("美咲"), last: ptr("O'Brien")},
			body: properties{"firstName": "美咲", "lastName": "O'Brien"}, made: func(u *user) { u.first, u.last = "美咲", "O'Brien" }},
		// The sign-in keeps the old e-mail.
		{name: "the e-mail", id: "qa.robot@contoso.com", say: change{email: ptr("qa+2@contoso.com")},
			body: properties{"email": "qa+2@contoso.com"}, made: func(u *user) { u.email = "qa+2@contoso.com" }},
		{name: "a first note", id: mateo, say: change{note: ptr(note)}, body: properties{"note": note}, made: func(u *user) { u.note = note }},
		{name: "another note", id: "svc-invoicing", say: change{note: ptr("n")}, body: properties{"note": "n"}, made: func(u *user) { u.note = "n" }},
		{name: "the note removed", id: "svc-invoicing", say: change{note: ptr("")}, body: properties{"note": nil}, made: func(u *user) { u.note = unset }},
		{name: "all but the note", id: "svc-invoicing", say: change{last: ptr("Robot")}, body: properties{"lastName": "Robot"}, made: func(u *user) { u.last = "Robot" }},
		{name: "more identities", id: "svc-invoicing", say: change{identities: &[]string{"Google:7:8", "Basic:svc"}},
			body: properties{"identities": identitiesOf("Google:7:8", "Basic:svc")}, made: func(u *user) { u.identities = []string{"Google:7:8", "Basic:svc"} }},
		{name: "no identities", id: "svc-invoicing", say: change{identities: &[]string{}},
			body: properties{"identities": identitiesOf()}, made: func(u *user) { u.identities = nil }},
		{name: "the password", id: mateo, say: change{password: ptr("s3cret pässword")}, body: properties{"password": "REDACTED"}, made: func(*user) {}},
		{name: "with an id to escape", id: "legacy/o'brien & co", say: change{state: ptr("pending")},
			body: properties{"state": "pending"}, made: func(u *user) { u.state = "pending" }},
	}
}

func (e edit) run(t *testing.T, c client, s *simulator.Service) {
	from := load(t, c, e.id)
	got, err := c.update(t.Context(), from, e.say)
	if err != nil {
		t.Fatal(err)
	}
	wantSent(t, s, simulator.UserPatch, sent{method: "PATCH", path: url.PathEscape(e.id), ifMatch: from.tag, body: e.body, status: patchAnswered(c.asked())})
	want := from.user
	e.made(&want)
	if e.say.password == nil && reflect.DeepEqual(want, from.user) {
		t.Fatal("the trial changes nothing")
	}
	wantUser(t, truth(t, s, e.id), want)
	got.groups = -1
	wantUser(t, got, want)
	now := load(t, c, e.id)
	wantUser(t, now.user, want)
	wantTag(t, now.tag, 16)
	if now.tag == from.tag {
		t.Error("the ETag did not change")
	}
	wantMails(t, s)
}

func changeNothing(t *testing.T, c client, s *simulator.Service) {
	from := load(t, c, "svc-invoicing")
	if _, err := c.update(t.Context(), from, change{first: &from.user.first, note: &from.user.note}); err != nil {
		t.Error(err)
	}
	wantSent(t, s, simulator.UserPatch, sent{method: "PATCH", path: "svc-invoicing", ifMatch: from.tag, status: patchAnswered(c.asked()),
		body: properties{"firstName": from.user.first, "note": from.user.note}})
	wantUntouched(t, s, from)
}

func changeWrong(t *testing.T, c client, s *simulator.Service) {
	long := strings.Repeat("美", 101)
	from := load(t, c, "mateo-garcia")
	_, err := c.update(t.Context(), from, change{first: &long, last: ptr(""), note: ptr("n")})
	wantRefusal(t, err, 400, "ValidationError", "firstName", "lastName")
	wantSent(t, s, simulator.UserPatch, sent{method: "PATCH", path: "mateo-garcia", ifMatch: from.tag, status: 400,
		body: properties{"firstName": long, "lastName": "", "note": "n"}})
	_, err = c.update(t.Context(), from, change{email: ptr("H.Tanaka@proseware.com")})
	wantRefusal(t, err, 400, "ValidationError", "email")
	_, err = c.update(t.Context(), from, change{identities: &[]string{"Basic:m", "Aad:7"}})
	wantRefusal(t, err, 400, "ValidationError", "identities[1].provider")
	wantUntouched(t, s, from)
}

// changeTwice reads the user again in between, because the answer to an update
// has no ETag that can be used.
func changeTwice(t *testing.T, c client, s *simulator.Service) {
	first := load(t, c, "mateo-garcia")
	must(c.update(t.Context(), first, change{last: ptr("One")}))(t)
	wantSent(t, s, simulator.UserPatch, sent{method: "PATCH", path: "mateo-garcia", ifMatch: first.tag, body: properties{"lastName": "One"}, status: patchAnswered(c.asked())})
	second := load(t, c, "mateo-garcia")
	must(c.update(t.Context(), second, change{last: ptr("Two")}))(t)
	wantEntry(t, nth(t, s, simulator.UserPatch, 2),
		sent{method: "PATCH", path: "mateo-garcia", ifMatch: second.tag, body: properties{"lastName": "Two"}, status: patchAnswered(c.asked())})
	if u := truth(t, s, "mateo-garcia"); u.last != "Two" {
		t.Errorf("ended as %s", u.last)
	}
}

// changeLate loses against an earlier write, to the same property or to another
// one.
func changeLate(t *testing.T, c client, s *simulator.Service) {
	from := load(t, c, "mateo-garcia")
	for i, other := range []func(*simulator.User){
		func(u *simulator.User) { u.State = "pending" },
		func(u *simulator.User) { u.LastName = "Other" },
	} {
		s.Edit("mateo-garcia", other)
		theirs := load(t, c, "mateo-garcia")
		_, err := c.update(t.Context(), from, change{last: ptr("Mine")})
		wantRefusal(t, err, 412, "PreconditionFailed")
		wantEntry(t, nth(t, s, simulator.UserPatch, i+1),
			sent{method: "PATCH", path: "mateo-garcia", ifMatch: from.tag, body: properties{"lastName": "Mine"}, status: 412})
		wantUntouched(t, s, theirs)
	}
}

func changeGone(t *testing.T, c client, s *simulator.Service) {
	from := load(t, c, "mateo-garcia")
	s.Remove("mateo-garcia")
	_, err := c.update(t.Context(), from, change{last: ptr("Mine")})
	wantRefusal(t, err, 404, "ResourceNotFound")
	wantSent(t, s, simulator.UserPatch, sent{method: "PATCH", path: "mateo-garcia", ifMatch: from.tag, body: properties{"lastName": "Mine"}, status: 404})
	if _, ok := s.User("mateo-garcia"); ok {
		t.Error("the user was created again")
	}
}
