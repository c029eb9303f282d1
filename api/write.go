package api

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"
	"time"
)

// Write is one write to the service, as a value: it can be shown, carried out and
// checked again.
type Write interface {
	// Request returns the first request.
	Request() Request
	// Do carries out the write and determines its outcome.
	Do(ctx context.Context, watch Watch) Written
	// Check reads the service again after an open outcome.
	Check(ctx context.Context, before Written) Written
}

// Effect is the intended effect of a write, as an entry names it.
type Effect string

const (
	change      Effect = ""         // an entity that is there is different
	creation    Effect = "creation" // an entity is there
	removal     Effect = "removal"  // an entity is gone
	untraceable Effect = "mail"     // a mail was sent: nothing in the service's state tells
	// Access is a link or token that was made and handed out, or the keys of a
	// product subscription.
	Access Effect = "access"
)

// trace is how much of a change the service's state shows.
type trace int

const (
	missing trace = iota // what was sent is not there
	partial              // what can be read of it is there, and a part cannot be
	whole                // all of it is there
	unread               // nothing of it can be read
)

type state[E any] struct {
	entity E
	etag   ETag
}

// write describes a write of an entity E to the engine that carries out all
// writes. The zero ETag of base is for an entity without one.
type write[E any] struct {
	c      *Client
	lane   *sync.Mutex // held while it is carried out; nil for none
	entry  Entry       // of the journal
	seen   string      // what a look that knows more was at; "" is the entry's entity
	ended  func(Result)
	trail  *trail
	kind   Effect
	base   state[E]
	exact  bool // base's ETag is meant, and no version that reads the same
	mails  bool
	hidden bool // a part of what is sent cannot be read back

	request func(ETag) Request
	// ready is called before anything is sent, and again before a retry.
	ready func(context.Context) error
	// answered parses a success. It fails when the answer does not belong to this
	// operation.
	answered func(answer) (E, error)
	// settled returns what is known after a success.
	settled func(context.Context, answer, E, Watch) (Result, state[E])
	// read reads the entity; one that is gone is KindNotFound.
	read func(context.Context) (state[E], error)
	// has returns how much of a change is there.
	has func(E) trace
	// differs reports whether an operator sees a difference between two reads.
	differs func(was, now E) bool
	// replaced reports whether the entity of an earlier read is gone, and another
	// has its name.
	replaced func(was, now E) bool
	// out adds what was read to a result.
	out func(Result, state[E]) Written
}

func (w *write[E]) Request() Request { return w.request(w.base.etag) }

func (w *write[E]) Do(ctx context.Context, watch Watch) Written {
	if w.lane != nil {
		w.lane.Lock()
		defer w.lane.Unlock()
	}
	return w.out(w.do(ctx, watch))
}

func (w *write[E]) Check(ctx context.Context, before Written) Written {
	return w.out(w.check(ctx, before.Result))
}

const settleTime = 2 * time.Second // how long a service may work on a write after its answer was lost

// mostFresh limits how often a write that was refused although it should fit is sent
// with an ETag just read.
const mostFresh = 2

// do carries out the write. It is sent again only where the service's state shows
// that it was not applied, or where nothing reached the service.
func (w *write[E]) do(ctx context.Context, watch Watch) (Result, state[E]) {
	if w.ready != nil {
		if err := w.ready(ctx); err != nil {
			return Result{Outcome: NotApplied, Err: err}, w.base
		}
	}
	w.entry.Mails, w.entry.Effect = w.mails, w.kind
	ended, err := w.c.begin(&w.entry, w.request(w.base.etag))
	if err != nil {
		return Result{Outcome: NotApplied, Err: err}, w.base
	}
	w.ended = ended
	ctx, w.trail = follow(ctx)
	r, now := w.send(ctx, watch)
	r.Exchanges = w.c.sent.settle(w.trail, r.Outcome)
	// After a plain cancellation the outcome is no longer wanted: it counts as not
	// seen.
	if context.Cause(ctx) != context.Canceled {
		ended(r)
	}
	return r, now
}

func (w *write[E]) send(ctx context.Context, watch Watch) (Result, state[E]) {
	etag, pauses := w.base.etag, []time.Duration{time.Second, 3 * time.Second}
	for fresh := 0; ; {
		a, err := w.c.sendPatiently(ctx, w.request(etag), w.ready, watch)
		var got E
		if err == nil {
			got, err = w.answered(a)
		}
		if err == nil {
			r, now := w.settled(ctx, a, got, watch)
			r.Sent = true
			return r, now
		}
		if !arrived(err) {
			return Result{Outcome: NotApplied, Err: err}, w.base
		}
		watch.tell(Progress{Checking: true})
		r, now := w.find(ctx, etag, err)
		if r.Open() && r.Outcome == NotApplied {
			sleep(context.WithoutCancel(ctx), settleTime)
			r, now = w.find(ctx, etag, err)
		}
		switch {
		case r.Outcome != NotApplied || etag == "" || !errors.Is(err, KindPrecondition):
			return r, now
		case now.etag == etag || etag == AnyVersion:
			if len(pauses) == 0 || !sleep(ctx, pauses[0]) {
				r.Unchanged = true
				return r, now
			}
			pauses = pauses[1:]
		default:
			if fresh++; fresh > mostFresh {
				r.Unchanged = true
				return r, now
			}
			etag = now.etag
		}
		watch.tell(Progress{})
	}
}

// check determines again the outcome of an open write.
func (w *write[E]) check(ctx context.Context, before Result) (Result, state[E]) {
	r, now := Result{}, state[E]{}
	if before.Accepted {
		r, now = w.accepted(ctx, before.Err)
	} else {
		r, now = w.find(ctx, w.base.etag, before.Err)
	}
	if w.ended != nil {
		r.Exchanges = w.c.sent.settle(w.trail, r.Outcome)
	}
	if !r.Open() {
		if w.ended != nil {
			w.ended(r)
		}
		w.c.journal.Seen(cmp.Or(w.seen, w.entry.Entity))
	}
	return r, now
}

// arrived reports whether a failed write may have reached the service.
func arrived(err error) bool {
	if errors.As(err, new(*heldBack)) {
		return false
	}
	// A request without a sign-in, or throttled, is rejected before it is
	// processed.
	e, ok := errors.AsType[*Error](err)
	return !ok || e.Sent && e.Kind != KindSignIn && e.Kind != KindThrottled
}

// lost reports whether a failure is not an answer of the service.
func lost(err error) bool {
	e, ok := errors.AsType[*Error](err)
	if !ok {
		return err != nil
	}
	noAnswer := []Kind{KindNetwork, KindTimeout, KindCanceled, KindMalformed, KindServer}
	return e.Sent && (e.Code == "" || slices.Contains(noAnswer, e.Kind))
}

// repeatable reports whether a refusal is one that a request also gets when it
// arrives a second time, after the first was applied.
func repeatable(err error) bool {
	return isAny(err, KindPrecondition, KindNotFound, KindNoService)
}
