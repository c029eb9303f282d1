package api

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"
)

// DeleteOptions says what goes with a user.
type DeleteOptions struct {
	// DeleteSubscriptions asks to delete the user's product subscriptions too.
	DeleteSubscriptions bool
	Notify              bool    // mail the user
	AppType             AppType // the portal the mail speaks of
}

// DeleteRequest is what Delete would send.
func (u *Users) DeleteRequest(id UserID, ifMatch ETag, o DeleteOptions) Request {
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
	r := u.c.write(OpUserDelete, http.MethodDelete, []string{"users", string(id)}, q)
	r.IfMatch = ifMatch
	return r
}

// Delete deletes a user (User_Delete) on the condition that it still is the
// version in base. Saved means that it is gone.
func (u *Users) Delete(ctx context.Context, base Version, o DeleteOptions, watch Watch) Written {
	w := u.delete(ctx, base, o, watch)
	w.Mail = o.mail(w)
	w.keepGroups(base)
	return w
}

// mail is what is known of the mail that goes with a deletion.
func (o DeleteOptions) mail(w Written) Mail {
	switch {
	case !o.Notify, w.Outcome == Conflict, w.Outcome == DeletedMeanwhile:
		// Who is there still, or was gone before, was mailed nothing by this.
		return NoMail
	case w.Mail == MailMaybe:
		return MailMaybe
	}
	return mailOf(true, w.Outcome)
}

func (u *Users) delete(ctx context.Context, base Version, o DeleteOptions, watch Watch) Written {
	id := base.User.ID
	if err := checkWrite(OpUserDelete, id, base.ETag); err != nil {
		return Written{Outcome: NotApplied, Now: base, Err: err}
	}
	etag := base.ETag
	for range mostResends {
		a, err := u.c.sendPatiently(ctx, u.DeleteRequest(id, etag, o), watch)
		switch {
		case err == nil && a.status == http.StatusAccepted:
			watch.tell(Progress{Deleting: true})
			return u.awaitDeletion(ctx, base, a)
		case err == nil && a.status == http.StatusNoContent && u.c.answers204OnlyForNobody():
			return Written{Outcome: DeletedMeanwhile, Err: &Error{Operation: OpUserDelete, Kind: KindNotFound, Status: a.status, Sent: true,
				Message: "there was no such user any more"}}
		case err == nil && a.status == http.StatusNoContent:
			// So is a user answered that was not there any more.
			return Written{Outcome: Saved, Mail: MailMaybe}
		case err == nil:
			return Written{Outcome: Saved}
		case errors.Is(err, ErrNotFound):
			return u.gone(ctx, base, err)
		case errors.Is(err, ErrPrecondition):
			w, next := u.refusedAny(ctx, base, err)
			if next == "" {
				return w
			}
			etag = next
		case lost(err):
			watch.tell(Progress{Checking: true})
			return settled(ctx, func() Written { return u.reconcileDelete(ctx, base, etag, err) })
		default:
			return Written{Outcome: NotApplied, Now: base, Err: err}
		}
	}
	return tooFast(OpUserDelete, base)
}

// reconcileDelete finds out whether a user is gone although the answer was
// lost.
func (u *Users) reconcileDelete(ctx context.Context, base Version, etag ETag, err error) Written {
	now, readErr := u.readAgain(ctx, base.User.ID)
	switch {
	case errors.Is(readErr, ErrNotFound):
		return Written{Outcome: Confirmed}
	case readErr != nil:
		return Written{Outcome: Unknown, Now: Version{User: base.User}, Err: cmp.Or(err, readErr)}
	case now.ETag == etag, len(base.User.Editable().Changed(now.User.Editable())) == 0:
		return Written{Outcome: NotApplied, Now: now, Err: err}
	}
	return Written{Outcome: Conflict, Now: now, Err: err}
}

// answers204OnlyForNobody says that the api-version answers a deletion with 200,
// and with 204 when there is no such user.
func (c *Client) answers204OnlyForNobody() bool {
	return c.apiVersion >= "2018-01-01" && c.apiVersion < "2024-05-01"
}

// How often an accepted deletion is asked about. The service sends no
// Retry-After with these answers.
const (
	pollFirst = time.Second
	pollMost  = 5 * time.Second
	pollFor   = 5 * time.Minute
)

// awaitDeletion polls Location until the deletion is over. The operation
// results that Azure-AsyncOperation names have been seen empty, so they are
// never asked.
func (u *Users) awaitDeletion(ctx context.Context, base Version, a answer) Written {
	over, err := u.poll(ctx, a.header.Get("Location"))
	if over {
		return Written{Outcome: Saved}
	}
	// What broke off, or ended strangely, is the polling and not the deletion:
	// what counts is the user.
	if _, readErr := u.readAgain(ctx, base.User.ID); errors.Is(readErr, ErrNotFound) {
		return Written{Outcome: Confirmed}
	}
	return Written{Outcome: Unknown, Now: Version{User: base.User}, Accepted: true, Err: err}
}

// poll asks at a Location whether what was accepted is over. Else it says why
// that cannot be told.
func (u *Users) poll(ctx context.Context, location string) (over bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, pollFor)
	defer cancel()
	if location == "" {
		return false, &Error{Operation: OpUserDelete, Kind: KindMalformed, Sent: true,
			Message: "the service accepted the deletion, and gave no address to ask at how it ends"}
	}
	link, err := u.c.link(location)
	if err != nil {
		return false, failure(ctx, OpUserDelete, err)
	}
	for pause := pollFirst; sleep(ctx, pause); pause = min(pollMost, pause*3/2) {
		resp, body, err := u.c.do(ctx, call{op: OpUserDelete, method: http.MethodGet, url: link.String()},
			http.StatusOK, http.StatusAccepted, http.StatusNoContent)
		switch {
		case err != nil:
			return false, err
		case resp.StatusCode == http.StatusAccepted:
		case len(body) > 0:
			// The address is the user's own: this may be the user.
			return false, malformed(OpUserDelete, resp, nil)
		default:
			return true, nil
		}
	}
	return false, failure(ctx, OpUserDelete, context.Cause(ctx))
}
