package api

import (
	"cmp"
	"context"
	"errors"
	"net/http"
)

// Operations that write users.
const (
	OpUserUpdate Operation = "User_Update"
	OpUserPut    Operation = "User_CreateOrUpdate"
	OpUserDelete Operation = "User_Delete"
)

// mostResends is how often a write that met a new ETag without any change
// worth a conflict is sent again.
const mostResends = 3

// UpdateRequest is what Update would send.
func (u *Users) UpdateRequest(id UserID, ifMatch ETag, p Patch) Request {
	r := u.c.write(OpUserUpdate, http.MethodPatch, []string{"users", string(id)}, nil)
	r.IfMatch, r.Body = ifMatch, p.properties()
	return r
}

// Update changes a user (User_Update), on the condition that it still is the
// version in base. It never overwrites what someone else changed, never sends
// a change twice, and says what is known of the outcome.
func (u *Users) Update(ctx context.Context, base Version, p Patch, watch Watch) Written {
	w := u.update(ctx, base, p, watch)
	w.keepGroups(base)
	return w
}

func (u *Users) update(ctx context.Context, base Version, p Patch, watch Watch) Written {
	id := base.User.ID
	if err := checkWrite(OpUserUpdate, id, base.ETag); err != nil {
		return Written{Outcome: NotApplied, Now: base, Err: err}
	}
	etag := base.ETag
	for range mostResends {
		a, user, err := u.c.sendUser(ctx, u.UpdateRequest(id, etag, p), watch)
		switch {
		case err == nil:
			return u.updated(ctx, base, p, a, user)
		case errors.Is(err, ErrNotFound):
			return u.gone(ctx, base, err)
		case errors.Is(err, ErrPrecondition):
			w, next := u.refused(ctx, base, p, err)
			if next == "" {
				return w
			}
			etag = next
		case lost(err):
			watch.tell(Progress{Checking: true})
			return settled(ctx, func() Written { return u.reconcile(ctx, base, etag, p, err) })
		default:
			return Written{Outcome: NotApplied, Now: base, Err: err}
		}
	}
	return tooFast(OpUserUpdate, base)
}

// updated finds the ETag of the version just made, which the answer does not
// have: it carries the first half only.
func (u *Users) updated(ctx context.Context, base Version, p Patch, a answer, answered User) Written {
	w := Written{Outcome: Saved}
	half := ETag(a.header.Get("ETag"))
	if answered.ID != "" {
		w.Ignored = p.missing(answered.Editable())
	}
	now, err := u.readAgain(ctx, base.User.ID)
	if err != nil {
		// It is saved; what cannot be said is which version it is now.
		if answered.ID == "" {
			answered = p.onto(base.User)
		}
		w.Now = Version{User: answered}
		return w
	}
	w.Now = now
	ours := now.ETag.StartsWith(half)
	if ours && half != "" {
		w.Ignored = p.missing(now.User.Editable())
	}
	w.Own = ours && p.isIn(now.User.Editable())
	return w
}

// refused looks at a 412. Someone else may have changed the user, may have
// changed it to just what we want, or may have touched it without changing
// anything that is shown; the last gives the ETag to go on with.
func (u *Users) refused(ctx context.Context, base Version, p Patch, err error) (Written, ETag) {
	now, readErr := u.readAgain(ctx, base.User.ID)
	switch {
	case errors.Is(readErr, ErrNotFound):
		return Written{Outcome: DeletedMeanwhile, Err: readErr}, ""
	case readErr != nil:
		// A 412 certainly changed nothing.
		return Written{Outcome: NotApplied, Now: Version{User: base.User}, Err: err}, ""
	}
	theirs := now.User.Editable()
	switch {
	case p.Password.Empty() && p.isIn(theirs):
		return Written{Outcome: Saved, Now: now}, ""
	case !base.Exact && len(base.User.Editable().Changed(theirs)) == 0 && now.ETag != "" && p.Password.Empty():
		// With a password to set, what cannot be seen may be another one's
		// password: that is for the operator to decide.
		return Written{}, now.ETag
	}
	return Written{Outcome: Conflict, Now: now, Err: err}, ""
}

// reconcile finds out what became of a write whose answer was lost.
func (u *Users) reconcile(ctx context.Context, base Version, etag ETag, p Patch, err error) Written {
	now, readErr := u.readAgain(ctx, base.User.ID)
	switch {
	case errors.Is(readErr, ErrNotFound):
		return Written{Outcome: DeletedMeanwhile, Err: err}
	case readErr != nil:
		return Written{Outcome: Unknown, Now: Version{User: base.User}, Err: cmp.Or(err, readErr)}
	case now.ETag == etag:
		return Written{Outcome: NotApplied, Now: now, Err: err}
	}
	theirs := now.User.Editable()
	switch {
	case !p.isIn(theirs) && len(base.User.Editable().Changed(theirs)) == 0:
		// The ETag moved without a change that is shown, and not by ours.
		return Written{Outcome: NotApplied, Now: now, Err: err}
	case !p.isIn(theirs):
		return Written{Outcome: Conflict, Now: now, Err: err}
	case len(p.Properties) == 0:
		// A password cannot be read back: something was written, and nothing
		// tells whether it was this.
		return Written{Outcome: Unknown, Now: now, Err: err}
	}
	// As far as can be read it is our version alone, and can be undone.
	own := p.Password.Empty() && len(base.User.Editable().Changed(theirs)) == len(p.Properties)
	return Written{Outcome: Confirmed, Now: now, Own: own}
}

// keepGroups keeps known groups: an answer to an update, and a plain reading,
// carry none although the user is in some.
func (w *Written) keepGroups(base Version) {
	if len(w.Now.User.Groups) == 0 && w.Now.User.ID == base.User.ID {
		w.Now.User.Groups = base.User.Groups
	}
}

// checkWrite refuses what must never be sent: a write without a condition, or
// with one that is always true.
func checkWrite(op Operation, id UserID, etag ETag) error {
	if err := checkID(op, id); err != nil {
		return err
	}
	if etag == "" || etag == "*" {
		return &Error{Operation: op, Kind: KindRefused, Message: "the user's version is not known: read the user again before changing it"}
	}
	return nil
}
