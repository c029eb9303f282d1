package api

import (
	"context"
	"errors"
	"net/http"
	"time"
)

// Batch is a run of users that arrived, in the service's order.
type Batch struct {
	Skip  int // position of the first of them in the service's order
	Users []User
	Total int // of the whole list as last heard, -1 when unknown
	// Pass counts from 1. Another pass follows when the list changed while it
	// was read; what only the earlier ones saw is gone.
	Pass int
	// PausedFor is set on a batch without users: the service asked to wait.
	PausedFor time.Duration
}

// Range is a part of the list that is missing.
type Range struct{ Skip, N int }

// Rest says what a load did not bring. The zero value is: nothing is missing.
// An Err alone, without Ranges or Link, is a list that has to be read anew.
type Rest struct {
	Ranges []Range
	// Link continues a list of unknown length; "" when it came to its end.
	Link string
	// LinkSkip is the position of the first user behind Link.
	LinkSkip int
	// Err is the first failure, which explains the rest.
	Err error

	from progress
}

// progress is what a load that resumes has to know of the one before.
type progress struct {
	pass  int // 0: nothing is known
	total int // as last heard, -1 unknown
	moved bool
}

// Unsettled says that everything was read as far as can be told, but that the
// list changed each time.
func (r Rest) Unsettled() bool {
	var e *Error
	return errors.As(r.Err, &e) && e.Kind == KindConflict && e.Status == 0 && len(r.Ranges) == 0 && r.Link == ""
}

// Missing is how many users are known to be missing. Behind a Link, or before
// anything came, there are more than can be counted, and Missing says so with
// false.
func (r Rest) Missing() (n int, known bool) {
	for _, g := range r.Ranges {
		n += g.N
	}
	return n, r.Complete() || len(r.Ranges) > 0 && r.Link == ""
}

// Complete says that everything came.
func (r Rest) Complete() bool { return r.Err == nil && len(r.Ranges) == 0 && r.Link == "" }

// LoadOptions tunes a load.
type LoadOptions struct {
	Filter Filter
	// Resume loads what an earlier load left, and nothing else.
	Resume *Rest
	// Lanes is the most pages in flight; 0 means 6, and 1 makes it page after
	// page.
	Lanes int
	// FollowLinks reads page after page by nextLink even when the total is
	// known.
	FollowLinks bool
}

// Load reads the whole list of users and hands it over as it comes: the first
// page alone, the rest several pages at a time when the service says how many
// there are, and by nextLink when it does not. emit is called in the service's
// order from the calling goroutine.
//
// A page that fails after its retries leaves the others; Load then says in
// Rest what is missing. Load ends early when ctx does.
func (u *Users) Load(ctx context.Context, o LoadOptions, emit func(Batch)) Rest {
	l := &load{users: u, opts: o, emit: emit, budget: budget{left: -1}, progress: progress{pass: 1, total: -1}}
	rest := l.begin(ctx)
	// Offset paging over a list that changes can miss users without any
	// failure. Another pass finds them.
	for n := 1; rest.Complete() && l.moved; n++ {
		switch {
		case ctx.Err() != nil:
			rest.Err = failure(ctx, OpUserList, ctx.Err())
		case n == mostPasses:
			rest.Err = unsettled()
		default:
			l.pass++
			rest = l.fromStart(ctx)
		}
	}
	rest.from = l.progress
	return rest
}

// mostPasses bounds how often a list that keeps changing is read.
const mostPasses = 3

func unsettled() error {
	return &Error{Operation: OpUserList, Kind: KindConflict, Sent: true,
		Message: "the list changed each time it was read: a user that moved meanwhile may be missing"}
}

type load struct {
	users  *Users
	opts   LoadOptions
	emit   func(Batch)
	budget budget
	progress
}

func (l *load) begin(ctx context.Context) Rest {
	if l.opts.Resume == nil {
		return l.fromStart(ctx)
	}
	r := *l.opts.Resume
	if r.from.pass > 0 {
		l.progress = r.from
	}
	switch {
	case r.Complete():
		return Rest{}
	case r.Link != "":
		return l.follow(ctx, r.Link, r.LinkSkip)
	case len(r.Ranges) > 0:
		return l.fetchRanges(ctx, r.Ranges)
	}
	l.pass++
	return l.fromStart(ctx)
}

func (l *load) hand(skip int, users []User) {
	l.emit(Batch{Skip: skip, Users: users, Total: l.total, Pass: l.pass})
}

