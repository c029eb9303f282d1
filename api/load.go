package api

import (
	"context"
	"errors"
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
	// Lanes is the most pages in flight; 0 means 16, and 1 makes it page after
	// page.
	Lanes int
	// FollowLinks reads page after page by nextLink and believes no count.
	FollowLinks bool
}

// Load reads the whole list of users and hands it over as it comes: the first
// page alone, the rest several pages at a time as far as the service counts, and
// by nextLink beyond that. emit is called in the service's order from the calling
// goroutine.
//
// The list ends where no link leads on. A count that is larger is no failure:
// the service counts users that it does not show to this caller.
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
	last   UserID // of those that were handed over
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
	case len(r.Ranges) > 0:
		return l.byPosition(ctx, r)
	case r.Link != "":
		return l.follow(ctx, r.Link, r.LinkSkip)
	}
	l.pass++
	return l.fromStart(ctx)
}

func (l *load) hand(skip int, users []User) {
	if n := len(users); n > 0 {
		l.last = users[n-1].ID
	}
	l.emit(Batch{Skip: skip, Users: users, Total: l.total, Pass: l.pass})
}

func (l *load) fromStart(ctx context.Context) Rest {
	l.total, l.moved, l.last = -1, false, ""
	first, err := l.read(ctx, l.users.c.url([]string{"users"}, UserQuery{Filter: l.opts.Filter}.values()))
	if err != nil {
		return Rest{Err: err}
	}
	l.total = first.Total
	if first.NextLink != "" && len(first.Items) >= first.Total {
		l.total = -1 // more follows than is counted
	}
	l.hand(0, first.Items)
	// Users may be hidden from this caller: the link alone says how many a page
	// covers.
	size := linkSkip(first.NextLink)
	if 0 < size && size < min(l.total, mostOnPage) && !l.opts.FollowLinks {
		return l.byPosition(ctx, Rest{Ranges: split(size, l.total, size)})
	}
	return l.follow(ctx, first.NextLink, max(size, len(first.Items)))
}

// byPosition reads ranges several at a time, and what the links behind them
// lead to.
func (l *load) byPosition(ctx context.Context, r Rest) Rest {
	rest := l.fetchRanges(ctx, r.Ranges)
	if r.Link != "" {
		rest.Link, rest.LinkSkip = r.Link, r.LinkSkip
	}
	if rest.Err != nil {
		return rest
	}
	return l.follow(ctx, rest.Link, rest.LinkSkip)
}

// The service's own page size, for what is asked for anew, and the largest that
// is believed.
const (
	pageSize   = 100
	mostOnPage = 1000
)

// split cuts the positions from..total into pages.
func split(from, total, size int) []Range {
	var out []Range
	for ; from < total; from += size {
		out = append(out, Range{Skip: from, N: min(size, total-from)})
	}
	return out
}

// address is where a range is read. The last one is not cut to the count, which
// may be too small.
func (l *load) address(r Range) string {
	q := UserQuery{Filter: l.opts.Filter, Skip: r.Skip, Top: r.N}
	if r.Skip+r.N >= l.total {
		q.Top = max(r.N, pageSize)
	}
	return l.users.c.url([]string{"users"}, q.values())
}

// read reads one page within the budget.
func (l *load) read(ctx context.Context, address string) (Page[User], error) {
	if !l.budget.spend(ctx) {
		return Page[User]{}, failure(ctx, OpUserList, ctx.Err())
	}
	page, err := getPage[User](ctx, l.users.c, call{op: OpUserList, url: address})
	if err == nil {
		l.budget.heard(page.RemainingReads)
	}
	return page, err
}

// sawTotal notes a page's count. A list that began without one has none.
func (l *load) sawTotal(n int) {
	if n < 0 || l.total < 0 {
		return
	}
	l.moved = l.moved || n != l.total
	l.total = n
}
