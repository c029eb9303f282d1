package api

import (
	"context"
	"errors"
	"net/url"
	"strconv"
	"time"
)

// Batch is a run of users in the service's order.
type Batch struct {
	Skip  int // position of the first user in the service's order
	Users []User
	Total int // latest size of the whole list, -1 when unknown
	// Pass counts from 1. Another pass follows when the list changed during the
	// load; users that only earlier passes saw are gone.
	Pass      int
	PausedFor time.Duration // set on a batch without users: the service asked to wait
}

// Range is a missing part of the list.
type Range struct{ Skip, N int }

// Rest tells what a load did not read. The zero value means that nothing is
// missing. An Err alone, without Ranges or Link, means that the list must be
// reloaded.
type Rest struct {
	Ranges   []Range
	Link     string // continues a list of unknown length; "" at its end
	LinkSkip int    // the position of the first user behind Link
	Err      error  // the first failure

	from progress
}

// progress is what a resumed load needs from the one before.
type progress struct {
	pass  int // 0: nothing is known
	total int // latest, -1 unknown
	moved bool
}

// Unsettled reports whether everything was read as far as can be told, but the
// list kept changing.
func (r Rest) Unsettled() bool {
	var e *Error
	return errors.As(r.Err, &e) && e.Kind == KindConflict && e.Status == 0 && len(r.Ranges) == 0 && r.Link == ""
}

// Missing returns how many users are missing. It reports false when the number
// is unknown: behind a Link, or before the first answer.
func (r Rest) Missing() (n int, known bool) {
	for _, g := range r.Ranges {
		n += g.N
	}
	return n, r.Complete() || len(r.Ranges) > 0 && r.Link == ""
}

// Complete reports whether nothing is missing.
func (r Rest) Complete() bool { return r.Err == nil && len(r.Ranges) == 0 && r.Link == "" }

type LoadOptions struct {
	Filter Filter
	Resume *Rest // loads only what an earlier load left
	// Lanes is the maximum number of pages in flight; 0 means 16, and 1 reads
	// page by page.
	Lanes       int
	FollowLinks bool // reads page by page through nextLink and ignores counts
}

// Load reads the whole list of users and passes it on as it arrives: the first
// page alone, then several pages at a time as far as the count goes, then by
// nextLink. It calls emit in the service's order from the calling goroutine.
//
// The list ends where no link follows. A larger count is no failure: the
// service also counts users that this caller cannot see.
//
// A page that fails after its retries does not stop the others; Rest tells what
// is missing. Load ends early when ctx does.
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
			rest.Err = &Error{Operation: OpUserList, Kind: KindConflict, Sent: true,
				Message: "the list changed each time it was read: a user that moved meanwhile may be missing"}
		default:
			l.pass++
			rest = l.fromStart(ctx)
		}
	}
	rest.from = l.progress
	return rest
}

const mostPasses = 3 // bounds how often a changing list is read

type load struct {
	users  *Users
	opts   LoadOptions
	emit   func(Batch)
	budget budget
	last   UserID // of the users handed over
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
		l.total = -1 // more follows than was counted
	}
	l.hand(0, first.Items)
	// Users may be hidden from this caller, so only the link tells how many a
	// page covers.
	size := linkSkip(first.NextLink)
	if 0 < size && size < min(l.total, mostOnPage) && !l.opts.FollowLinks {
		return l.byPosition(ctx, Rest{Ranges: split(size, l.total, size)})
	}
	return l.follow(ctx, first.NextLink, max(size, len(first.Items)))
}

// byPosition reads several ranges at a time, then follows the links behind
// them.
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

// The service's own page size for new requests, and the largest size that is
// accepted.
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

// address returns the URL of a range. The last range is not cut to the count,
// which may be too small.
func (l *load) address(r Range) string {
	q := UserQuery{Filter: l.opts.Filter, Skip: r.Skip, Top: r.N}
	if r.Skip+r.N >= l.total {
		q.Top = max(r.N, pageSize)
	}
	return l.users.c.url([]string{"users"}, q.values())
}

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

// sawTotal records a page's count. A list that began without one has none.
func (l *load) sawTotal(n int) {
	if n < 0 || l.total < 0 {
		return
	}
	l.moved = l.moved || n != l.total
	l.total = n
}

// follow reads page by page through nextLink. Where the links end before the
// count does, a page by position shows whether more users follow.
func (l *load) follow(ctx context.Context, link string, skip int) Rest {
	seen := map[string]bool{}
	for range maxPages {
		left := Rest{Link: link, LinkSkip: skip}
		var address string
		switch {
		case link != "":
			u, err := l.users.c.nextPage(link, []string{"users"})
			if err != nil {
				// A refused link stays refused, so the only way on is to start
				// over.
				return Rest{Err: failure(ctx, OpUserList, err)}
			}
			address = u.String()
		case skip == 0 || skip >= l.total || l.opts.FollowLinks:
			return Rest{}
		default:
			left = Rest{Ranges: split(skip, l.total, pageSize)}
			address = l.address(Range{Skip: skip, N: pageSize})
		}
		if seen[address] {
			return Rest{Err: endless(OpUserList)}
		}
		seen[address] = true
		page, err := l.read(ctx, address)
		switch {
		case link == "" && (beyondEnd(err) || err == nil && l.knows(page.Items)):
			return Rest{}
		case err != nil:
			left.Err = err
			return left
		}
		l.sawTotal(page.Total)
		l.hand(skip, page.Items)
		skip, link = max(linkSkip(page.NextLink), skip+len(page.Items)), page.NextLink
	}
	return Rest{Err: endless(OpUserList)}
}

// knows reports whether a page has no users beyond those already handed over.
func (l *load) knows(users []User) bool {
	return len(users) == 0 || users[len(users)-1].ID == l.last
}

// beyondEnd reports whether an error may mean that a position is behind the end
// of the list.
func beyondEnd(err error) bool { return isAny(err, KindInvalid, KindNotFound) }

// linkSkip returns the position in a nextLink, or 0.
func linkSkip(link string) int {
	u, err := url.Parse(link)
	if err != nil {
		return 0
	}
	n, err := strconv.Atoi(u.Query().Get("$skip"))
	if err != nil || n < 0 || n > mostItems {
		return 0
	}
	return n
}

// A load slows down below these remainders of the subscription's reads, which
// other tools share. Resource Manager refills 25 a second.
const (
	budgetAmple = 150
	budgetLow   = 50
	// lowInterval separates two reads while little is left, so that less is
	// spent than is refilled.
	lowInterval = time.Second / 20
)

// budget tracks the subscription's remaining reads.
type budget struct {
	left int       // from the last answer, -1 unknown
	last time.Time // when the last read was sent
}

func (b *budget) heard(left int) {
	if left >= 0 {
		b.left = left
	}
}

// wait returns how long the next read has to wait.
func (b *budget) wait() time.Duration {
	if b.left < 0 || b.left >= budgetLow {
		return 0
	}
	return max(0, time.Until(b.last.Add(lowInterval)))
}

// spend waits until a read may be sent, and counts it. It returns false when
// the caller canceled.
func (b *budget) spend(ctx context.Context) bool {
	if wait := b.wait(); wait > 0 && !sleep(ctx, wait) {
		return false
	}
	b.last = time.Now()
	return true
}