func (l *load) fromStart(ctx context.Context) Rest {
	l.total, l.moved = -1, false
	if !l.budget.spend(ctx) {
		return Rest{Err: failure(ctx, OpUserList, ctx.Err())}
	}
	first, err := l.users.Page(ctx, UserQuery{Filter: l.opts.Filter})
	if err != nil {
		return Rest{Err: err}
	}
	l.budget.heard(first.RemainingReads)
	n := len(first.Items)
	if n >= first.Total && first.NextLink != "" {
		// More follows than is counted: the count is not to be trusted.
		first.Total = -1
	}
	l.total = first.Total
	l.hand(0, first.Items)
	switch {
	case n < first.Total && n == 0:
		return Rest{Err: uncounted()}
	case n < first.Total && (!l.opts.FollowLinks || first.NextLink == ""):
		return l.fetchRanges(ctx, split(n, first.Total, n))
	}
	return l.follow(ctx, first.NextLink, n)
}

// uncounted is a list that is shorter than its count.
func uncounted() error {
	return &Error{Operation: OpUserList, Kind: KindMalformed, Sent: true,
		Message: "the service counts more users than it lists"}
}

// split cuts the positions from..total into pages.
func split(from, total, size int) []Range {
	var out []Range
	for ; from < total; from += size {
		out = append(out, Range{Skip: from, N: min(size, total-from)})
	}
	return out
}

// follow reads page after page by nextLink.
func (l *load) follow(ctx context.Context, link string, skip int) Rest {
	seen := map[string]bool{}
	size := max(skip, 1)
	for range maxPages {
		if link == "" {
			return l.atEnd(ctx, skip, size)
		}
		left := Rest{Link: link, LinkSkip: skip}
		u, err := l.users.c.link(link)
		if err != nil {
			// A link that is refused now is refused always: starting over is
			// the only way on.
			return Rest{Err: failure(ctx, OpUserList, err)}
		}
		if seen[u.String()] {
			return Rest{Err: endless(OpUserList)}
		}
		seen[u.String()] = true
		if !l.budget.spend(ctx) {
			left.Err = failure(ctx, OpUserList, ctx.Err())
			return left
		}
		page, err := getPage[User](ctx, l.users.c, call{op: OpUserList, url: u.String()})
		if err != nil {
			left.Err = err
			return left
		}
		l.budget.heard(page.RemainingReads)
		l.sawTotal(page.Total)
		l.hand(skip, page.Items)
		skip, size = skip+len(page.Items), max(len(page.Items), 1)
		link = page.NextLink
	}
	return Rest{Err: endless(OpUserList)}
}

// atEnd asks by position for what the links left out although it was counted.
func (l *load) atEnd(ctx context.Context, skip, size int) Rest {
	if skip >= l.total {
		return Rest{}
	}
	return l.fetchRanges(ctx, split(skip, l.total, size))
}

// sawTotal notes a page's count. A list that began without one has none.
func (l *load) sawTotal(n int) {
	if n < 0 || l.total < 0 {
		return
	}
	l.moved = l.moved || n != l.total
	l.total = n
}

// fetch is one page's outcome on its way from a lane.
type fetch struct {
	span *span
	page Page[User]
	err  error
}

// request reads one span. Throttling is not retried here: the lanes as a whole
// have to slow down.
func (l *load) request(ctx context.Context, s *span) fetch {
	q := UserQuery{Filter: l.opts.Filter, Skip: s.Skip, Top: s.N}
	retry := readRetry(false)
	k := call{op: OpUserList, url: l.users.c.url([]string{"users"}, q.values()), method: http.MethodGet, retry: &retry}
	page, err := getPage[User](ctx, l.users.c, k)
	return fetch{span: s, page: page, err: err}
}

// tryRequest keeps a panic, which nothing would catch in a lane, from ending the
// program with the terminal raw.
func (l *load) tryRequest(ctx context.Context, s *span) (f fetch) {
	defer func() {
		if p := recover(); p != nil {
			f = fetch{span: s, err: &Error{Operation: OpUserList, Message: "reading a page failed unexpectedly"}}
		}
	}()
	return l.request(ctx, s)
}

func isThrottled(err error) (time.Duration, bool) {
	var e *Error
	if !errors.As(err, &e) || e.Kind != KindThrottled {
		return 0, false
	}
	return max(e.RetryAfter, time.Second), true
}
