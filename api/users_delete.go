package api

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"time"
)

type DeleteOptions struct {
	// DeleteSubscriptions also deletes the user's product subscriptions.
	DeleteSubscriptions bool
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
