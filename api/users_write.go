package api

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"time"
)

const (
	OpUserUpdate Operation = "User_Update"
	OpUserPut    Operation = "User_CreateOrUpdate"
	OpUserDelete Operation = "User_Delete"

	OpUserPasswordMail Operation = "UserConfirmationPassword_Send" // a link to set a new password
)

// AnyVersion as a version's ETag overwrites any version. It requires Exact, which
// makes it explicit.
const AnyVersion ETag = "*"

func (u *Users) noun() *noun[User, Editable] {
	return &noun[User, Editable]{
		c: u.c, name: "user", path: "users", get: OpUserGet,
		id:    func(u User) string { return string(u.ID) },
		edit:  User.Editable,
		born:  func(u User) time.Time { return u.RegistrationDate },
		entry: func(u User, what string) Entry { return Entry{Entity: string(u.ID), What: what} },
		// The answer to an update and a plain read omit the groups.
		written: func(was User, r Result, now state[User]) Written {
			if len(now.entity.Groups) == 0 && now.entity.ID == was.ID {
				now.entity.Groups = was.Groups
			}
			return Written{Result: r, Now: Version{User: now.entity, ETag: now.etag}}
		},
	}
}

// Update changes a user (User_Update, PATCH) if it still is the version in base.
func (u *Users) Update(base Version, p Patch) Write {
	from := base.User.Editable()
	w := u.noun().patch(OpUserUpdate, state[User]{base.User, base.ETag}, base.Exact, p.String(), p.properties)
	w.hidden, w.entry.Changes = !p.Password.Empty(), p.changes(from)
	w.has = func(now User) trace { return p.trace(now.Editable()) }
	w.settled = func(ctx context.Context, a answer, answered User, watch Watch) (Result, state[User]) {
		watch.tell(Progress{Saved: true})
		return p.saved(ctx, w, a, answered)
	}
	written := w.out
	w.out = func(r Result, now state[User]) Written {
		out := written(r, now)
		// As far as can be read it is this change alone, and can be undone.
		alone := len(from.Changed(out.Now.User.Editable())) == len(p.Properties)
		out.Own = out.Own || out.Outcome == Confirmed && !w.hidden && alone
		return out
	}
	return w
}

// trace returns how much of the patch a user has.
func (p Patch) trace(now Editable) trace {
	switch {
	case len(p.missing(now)) > 0:
		return missing
	case p.Password.Empty():
		return whole
	case len(p.Properties) == 0:
		return unread
	}
	return partial
}

// saved finds the ETag of the new version. The answer has only its first half.
func (p Patch) saved(ctx context.Context, w *write[User], a answer, answered User) (Result, state[User]) {
	r := Result{Outcome: Saved}
	if answered.ID != "" {
		r.Ignored = p.missing(answered.Editable())
	}
	now, err := w.look(ctx)
	if err != nil {
		// It is saved. Only its version is unknown.
		if answered.ID == "" {
			answered = p.onto(w.base.entity)
		}
		return r, state[User]{entity: answered}
	}
	half := strong(a.header.Get("ETag"))
	ours := now.etag.StartsWith(half)
	if ours && half != "" {
		r.Ignored = p.missing(now.entity.Editable())
	}
	r.Own = ours && len(p.missing(now.entity.Editable())) == 0
	return r, now
}

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

type DeleteOptions struct {
	DeleteSubscriptions bool    // also deletes the user's product subscriptions
	Notify              bool    // mail the user
	AppType             AppType // the portal the mail speaks of
}

func (o DeleteOptions) query() url.Values {
	q := url.Values{}
	if o.DeleteSubscriptions {
		q.Set("deleteSubscriptions", "true")
	}
	if o.Notify {
		q.Set("notify", "true")
		if o.AppType != AppUnset {
			q.Set("appType", string(o.AppType))
		}
	}
	return q
}

// Delete deletes a user (User_Delete) if it still is the version in base. Saved
// means that it is gone.
func (u *Users) Delete(base Version, o DeleteOptions) Write {
	w := u.noun().remove(OpUserDelete, state[User]{base.User, base.ETag}, base.Exact, o.query())
	w.mails = o.Notify
	w.answered = func(a answer) (User, error) {
		if len(a.body) > 0 || a.status == http.StatusCreated {
			return User{}, a.malformed(OpUserDelete, nil)
		}
		return User{}, nil
	}
	// Older services answer 204 when there was no such user, and 200 when there was.
	old := u.c.apiVersion >= "2018-01-01" && u.c.apiVersion < "2023-09-01"
	w.settled = func(ctx context.Context, a answer, _ User, watch Watch) (Result, state[User]) {
		r := Result{Outcome: Saved}
		if w.mails {
			r.Mail = MailAccepted
		}
		switch a.status {
		case http.StatusAccepted:
			watch.tell(Progress{Deleting: true})
			if err := w.c.poll(ctx, a.header.Get("Location")); err != nil {
				return w.accepted(ctx, err)
			}
		case http.StatusNoContent:
			r.Mail, r.Unclear = w.maybeMail(), old
		}
		return r, state[User]{}
	}
	return w
}

// How often the status of an accepted deletion is read. The service sends no
// Retry-After with these answers.
const (
	pollFirst = time.Second
	pollMost  = 5 * time.Second
	pollFor   = 5 * time.Minute
)

// poll polls a Location until the accepted operation ends. Its error is the reason
// why the end is unknown. The operation results that Azure-AsyncOperation names
// have been seen empty, so they are never used.
func (c *Client) poll(ctx context.Context, location string) error {
	ctx, cancel := context.WithTimeout(ctx, pollFor)
	defer cancel()
	if location == "" {
		return &Error{Operation: OpUserDelete, Kind: KindMalformed, Sent: true,
			Message: "the service accepted the deletion, and gave no address to ask at how it ends"}
	}
	link, err := c.link(location)
	if err != nil {
		return failure(ctx, OpUserDelete, err)
	}
	for pause := pollFirst; sleep(ctx, pause); pause = min(pollMost, pause*3/2) {
		resp, body, err := c.do(ctx, call{op: OpUserDelete, method: http.MethodGet, url: link.String()},
			http.StatusOK, http.StatusAccepted, http.StatusNoContent)
		switch {
		case err != nil:
			return err
		case resp.StatusCode == http.StatusAccepted:
		case len(body) > 0:
			return operationFailed(resp, body)
		default:
			return nil
		}
	}
	return failure(ctx, OpUserDelete, context.Cause(ctx))
}

// operationFailed reads the status document of a failed operation. Anything else
// at this address, which is the user's own, is ignored.
func operationFailed(resp *http.Response, body []byte) error {
	var status struct{ Status string }
	if json.Unmarshal(body, &status) != nil || status.Status != "Failed" && status.Status != "Canceled" {
		return malformed(OpUserDelete, resp, nil)
	}
	e := responseError(OpUserDelete, resp, body)
	e.Kind = KindFailed
	return e
}
