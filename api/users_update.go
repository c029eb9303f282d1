package api

import "context"

// Update changes a user (User_Update, PATCH) if it still is the version in base.
func (u *Users) Update(base Version, p Patch) Write {
	from := base.User.Editable()
	w := u.noun().patch(OpUserUpdate, state[User]{base.User, base.ETag}, base.Exact, p.String(), p.changes(from), p.properties)
	w.hidden = !p.Password.Empty()
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
