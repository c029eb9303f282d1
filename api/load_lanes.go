package api

import (
	"context"
	"slices"
	"time"
)

const (
	mostLanes = 6
	// A lane that is throttled this often in a row gives its page up.
	mostThrottles = 6
	// Below these remainders of the subscription's read budget, which other
	// tools share, a load holds back: it is refilled at 25 reads a second.
	budgetLow      = 100
	budgetVeryLow  = 40
	longestPause   = 60 * time.Second
	successesToAdd = 8
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
func (l *load) fetchRanges(ctx context.Context, ranges []Range, pageSize, remaining int) Rest {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	f := &fetcher{load: l, lanes: newLanes(l.opts.Lanes), pageSize: pageSize, remaining: remaining, results: make(chan fetch)}
	for _, r := range ranges {
		f.spans = append(f.spans, &span{Range: r})
	}
	f.run(ctx)
	return f.rest(ctx)
}

type fetcher struct {
	load      *load
	lanes     *lanes
	spans     []*span // in the list's order
	handed    int     // spans[:handed] are handed over or missing
	inFlight  int
	pageSize  int
	remaining int // reads left, -1 unknown
	paused    <-chan time.Time
	results   chan fetch
	err       error // the first failure
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
	if f.paused != nil || ctx.Err() != nil {
		return
	}
	for _, s := range f.spans[f.handed:] {
		if f.inFlight >= f.lanes.allowed(f.remaining) {
			return
		}
		if s.state != spanWaiting {
			continue
		}
		s.state = spanInFlight
		f.inFlight++
		go func() { f.results <- f.load.request(ctx, s) }()
	}
}

func (f *fetcher) settle(ctx context.Context, r fetch) {
	if r.err != nil {
		f.failed(ctx, r)
		return
	}
	f.lanes.succeeded()
	if r.page.RemainingReads >= 0 {
		f.remaining = r.page.RemainingReads
	}
	before := f.load.total
	f.load.sawTotal(r.page.Total)
	r.span.users, r.span.state = r.page.Items, spanReady
	f.fillShort(r.span)
	f.grow(before)
}

func (f *fetcher) failed(ctx context.Context, r fetch) {
	if wait, ok := isThrottled(r.err); ok && r.span.throttles < mostThrottles && wait <= longestPause {
		r.span.throttles++
		r.span.state = spanWaiting
		f.lanes.throttled()
		f.paused = time.After(wait)
		f.load.emit(Batch{Total: f.load.total, Pass: f.load.pass, PausedFor: wait})
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
}

// fillShort asks again for what a page left out, as a service with a smaller
// page size than asked for does.
func (f *fetcher) fillShort(s *span) {
	got := len(s.users)
	want := min(s.N, f.load.total-s.Skip)
	if got == 0 || got >= want {
		if got == 0 && want > 0 && f.load.total >= 0 {
			s.state = spanMissing
		}
		return
	}
	rest := &span{Range: Range{Skip: s.Skip + got, N: want - got}}
	s.N = got
	i := slices.Index(f.spans, s)
	f.spans = slices.Insert(f.spans, i+1, rest)
}

// grow adds what was added to the list while it was read.
func (f *fetcher) grow(before int) {
	if before < 0 || f.load.total <= before {
		return
	}
	for _, r := range split(before, f.load.total, f.pageSize) {
		f.spans = append(f.spans, &span{Range: r})
	}
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
		err := ctx.Err()
		if err == nil {
			out.Err = &Error{Operation: OpUserList, Kind: KindMalformed, Sent: true,
				Message: "the service counts more users than it lists"}
			return out
		}
		out.Err = failure(ctx, OpUserList, err)
	}
	return out
}
