package api

import (
	"context"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// pace is this client's estimate of Resource Manager's request budget: a token
// bucket for each kind of request. Others may share it, and the answers tell what
// is left.
type pace struct {
	mu     sync.Mutex
	kinds  map[string]*bucket
	paused time.Time // until then the service wants no write
}

type bucket struct {
	kind         string // as a header names it
	size, refill float64
	left         float64
	counted      time.Time
}

// spare is what several writes leave of a budget: for the requests of the rows in
// flight, and for other tools.
const spare = 12

func newPace() *pace {
	reads, writes := &bucket{kind: "reads", size: 250, refill: 25, left: 250}, &bucket{kind: "writes", size: 200, refill: 10, left: 200}
	deletes := *writes
	deletes.kind = "deletes"
	return &pace{kinds: map[string]*bucket{http.MethodGet: reads, http.MethodHead: reads, http.MethodDelete: &deletes, "": writes}}
}

// of returns the bucket of a method, with what was refilled since.
func (p *pace) of(method string) *bucket {
	b := p.kinds[method]
	if b == nil {
		b = p.kinds[""]
	}
	now := time.Now()
	b.left = min(b.size, b.left+now.Sub(b.counted).Seconds()*b.refill)
	b.counted = now
	return b
}

func (p *pace) sent(method string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.of(method).left--
}

// heard notes what an answer tells to be left. It only lowers the estimate: an
// older answer may arrive later.
func (p *pace) heard(method string, h http.Header) {
	p.mu.Lock()
	defer p.mu.Unlock()
	b := p.of(method)
	if n, err := strconv.Atoi(h.Get("x-ms-ratelimit-remaining-subscription-" + b.kind)); err == nil && n >= 0 {
		b.left = min(b.left, float64(n))
	}
}

// pause holds all writes that wait for the budget. It never ends an earlier pause.
func (p *pace) pause(d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if until := time.Now().Add(d); until.After(p.paused) {
		p.paused = until
	}
}

// WritesLeft estimates how many writes Azure's budget has left for this client.
func (c *Client) WritesLeft() int {
	c.pace.mu.Lock()
	defer c.pace.mu.Unlock()
	return max(0, int(c.pace.of("").left))
}

// wait returns when the budget has room for a request, or false when the caller
// gave up.
func (p *pace) wait(ctx context.Context, method string) bool {
	for {
		d := p.delay(method)
		if d <= 0 || ctx.Err() != nil {
			return ctx.Err() == nil
		}
		sleep(ctx, d)
	}
}

func (p *pace) delay(method string) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	b := p.of(method)
	missing := time.Duration((spare - b.left) / b.refill * float64(time.Second))
	if reads(method) {
		return missing
	}
	return max(missing, time.Until(p.paused))
}

// SpareReads reports whether the read budget, as far as this client knows, has room
// for reads that are only nice to have.
func (u *Users) SpareReads() bool {
	p := u.c.pace
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.of(http.MethodGet).left >= budgetLow
}
