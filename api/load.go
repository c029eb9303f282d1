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
	// Pass counts from 1. A second pass follows when the list changed while
	// the first was read; what only the first one saw is gone.
	Pass int
	// PausedFor is set on a batch without users: the service asked to wait.
	PausedFor time.Duration
}

// Range is a part of the list that is missing.
type Range struct{ Skip, N int }

// Rest says what a load did not bring. The zero value is: nothing is missing.
type Rest struct {
	Ranges []Range
	// Link continues a list of unknown length; "" when it came to its end.
	Link string
	// LinkSkip is the position of the first user behind Link.
	LinkSkip int
	// Err is the first failure, which explains the rest.
	Err error
}

// Missing is how many users are known to be missing. Behind a Link there are
// more than can be counted, and Missing says so with false.
func (r Rest) Missing() (n int, known bool) {
	for _, g := range r.Ranges {
		n += g.N
	}
	return n, r.Link == ""
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
	l := &load{users: u, opts: o, emit: emit, total: -1, pass: 1}
	if o.Resume != nil {
		return l.resume(ctx, *o.Resume)
	}
	rest := l.fromStart(ctx)
	if l.moved && ctx.Err() == nil && rest.Complete() {
		// Offset paging over a list that changes can miss users without any
		// failure. One more pass finds them.
		l.pass, l.moved = 2, false
		rest = l.fromStart(ctx)
	}
	return rest
}

type load struct {
	users *Users
	opts  LoadOptions
	emit  func(Batch)

	total int
	moved bool // the total changed while loading
	pass  int
}

func (l *load) hand(skip int, users []User) {
	l.emit(Batch{Skip: skip, Users: users, Total: l.total, Pass: l.pass})
}

func (l *load) fromStart(ctx context.Context) Rest {
	l.total = -1
	first, err := l.users.Page(ctx, UserQuery{Filter: l.opts.Filter})
	if err != nil {
		return Rest{Err: err, Link: l.users.firstLink(l.opts.Filter)}
	}
	l.total = first.Total
	l.hand(0, first.Items)
	n := len(first.Items)
	switch {
	case first.Total >= 0 && n >= first.Total, first.NextLink == "" && first.Total < 0, n == 0:
		return Rest{}
	case first.Total < 0 || l.opts.FollowLinks:
		return l.follow(ctx, first.NextLink, n)
	}
	return l.fetchRanges(ctx, split(n, first.Total, n), n, first.RemainingReads)
}

// firstLink is the address of the first page, for a load that must start over.
func (u *Users) firstLink(f Filter) string {
	return u.c.url([]string{"users"}, UserQuery{Filter: f}.values())
}

func (l *load) resume(ctx context.Context, r Rest) Rest {
	if r.Link != "" {
		return l.follow(ctx, r.Link, r.LinkSkip)
	}
	if len(r.Ranges) == 0 {
		return Rest{}
	}
	return l.fetchRanges(ctx, r.Ranges, r.Ranges[0].N, -1)
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
	for range maxPages {
		if link == "" {
			return Rest{}
		}
		left := Rest{Link: link, LinkSkip: skip}
		u, err := l.users.c.link(link)
		if err != nil {
			// A link that is refused now is refused always: starting over is
			// the only way on.
			return Rest{Link: l.users.firstLink(l.opts.Filter), Err: failure(ctx, OpUserList, err)}
		}
		if seen[u.String()] {
			return Rest{Link: l.users.firstLink(l.opts.Filter), Err: endless(OpUserList)}
		}
		seen[u.String()] = true
		page, err := getPage[User](ctx, l.users.c, call{op: OpUserList, url: u.String()})
		if err != nil {
			left.Err = err
			return left
		}
		l.sawTotal(page.Total)
		l.hand(skip, page.Items)
		skip += len(page.Items)
		link = page.NextLink
	}
	return Rest{Link: link, LinkSkip: skip, Err: endless(OpUserList)}
}

func (l *load) sawTotal(n int) {
	if n < 0 {
		return
	}
	if l.total >= 0 && n != l.total {
		l.moved = true
	}
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

func isThrottled(err error) (time.Duration, bool) {
	var e *Error
	if !errors.As(err, &e) || e.Kind != KindThrottled {
		return 0, false
	}
	return max(e.RetryAfter, time.Second), true
}
