package api

import (
	"cmp"
	"context"
	"errors"
	"math"
	"slices"
	"time"
)

const (
	mostLanes = 16
	fewLanes  = 6 // used when the read budget is low or unknown
	// A lane gives up a page after this many throttled tries in a row.
	mostThrottles  = 6
	longestPause   = 60 * time.Second
	successesToAdd = 8
	// After this many failed pages in a row, the load stops.
	mostFailures = 12
	// A list of the largest service has 750 pages.
	mostRequests = 10_000
)

type span struct {
	Range
	state     spanState
	users     []User
	link      string // the nextLink of its page
	next      int    // the position behind its page
	err       error
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

// fetchRanges reads several ranges at a time and hands them over in order. Its
// Link and LinkSkip tell where the list continues behind the last one.
func (l *load) fetchRanges(ctx context.Context, ranges []Range) Rest {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	most, end := l.opts.Lanes, 0
	if most <= 0 || most > mostLanes {
		most = mostLanes
	}
	f := &fetcher{load: l, most: most, limit: most, results: make(chan fetch), nothing: math.MaxInt}
	for _, r := range ranges {
		f.spans = append(f.spans, &span{Range: r})
		end = max(end, r.Skip+r.N)
	}
	if l.total < 0 {
		l.total = end // resumed with the caller's own ranges, which reach the end
	}
	f.run(ctx)
	return f.rest(ctx)
}

// fetch is the outcome of one page, sent back by a lane.
type fetch struct {
	span *span
	page Page[User]
	err  error
}

type fetcher struct {
	load     *load
	most     int     // pages in flight
	limit    int     // the same after throttling; successes raise it again slowly
	good     int     // successes since limit changed
	spans    []*span // in list order
	handed   int     // spans[:handed] are handed over or missing
	inFlight int
	sent     int // requests so far
	failures int // in a row
	nothing  int // a position behind the end of the list
	paused   <-chan time.Time
	until    time.Time // the end of the pause
	results  chan fetch
	err      error // the first failure
	gaveUp   bool
}

// run coordinates the load. Only it touches the spans.
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
			for ; f.inFlight > 0; f.inFlight-- { // they end at once, because ctx did
				(<-f.results).span.state = spanWaiting
			}
			return
		}
	}
}

func (f *fetcher) start(ctx context.Context) {
	if f.paused != nil || f.gaveUp || ctx.Err() != nil {
		return
	}
	allowed := f.limit
	if f.load.budget.left <= budgetAmple {
		allowed = min(allowed, fewLanes)
	}
	for _, s := range f.spans[f.handed:] {
		if s.Skip >= f.nothing || f.inFlight >= allowed {
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
		f.load.budget.last = time.Now()
		address := f.load.address(s.Range)
		go func() { f.results <- f.load.request(ctx, s, address) }()
	}
}

// request reads one span. It does not retry throttling, because all lanes have
// to slow down together. It recovers from a panic, which would end the program
// with the terminal still in raw mode.
func (l *load) request(ctx context.Context, s *span, address string) (f fetch) {
	defer func() {
		if p := recover(); p != nil {
			f = fetch{span: s, err: &Error{Operation: OpUserList, Message: "reading a page failed unexpectedly"}}
		}
	}()
	retry := readRetry(false)
	page, err := getPage[User](ctx, l.users.c, call{op: OpUserList, url: address, retry: &retry})
	return fetch{span: s, page: page, err: err}
}

func (f *fetcher) settle(ctx context.Context, r fetch) {
	if r.err != nil {
		f.failed(ctx, r)
		return
	}
	f.failures = 0
	if f.paused == nil {
		if f.good++; f.good >= successesToAdd && f.limit < f.most {
			f.limit, f.good = f.limit+1, 0
		}
	}
	f.load.budget.heard(r.page.RemainingReads)
	f.load.sawTotal(r.page.Total)
	s := r.span
	s.users, s.link, s.state = r.page.Items, r.page.NextLink, spanReady
	f.cover(s)
	s.next = max(linkSkip(s.link), s.Skip+len(s.users))
}

// cover finds out how much of the list a page covers. The link decides, not the
// length, since users may be hidden; an empty page without a link is the end.
func (f *fetcher) cover(s *span) {
	at := linkSkip(s.link)
	switch {
	case s.link == "" && len(s.users) == 0:
		f.nothing = min(f.nothing, s.Skip)
	case s.Skip < at && at < s.Skip+s.N:
		rest := &span{Range: Range{Skip: at, N: s.Skip + s.N - at}}
		s.N = at - s.Skip
		f.spans = slices.Insert(f.spans, slices.Index(f.spans, s)+1, rest)
	}
}

func (f *fetcher) failed(ctx context.Context, r fetch) {
	var e *Error
	throttled := errors.As(r.err, &e) && e.Kind == KindThrottled && e.RetryAfter <= longestPause
	if throttled && r.span.throttles < mostThrottles && !f.gaveUp {
		r.span.throttles++
		r.span.state = spanWaiting
		if f.paused == nil { // the others started before the lanes slowed down
			f.limit, f.good = max(1, f.limit/2), 0
		}
		if wait := max(e.RetryAfter, time.Second); f.hold(wait) {
			f.load.emit(Batch{Total: f.load.total, Pass: f.load.pass, PausedFor: wait})
		}
		return
	}
	if ctx.Err() != nil {
		r.span.state = spanWaiting
		return
	}
	r.span.state, r.span.err = spanMissing, r.err
	concernsAll := isAny(r.err, KindSignIn, KindForbidden, KindNoService, KindRefused)
	if f.failures++; f.failures >= mostFailures || concernsAll {
		f.giveUp(r.err)
	}
}

// hold starts no page for a while and reports whether that is longer than the
// current wait.
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

// handOver emits what is ready, in list order.
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

// rest collects what is missing. Pages that arrived out of order before the
// load ended are handed over now.
func (f *fetcher) rest(ctx context.Context) Rest {
	out := Rest{LinkSkip: f.load.total}
	linked := f.load.opts.Resume == nil // the page before has the link
	for _, s := range f.spans {
		switch {
		case s.state == spanReady || s.state == spanHanded:
			linked = s.link != ""
		case s.Skip >= f.nothing:
			continue
		case !linked && beyondEnd(s.err):
			f.nothing = s.Skip
			continue
		default:
			linked = true
			out.Ranges = append(out.Ranges, s.Range)
			out.Err = cmp.Or(out.Err, s.err)
		}
		if s.state == spanReady {
			f.load.hand(s.Skip, s.users)
		}
		if f.nothing == math.MaxInt && s.Skip+s.N >= f.load.total {
			out.Link, out.LinkSkip = s.link, s.next
		}
	}
	if len(out.Ranges) > 0 && out.Err == nil {
		if out.Err = f.err; ctx.Err() != nil {
			out.Err = failure(ctx, OpUserList, ctx.Err())
		}
	}
	return out
}
