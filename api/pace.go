package api

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"net/http"
	"regexp"
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

func (p *pace) left(method string) float64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.of(method).left
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
	return max(0, int(c.pace.left("")))
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
	return u.c.pace.left(http.MethodGet) >= budgetLow
}

// waitAsked returns how long an answer's headers ask to wait, or 0. A date is
// judged by the answer's own clock.
func waitAsked(h http.Header) time.Duration {
	for _, name := range []string{"retry-after-ms", "x-ms-retry-after-ms"} {
		if d := waitOf(h.Get(name), time.Millisecond); d > 0 {
			return d
		}
	}
	raw := cmp.Or(h.Get("Retry-After"), quotaReset(h))
	until, err := http.ParseTime(raw)
	if err != nil {
		return waitOf(raw, time.Second)
	}
	if now, err := http.ParseTime(h.Get("Date")); err == nil {
		return max(0, until.Sub(now))
	}
	return max(0, time.Until(until))
}

// quotaReset returns the seconds after which Resource Graph answers again, "" if
// it names none.
func quotaReset(h http.Header) string {
	t, err := time.Parse(time.TimeOnly, h.Get("x-ms-user-quota-resets-after"))
	if err != nil {
		return ""
	}
	return strconv.Itoa((t.Hour()*60+t.Minute())*60 + t.Second())
}

const longestWait = 366 * 24 * time.Hour // longer than any serious request to wait

func waitOf(raw string, unit time.Duration) time.Duration {
	n, err := strconv.Atoi(raw)
	if err != nil || n < 0 || n > int(longestWait/unit) {
		return 0
	}
	return time.Duration(n) * unit
}

// waitWords matches the seconds to wait in a sentence, and not the interval of
// a limit.
var waitWords = regexp.MustCompile(`(?i)\b(?:wait|again|retry|after)\b[^.\d]{0,40}(\d{1,8})'? ?(?:seconds?\b|s\b)`)

// waitSaid returns how long a sentence asks to wait, or 0.
func waitSaid(sentence string) time.Duration {
	found := waitWords.FindStringSubmatch(sentence)
	if found == nil {
		return 0
	}
	return waitOf(found[1], time.Second)
}

// tellWait writes the requested wait as seconds into Retry-After, because the
// pipeline judges a date by the local clock and does not read sentences.
func tellWait(resp *http.Response) {
	wait := waitAsked(resp.Header)
	if wait == 0 && resp.StatusCode == http.StatusTooManyRequests {
		body, _ := io.ReadAll(resp.Body) // a cut body is not in the service's format
		_ = resp.Body.Close()
		resp.Body = io.NopCloser(bytes.NewReader(body))
		o, _ := parseError(body)
		wait = waitSaid(cmp.Or(o.unwrapped().Message.Exact(), string(body)))
	}
	if wait > 0 {
		resp.Header.Set("Retry-After", strconv.Itoa(int((wait+time.Second-1)/time.Second)))
	}
}
