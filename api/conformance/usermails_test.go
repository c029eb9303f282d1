package conformance

import (
	"cmp"
	"testing"

	"apimtui/api/simulator"
)

func userMails() []trial {
	password, put := []simulator.Operation{simulator.UserPasswordMail}, []simulator.Operation{simulator.UserPut}
	var all []trial
	for _, app := range []string{"", "portal", "developerPortal"} {
		name := " to " + cmp.Or(app, "no portal")
		all = append(all,
			trial{name: "a password mail" + name, ops: password, write: func(t *testing.T, c client, s *simulator.Service) { passwordMail(t, c, s, app) }},
			trial{name: "invite again" + name, ops: put, write: func(t *testing.T, c client, s *simulator.Service) { inviteAgain(t, c, s, app) }})
	}
	return append(all,
		trial{name: "a password mail to a wrong portal", ops: password, write: passwordToNowhere},
		trial{name: "a password mail to a missing user", ops: password, write: passwordToMissing},
		trial{name: "invite a user again that was changed", ops: put, write: inviteLate},
		trial{name: "invite a user again that is gone", ops: put, write: inviteGone},
		trial{name: "invite a user again who has no last name", ops: put, write: inviteBuiltIn},
	)
}

const passwordPath = "mateo-garcia/confirmations/password/send"

func passwordMail(t *testing.T, c client, s *simulator.Service, app string) {
	from := load(t, c, "mateo-garcia")
	if err := c.passwordMail(t.Context(), "mateo-garcia", app); err != nil {
		t.Error(err)
	}
	want := sent{method: "POST", path: passwordPath, status: 204}
	if app != "" {
		want.query = "appType=" + app
	}
	wantSent(t, s, simulator.UserPasswordMail, want)
	wantMails(t, s, "password mateo.garcia@contoso.com "+cmp.Or(app, "portal"))
	wantUntouched(t, s, from)
}

func passwordToNowhere(t *testing.T, c client, s *simulator.Service) {
	wantRefusal(t, c.passwordMail(t.Context(), "mateo-garcia", "fax"), 400, "ValidationError", "appType")
	wantSent(t, s, simulator.UserPasswordMail, sent{method: "POST", path: passwordPath, query: "appType=fax", status: 400})
	wantMails(t, s)
}

func passwordToMissing(t *testing.T, c client, s *simulator.Service) {
	wantRefusal(t, c.passwordMail(t.Context(), "missing", "portal"), 404, "ResourceNotFound")
	wantSent(t, s, simulator.UserPasswordMail, sent{method: "POST", path: "missing/confirmations/password/send", query: "appType=portal", status: 404})
	wantMails(t, s)
}

// invitation returns the request that invites a user again: the unchanged user,
// and the invitation.
func invitation(from version, app string, status int) sent {
	u := from.user
	body := properties{"email": u.email, "firstName": u.first, "lastName": u.last, "state": u.state, "note": u.note,
		"identities": identitiesOf(u.identities...), "confirmation": "invite"}
	if u.note == unset {
		body["note"] = nil
	}
	if app != "" {
		body["appType"] = app
	}
	return sent{method: "PUT", path: u.id, ifMatch: from.tag, body: body, status: status}
}

// inviteAgain checks that only the ETag changes, with or without a note and
// identities.
func inviteAgain(t *testing.T, c client, s *simulator.Service, app string) {
	s.Edit("hiroshi-tanaka", func(u *simulator.User) { u.State, u.Identities = "pending", nil })
	var mails []string
	for i, id := range []string{"mateo-garcia", "svc-invoicing", "hiroshi-tanaka"} {
		from := load(t, c, id)
		before, _ := s.User(id)
		if err := c.invite(t.Context(), from, app); err != nil {
			t.Error(err)
		}
		wantEntry(t, nth(t, s, simulator.UserPut, i+1), invitation(from, app, 200))
		wantUser(t, truth(t, s, id), from.user)
		if after, _ := s.User(id); len(after.Groups) != len(before.Groups) || after.ETag() == before.ETag() {
			t.Errorf("%s is in %v with %s, was in %v with %s", id, after.Groups, after.ETag(), before.Groups, before.ETag())
		}
		mails = append(mails, "invite "+from.user.email+" "+cmp.Or(app, "portal"))
	}
	wantMails(t, s, mails...)
}

func inviteLate(t *testing.T, c client, s *simulator.Service) {
	from := load(t, c, "mateo-garcia")
	s.Edit("mateo-garcia", func(u *simulator.User) { u.LastName = "Other" })
	theirs := load(t, c, "mateo-garcia")
	wantRefusal(t, c.invite(t.Context(), from, "portal"), 412, "PreconditionFailed")
	wantSent(t, s, simulator.UserPut, invitation(from, "portal", 412))
	wantUntouched(t, s, theirs)
	wantMails(t, s)
}

// inviteGone accepts any error: one client returns the refused condition, the
// other has looked up the reason.
func inviteGone(t *testing.T, c client, s *simulator.Service) {
	from := load(t, c, "svc-invoicing")
	s.Remove("svc-invoicing")
	if err := c.invite(t.Context(), from, "portal"); err == nil {
		t.Error("an invitation was sent")
	}
	wantSent(t, s, simulator.UserPut, invitation(from, "portal", 412))
	if _, ok := s.User("svc-invoicing"); ok {
		t.Error("the user was created again")
	}
	wantMails(t, s)
}

// inviteBuiltIn invites a user that the service returned but would not accept.
func inviteBuiltIn(t *testing.T, c client, s *simulator.Service) {
	from := load(t, c, "1")
	wantRefusal(t, c.invite(t.Context(), from, "portal"), 400, "ValidationError", "lastName")
	wantSent(t, s, simulator.UserPut, invitation(from, "portal", 400))
	wantUntouched(t, s, from)
	wantMails(t, s)
}
