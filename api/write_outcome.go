package api

import (
	"context"
	"errors"
)

// find determines the outcome of a write without a success. No status decides it:
// gateways repeat requests and answer for the service. So the service's state is
// read and compared.
func (w *write[E]) find(ctx context.Context, sent ETag, err error) (Result, state[E]) {
	r := Result{Err: err, Sent: true, Lost: lost(err)}
	now, gone, readErr := w.lookAt(ctx, &r)
	switch {
	case w.kind == untraceable:
		w.untraced(&r, gone, err)
	case gone:
		w.absent(&r)
	case readErr != nil:
		r.Outcome, r.LookErr, r.Mail = Unknown, readErr, w.maybeMail()
	default:
		w.present(&r, now, sent)
	}
	return r, now
}

// lookAt looks for a result. What could not be read counts as it was before.
func (w *write[E]) lookAt(ctx context.Context, r *Result) (now state[E], gone bool, err error) {
	now, err = w.look(ctx)
	switch gone = errors.Is(err, KindNotFound); {
	case gone:
		now = state[E]{}
	case err != nil:
		return state[E]{entity: w.base.entity}, false, err
	}
	r.LookedAt = w.c.Now()
	return now, gone, err
}

// look reads the entity with a deadline of its own: the caller's may have expired
// or been cancelled, but the outcome is still wanted.
func (w *write[E]) look(ctx context.Context) (state[E], error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lookDeadline)
	defer cancel()
	return w.read(ctx)
}

func (w *write[E]) maybeMail() Mail {
	if w.mails {
		return MailMaybe
	}
	return NoMail
}

// untraced judges a write that leaves no trace. Only an early refusal with Azure's
// own code shows that nothing was sent.
func (w *write[E]) untraced(r *Result, gone bool, err error) {
	refused := err != nil && !r.Lost && !repeatable(err)
	switch {
	case gone:
		r.Outcome = DeletedMeanwhile
	case refused:
		r.Outcome = NotApplied
	default:
		r.Outcome, r.Untraceable = Unknown, true
	}
	if !refused {
		r.Mail = w.maybeMail()
	}
}

// absent judges a write whose entity is not there.
func (w *write[E]) absent(r *Result) {
	switch {
	case w.kind == creation:
		// It may have been created, and deleted by someone else since.
		r.Outcome = NotApplied
		if r.Doubtful() {
			r.Mail = w.maybeMail()
		}
	case w.kind == removal && r.Lost:
		r.Outcome, r.Mail = Confirmed, w.maybeMail()
	case w.kind == removal:
		r.Outcome, r.Unclear, r.Mail = Saved, true, w.maybeMail()
	default:
		r.Outcome = DeletedMeanwhile
	}
	if r.Outcome.Done() {
		r.Err = nil
	}
}

// present judges a write by the entity that is there.
func (w *write[E]) present(r *Result, now state[E], sent ETag) {
	same := sent != "" && now.etag == sent
	replaced := !same && w.kind != creation && w.replaced(w.base.entity, now.entity)
	differs := replaced || !same && w.differs(w.base.entity, now.entity)
	refused := repeatable(r.Err) // as a repeated request is, too
	found := missing
	if w.kind != removal && !same {
		found = w.has(now.entity)
	}
	switch {
	case found == whole:
		r.Outcome, r.Unclear, r.Mail, r.Err = Confirmed, !r.Lost, w.maybeMail(), nil
		if !r.Lost {
			r.Outcome = Saved
		}
	case found == unread && refused && differs:
		r.Outcome, r.Hidden = Conflict, true
	case found != missing, w.hidden && refused && !same && !differs:
		r.Outcome, r.Hidden = Unknown, true
	case w.kind == creation:
		r.Outcome, r.Mail = Conflict, w.maybeMail()
	case (r.Lost || refused) && differs, refused && w.exact && !same && sent != AnyVersion:
		r.Outcome = Conflict
		if replaced {
			r.Mail = w.maybeMail()
		}
	default:
		r.Outcome = NotApplied
	}
}

// accepted judges a removal that the service accepted and whose end was not seen:
// err is the reason. An entity that is still there proves nothing.
func (w *write[E]) accepted(ctx context.Context, err error) (Result, state[E]) {
	r, failed := Result{Err: err, Sent: true, Mail: w.maybeMail()}, errors.Is(err, KindFailed)
	now, gone, lookErr := w.lookAt(ctx, &r)
	switch {
	case gone:
		r.Outcome, r.Unclear, r.Err = Confirmed, failed, nil
		if failed {
			r.Outcome = Saved
		}
	case lookErr == nil && w.replaced(w.base.entity, now.entity):
		r.Outcome = Conflict
	case lookErr == nil && failed:
		r.Outcome = NotApplied
	default:
		r.Outcome, r.Accepted, r.LookErr = Unknown, true, lookErr
		now = state[E]{entity: w.base.entity}
	}
	return r, now
}
