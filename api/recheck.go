package api

import "context"

// Recheck finds out what became of an update whose outcome is unknown.
func (u *Users) Recheck(ctx context.Context, base Version, p Patch) Written {
	w := u.reconcile(ctx, base, base.ETag, p, nil)
	w.keepGroups(base)
	return w
}

// RecheckCreate finds out what became of a creation whose outcome is unknown.
func (u *Users) RecheckCreate(ctx context.Context, n NewUser) Written {
	w := u.reconcileCreate(ctx, n, nil)
	w.Mail = mailOf(n.mails(), w.Outcome)
	return w
}

// RecheckDelete finds out what became of a deletion whose outcome is unknown.
func (u *Users) RecheckDelete(ctx context.Context, base Version, o DeleteOptions) Written {
	w := u.reconcileDelete(ctx, base, base.ETag, nil)
	w.Mail = o.mail(w)
	w.keepGroups(base)
	return w
}
