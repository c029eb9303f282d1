package api

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"
)

// Step prepares one of several writes: it reads what the write depends on. A nil
// Write means that there is nothing to send.
type Step func(context.Context) (Write, error)

// Several are writes that are carried out together.
type Several struct {
	Steps []Step
	// Alike says that all steps are the same operation. Where one is forbidden, the
	// others are then not even prepared.
	Alike bool
	// Watch receives what a write waits for, Ended how a step ended: with the
	// result of its write, or with why it could not be prepared. A step that is
	// never reported was not tried. They are called one at a time; nil receives
	// nothing.
	Watch func(i int, p Progress)
	Ended func(i int, w Written, err error)

	c       *Client
	mu      sync.Mutex
	next    int
	stopped error              // why no more steps are begun
	turns   sync.Cond          // told when turn moves on
	turn    int                // the step whose write is next
	passed  map[int]bool       // had their turn before it came
	refused map[Operation]bool // forbidden to this caller
}

const (
	mostWriting   = 2 // of several writes in flight
	mostPreparing = 4 // with those that are prepared meanwhile
)

// Run carries the steps out in their order, two writes at a time, as fast as the
// request budget of the service allows. When ctx ends, or after a failure that
// all others would meet too, it begins no more, and returns why; the writes in
// flight are carried out.
func (s *Several) Run(ctx context.Context, c *Client) error {
	s.c, s.turns.L, s.passed, s.refused = c, &s.mu, map[int]bool{}, map[Operation]bool{}
	writing := make(chan struct{}, mostWriting)
	var all sync.WaitGroup
	for range min(mostPreparing, len(s.Steps)) {
		all.Go(func() {
			for i := s.begin(ctx); i >= 0; i = s.begin(ctx) {
				s.step(ctx, i, writing)
			}
		})
	}
	all.Wait()
	return s.stopped
}

// Several carries out writes together.
func (u *Users) Several(ctx context.Context, s *Several) error { return s.Run(ctx, u.c) }

// begin returns the next step, or -1.
func (s *Several) begin(ctx context.Context) int {
	s.c.pace.wait(ctx, "GET")
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stop(context.Cause(ctx))
	if s.stopped != nil || s.next == len(s.Steps) {
		return -1
	}
	s.next++
	return s.next - 1
}

func (s *Several) step(ctx context.Context, i int, writing chan struct{}) {
	w, err := s.Steps[i](ctx)
	if w == nil || err != nil {
		s.pass(i)
		if ctx.Err() == nil {
			s.end(i, "", Written{}, err)
		}
		return
	}
	s.mu.Lock()
	for s.turn < i {
		s.turns.Wait()
	}
	s.mu.Unlock()
	writing <- struct{}{}
	s.pass(i)
	defer func() { <-writing }()
	s.c.pace.wait(ctx, w.Request().Method)
	op := w.Request().Operation
	s.mu.Lock()
	s.stop(context.Cause(ctx))
	stopped, refused := s.stopped != nil, s.refused[op]
	s.mu.Unlock()
	switch {
	case stopped:
	case refused:
		s.end(i, op, Written{}, &Error{Operation: op, Kind: KindRefused, Message: "the same kind of change was refused with 403 before"})
	default:
		written := s.write(ctx, i, w)
		s.mu.Lock()
		s.stop(context.Cause(ctx)) // rather than what giving up made of the write
		s.mu.Unlock()
		s.end(i, op, written, nil)
	}
}

// pass ends the turn of a step, so that writes begin in the given order.
func (s *Several) pass(i int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.passed[i] = true; s.passed[s.turn]; s.turn++ {
		delete(s.passed, s.turn)
	}
	s.turns.Broadcast()
}

// write carries out a write, also when ctx ends meanwhile. Only waiting for a
// throttle is given up then.
func (s *Several) write(ctx context.Context, i int, w Write) Written {
	work, cancel := context.WithCancelCause(context.WithoutCancel(ctx))
	defer cancel(nil)
	var waiting atomic.Bool
	giveUp := func() {
		if waiting.Load() && ctx.Err() != nil {
			cancel(context.Cause(ctx))
		}
	}
	defer context.AfterFunc(ctx, giveUp)()
	return w.Do(work, func(p Progress) {
		if p.Throttled > 0 {
			s.c.pace.pause(p.Throttled)
		}
		s.mu.Lock()
		if s.Watch != nil {
			s.Watch(i, p)
		}
		s.mu.Unlock()
		waiting.Store(p.Throttled > 0)
		giveUp()
	})
}

func (s *Several) end(i int, op Operation, w Written, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch why := errors.Join(w.Err, err); {
	case hopeless(why), s.Alike && errors.Is(why, KindForbidden):
		s.stop(why)
	case errors.Is(w.Err, KindForbidden):
		s.refused[op] = true
	}
	if s.Ended != nil {
		s.Ended(i, w, err)
	}
}

func (s *Several) stop(why error) {
	if s.stopped == nil {
		s.stopped = why
	}
}

// hopeless reports whether the next write would fail in the same way: without a
// sign-in or a connection, or with a throttle that is too long to wait for.
func hopeless(err error) bool {
	var e *Error
	return isAny(err, KindSignIn, KindThrottled) || errors.As(err, &e) && e.Kind == KindNetwork && !e.Sent
}

// LeastTime returns how long the request budget makes n writes take at least.
func LeastTime(n int) time.Duration {
	b := newPace().kinds[""]
	return max(0, time.Duration((float64(n)-b.left+spare)/b.refill*float64(time.Second)))
}
