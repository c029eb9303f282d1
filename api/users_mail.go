package api

import (
	"context"
	"net/http"
	"net/url"
)

// OpUserPasswordMail mails a link to set a new password.
const OpUserPasswordMail Operation = "UserConfirmationPassword_Send"

// PasswordMail mails the user a link to set a new password
// (UserConfirmationPassword_Send). It sends at most one mail and does not change
// the user.
func (u *Users) PasswordMail(to Version, app AppType) Write {
	id := to.User.ID
	w := u.noun().write(to.User, "password mail")
	w.kind, w.mails = untraceable, true
	w.ready = func(context.Context) error { return checkID(OpUserPasswordMail, id) }
	w.request = func(ETag) Request {
		q := url.Values{}
		if app != AppUnset {
			q.Set("appType", string(app))
		}
		return u.c.write(OpUserPasswordMail, http.MethodPost, []string{"users", string(id), "confirmations", "password", "send"}, q)
	}
	w.answered = func(a answer) (User, error) {
		if a.status != http.StatusNoContent {
			return User{}, a.malformed(OpUserPasswordMail, nil)
		}
		return to.User, nil
	}
	w.settled = func(context.Context, answer, User, Watch) (Result, state[User]) {
		return Result{Outcome: Saved, Mail: MailAccepted}, state[User]{to.User, to.ETag}
	}
	return w
}

// Invite mails the user another invitation (User_CreateOrUpdate, PUT). The only
// operation for it writes the user again, unchanged, if it still is the version in
// base.
func (u *Users) Invite(base Version, app AppType) Write {
	n, id := u.noun(), string(base.User.ID)
	w := n.conditional(OpUserPut, state[User]{base.User, base.ETag}, base.Exact, "invitation")
	w.kind, w.mails = untraceable, true
	w.request = n.request(OpUserPut, http.MethodPut, id, nil, func() map[string]any {
		body := Patch{Properties: Properties(), To: base.User.Editable()}.properties()
		body["confirmation"] = string(ConfirmInvite)
		if app != AppUnset {
			body["appType"] = string(app)
		}
		return body
	})
	w.answered = func(a answer) (User, error) { return n.answered(OpUserPut, id, a) }
	w.settled = func(ctx context.Context, _ answer, _ User, watch Watch) (Result, state[User]) {
		watch.tell(Progress{Saved: true})
		now, err := w.look(ctx)
		if err != nil {
			now = state[User]{entity: base.User}
		}
		return Result{Outcome: Saved, Mail: MailAccepted}, now
	}
	return w
}
