package simulator

import (
	"cmp"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"time"
)

// Throttle is Resource Manager's request budget: a token bucket for each kind
// of request. A zero Bucket has Resource Manager's own size: 250 reads
// refilling 25 a second, 200 writes at 10, 200 deletes at 10. Every POST counts
// as a write. All callers share one budget.
type Throttle struct {
	Off                    bool // never throttle
	Reads, Writes, Deletes Bucket
}

// Bucket holds Size requests and refills by PerSecond.
type Bucket struct {
	Size      int
	PerSecond float64
}

type meter struct {
	Bucket
	left float64
	at   time.Time
}

// meters holds the remaining budget by kind of request.
type meters map[string]*meter

func newMeters(t Throttle, now time.Time) meters {
	m := meters{}
	add := func(kind string, b Bucket, size int, rate float64) {
		b.Size = cmp.Or(b.Size, size)
		b.PerSecond = cmp.Or(b.PerSecond, rate)
		m[kind] = &meter{Bucket: b, left: float64(b.Size), at: now}
	}
	add("read", t.Reads, 250, 25)
	add("write", t.Writes, 200, 10)
	add("delete", t.Deletes, 200, 10)
	return m
}

func (m *meter) take(now time.Time) (ok bool) {
	if d := now.Sub(m.at).Seconds(); d > 0 {
		m.left = min(float64(m.Size), m.left+d*m.PerSecond)
		m.at = now
	}
	if m.left < 1 {
		return false
	}
	m.left--
	return true
}

func requestKind(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead:
		return "read"
	case http.MethodDelete:
		return "delete"
	}
	return "write"
}

// spend counts a request. It returns the header with the remaining budget and a
// refusal if there was none left.
func (s *Service) spend(c *call) (remaining pair, refusal *answer) {
	if c.op == ResourceGraph {
		return s.spendQuota(c)
	}
	kind := requestKind(c.r.Method)
	m := s.budget[kind]
	name := "x-ms-ratelimit-remaining-subscription-" + kind + "s"
	if c.op == SubscriptionsList || c.op == TenantsList {
		name = "x-ms-ratelimit-remaining-tenant-reads"
	}
	if !s.o.Throttle.Off && !m.take(c.now) {
		refusal = new(throttled(kind, max(1, int(math.Ceil((1-m.left)/m.PerSecond)))))
	}
	return pair{name, strconv.Itoa(int(m.left))}, refusal
}

func throttled(kind string, seconds int) answer {
	a := gatewayError(http.StatusTooManyRequests, "SubscriptionRequestsThrottled", fmt.Sprintf(
		"Number of '%s' requests for subscription actor '***:***' exceeded. Please try again after '%d' seconds after additional tokens are available. Refer to https://aka.ms/arm-throttling for additional information.",
		kind, seconds))
	a.add("Retry-After", strconv.Itoa(seconds))
	return a
}
