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
	w.Mail = mailOf(o.Notify, w.Outcome)
	w.keepGroups(base)
	return w
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
		case err == nil:
			return Written{Outcome: Saved}
		case errors.Is(err, ErrNotFound):
			return Written{Outcome: DeletedMeanwhile, Err: err}
		case errors.Is(err, ErrPrecondition):
			w, next := u.refusedDelete(ctx, base, err)
			if next == "" {
				return w
			}
			etag = next
		case lost(err):
			watch.tell(Progress{Checking: true})
			return u.reconcileDelete(ctx, base, etag, err)
		default:
			return Written{Outcome: NotApplied, Now: base, Err: err}
		}
	}
	return Written{Outcome: NotApplied, Now: base, Err: &Error{Operation: OpUserDelete, Kind: KindPrecondition, Sent: true,
		Message: "the user's ETag changes faster than it can be read"}}
}

func (u *Users) refusedDelete(ctx context.Context, base Version, err error) (Written, ETag) {
	now, readErr := u.readAgain(ctx, base.User.ID)
	switch {
	case errors.Is(readErr, ErrNotFound):
		return Written{Outcome: DeletedMeanwhile, Err: readErr}, ""
	case readErr != nil:
		return Written{Outcome: NotApplied, Now: Version{User: base.User}, Err: err}, ""
	case len(base.User.Editable().Changed(now.User.Editable())) == 0 && now.ETag != "":
		return Written{}, now.ETag
	}
	return Written{Outcome: Conflict, Now: now, Err: err}, ""
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
	case now.ETag == etag:
		return Written{Outcome: NotApplied, Now: now, Err: err}
	}
	return Written{Outcome: Conflict, Now: now, Err: err}
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
	ctx, cancel := context.WithTimeout(ctx, pollFor)
	defer cancel()
	link, err := u.c.link(a.header.Get("Location"))
	for pause := pollFirst; err == nil; pause = min(pollMost, pause*3/2) {
		if !sleep(ctx, pause) {
			err = failure(ctx, OpUserDelete, context.Cause(ctx))
			break
		}
		resp, _, pollErr := u.c.do(ctx, call{op: OpUserDelete, method: http.MethodGet, url: link.String()},
			http.StatusOK, http.StatusAccepted, http.StatusNoContent)
		switch {
		case errors.Is(pollErr, ErrNotFound):
			return Written{Outcome: Saved}
		case pollErr != nil:
			err = pollErr
		case resp.StatusCode != http.StatusAccepted:
			return Written{Outcome: Saved}
		}
	}
	// The polling broke off, not the deletion: what counts is the user.
	if _, readErr := u.readAgain(ctx, base.User.ID); errors.Is(readErr, ErrNotFound) {
		return Written{Outcome: Confirmed}
	}
	return Written{Outcome: Unknown, Now: Version{User: base.User}, Err: err}
}
