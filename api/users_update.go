package api

import (
	"context"
	"net/http"
)

// Update changes a user (User_Update, PATCH) if it still is the version in base.
func (u *Users) Update(base Version, p Patch) Write {
	w := u.conditional(OpUserUpdate, base, p.String())
	n, written := u.noun(), w.out
	w.hidden = !p.Password.Empty()
	w.entry.Changes = p.changes(base.User.Editable())
	w.request = func(etag ETag) Request {
		r := n.request(OpUserUpdate, http.MethodPatch, string(base.User.ID), nil, etag)
		r.Body = p.properties()
		return r
	}
	w.answered = func(a answer) (User, error) {
		if n.answers204(a) {
			return User{}, nil
		}
		return n.answered(OpUserUpdate, string(base.User.ID), a)
	}
	w.has = func(now User) trace { return p.trace(now.Editable()) }
	w.settled = func(ctx context.Context, a answer, answered User, watch Watch) (Result, state[User]) {
		watch.tell(Progress{Saved: true})
		return w.updated(ctx, a, answered, p)
	}
	w.out = func(r Result, now state[User]) Written {
		out := written(r, now)
		// As far as can be read it is this change alone, and can be undone.
		alone := len(base.User.Editable().Changed(out.Now.User.Editable())) == len(p.Properties)
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

// updated finds the ETag of the new version. The answer has only its first half.
func (w *userWrite) updated(ctx context.Context, a answer, answered User, p Patch) (Result, state[User]) {
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
