package api

import (
	"context"
	"net/url"
	"strconv"
)

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
