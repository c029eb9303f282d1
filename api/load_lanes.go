package api

import (
	"context"
	"errors"
	"slices"
	"time"
)

const (
	mostLanes = 6
	// A lane that is throttled this often in a row gives its page up.
	mostThrottles  = 6
	longestPause   = 60 * time.Second
	successesToAdd = 8
	// After this many pages in a row that failed, it is not the pages.
	mostFailures = 2 * mostLanes
	// A list of the largest service has 750 pages.
	mostRequests = 10_000
)

// span is a range of the list and what became of it.
type span struct {
	Range
	state     spanState
	users     []User
	throttles int
}

type spanState int

const (
	spanWaiting spanState = iota
	spanInFlight
	spanReady
	spanMissing
	spanHanded
)

// lanes decides how many pages may be in flight.
type lanes struct {
	most, limit int
	successes   int
}

func newLanes(most int) *lanes {
	if most <= 0 || most > mostLanes {
		most = mostLanes
	}
	return &lanes{most: most, limit: most}
}

// succeeded lets the load speed up again, slowly.
func (l *lanes) succeeded() {
	if l.successes++; l.successes >= successesToAdd && l.limit < l.most {
		l.limit, l.successes = l.limit+1, 0
	}
}

func (l *lanes) throttled() { l.limit, l.successes = max(1, l.limit/2), 0 }

// allowed is how many may be in flight with that much of the budget left.
func (l *lanes) allowed(remaining int) int {
	switch {
	case remaining < 0 || remaining >= budgetLow:
		return l.limit
	case remaining >= budgetVeryLow:
		return min(l.limit, 2)
	}
	return 1
}

// fetchRanges reads ranges several at a time and hands them over in order.
func (l *load) fetchRanges(ctx context.Context, ranges []Range) Rest {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	f := &fetcher{load: l, lanes: newLanes(l.opts.Lanes), results: make(chan fetch)}
	for _, r := range ranges {
		f.spans = append(f.spans, &span{Range: r})
		f.end = max(f.end, r.Skip+r.N)
	}
	f.run(ctx)
	return f.rest(ctx)
}

type fetcher struct {
	load     *load
	lanes    *lanes
	spans    []*span // in the list's order
	handed   int     // spans[:handed] are handed over or missing
	inFlight int
	sent     int // requests so far
	failures int // in a row
	end      int // the position behind the last of the ranges
	paused   <-chan time.Time
	until    time.Time // the end of the pause
	results  chan fetch
	err      error // the first failure
	gaveUp   bool
}

// run is the coordinator: it alone touches the spans.
func (f *fetcher) run(ctx context.Context) {
	for {
		f.start(ctx)
		if f.inFlight == 0 && f.paused == nil {
			return
		}
		select {
		case r := <-f.results:
			f.inFlight--
			f.settle(ctx, r)
			f.handOver()
		case <-f.paused:
			f.paused = nil
		case <-ctx.Done():
			f.drain()
			return
		}
	}
}

// drain waits for the lanes, which end at once because their context did.
func (f *fetcher) drain() {
	for ; f.inFlight > 0; f.inFlight-- {
		r := <-f.results
		r.span.state = spanWaiting
	}
}

func (f *fetcher) start(ctx context.Context) {
	if f.paused != nil || f.gaveUp || ctx.Err() != nil {
		return
	}
	for _, s := range f.spans[f.handed:] {
		if f.inFlight >= f.lanes.allowed(f.load.budget.left) {
			return
		}
		if s.state != spanWaiting {
			continue
		}
		if wait := f.load.budget.wait(); wait > 0 {
			f.hold(wait)
			return
		}
		if f.sent++; f.sent > mostRequests {
			f.giveUp(endless(OpUserList))
			return
		}
		s.state = spanInFlight
		f.inFlight++
		f.load.budget.sent()
		go func() { f.results <- f.load.tryRequest(ctx, s) }()
	}
}

func (f *fetcher) settle(ctx context.Context, r fetch) {
	if r.err != nil {
		f.failed(ctx, r)
		return
	}
	f.failures = 0
	f.lanes.succeeded()
	f.load.budget.heard(r.page.RemainingReads)
	if f.load.total < 0 {
		// Resumed by a caller's own ranges, which went to the end of the list.
		f.load.total = f.end
	}
	f.load.sawTotal(r.page.Total)
	r.span.users, r.span.state = r.page.Items, spanReady
	f.fillShort(r.span)
}

func (f *fetcher) failed(ctx context.Context, r fetch) {
	if wait, ok := isThrottled(r.err); ok && r.span.throttles < mostThrottles && wait <= longestPause && !f.gaveUp {
		r.span.throttles++
		r.span.state = spanWaiting
		f.lanes.throttled()
		f.pause(wait)
		return
	}
	if ctx.Err() != nil {
		r.span.state = spanWaiting
		return
	}
	r.span.state = spanMissing
	if f.err == nil {
		f.err = r.err
	}
	if f.failures++; f.failures >= mostFailures || concernsAll(r.err) {
		f.giveUp(r.err)
	}
}

// pause holds new pages back because the service asked to wait, and tells so.
func (f *fetcher) pause(wait time.Duration) {
	if f.hold(wait) {
		f.load.emit(Batch{Total: f.load.total, Pass: f.load.pass, PausedFor: wait})
	}
}

// hold starts no page for a while; of several waits the longest counts. It
// reports whether this one does.
func (f *fetcher) hold(wait time.Duration) bool {
	until := time.Now().Add(wait)
	if !until.After(f.until) {
		return false
	}
	f.until, f.paused = until, time.After(wait)
	return true
}

// giveUp starts no more pages; those in flight still count.
func (f *fetcher) giveUp(err error) {
	f.gaveUp, f.paused = true, nil
	if f.err == nil {
		f.err = err
	}
}

// concernsAll says that the other pages would fail like this one.
func concernsAll(err error) bool {
	for _, all := range []error{ErrSignIn, ErrForbidden, ErrNoService, ErrRefused} {
		if errors.Is(err, all) {
			return true
		}
	}
	return false
}

// fillShort asks again for what a page left out, as a service with a smaller
// page size than asked for does.
func (f *fetcher) fillShort(s *span) {
	got, want := len(s.users), s.N
	if f.load.total >= 0 {
		want = min(want, f.load.total-s.Skip)
	}
	switch {
	case got >= want:
		return
	case got == 0:
		s.state = spanMissing
		return
	}
	rest := &span{Range: Range{Skip: s.Skip + got, N: want - got}}
	s.N = got
	i := slices.Index(f.spans, s)
	f.spans = slices.Insert(f.spans, i+1, rest)
}

// handOver emits what is ready, in the list's order.
func (f *fetcher) handOver() {
	for ; f.handed < len(f.spans); f.handed++ {
		s := f.spans[f.handed]
		switch s.state {
		case spanReady:
			f.load.hand(s.Skip, s.users)
			s.users, s.state = nil, spanHanded
		case spanMissing:
		default:
			return
		}
	}
}

// rest collects what did not come. What came out of order before the end of
// the load is handed over now.
func (f *fetcher) rest(ctx context.Context) Rest {
	out := Rest{Err: f.err}
	for _, s := range f.spans {
		switch s.state {
		case spanHanded:
		case spanReady:
			f.load.hand(s.Skip, s.users)
		default:
			out.Ranges = append(out.Ranges, s.Range)
		}
	}
	if out.Err == nil && len(out.Ranges) > 0 {
		if ctx.Err() == nil {
			out.Err = uncounted()
			return out
		}
		out.Err = failure(ctx, OpUserList, ctx.Err())
	}
	return out
}
