package api_test

import (
	"context"
	"errors"
	"net/http"
	"reflect"
	"strconv"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"apimtui/api"
	"apimtui/api/simulator"
)

func TestThrottledLoadWaitsSlowsDownAndRecovers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, _ := simulated(t, simulator.Options{Users: 6000, Latency: 100 * time.Millisecond, Faults: []simulator.Fault{
			{Operation: simulator.UserList, Calls: 10, Status: 429, RetryAfter: 20},
		}})
		g := &gauge{next: s.Transport()}
		r := newRecorder()
		rest := newClient(t, g).Users.Load(t.Context(), api.LoadOptions{}, r.take)
		if !rest.Complete() {
			t.Fatal(rest.Err)
		}
		var paused []time.Duration
		for _, b := range r.batches {
			if b.PausedFor > 0 {
				paused = append(paused, b.PausedFor)
			}
		}
		if !reflect.DeepEqual(paused, []time.Duration{20 * time.Second}) {
			t.Errorf("paused for %v", paused)
		}
		most := perRound(s)
		if n := most[1]; n != 8 {
			t.Errorf("%d at a time after the pause, want half of 16", n)
		}
		if n := most[len(most)-2]; n <= 8 {
			t.Errorf("%d at a time in the end, want more again", n)
		}
		wantAll(t, r, s)
	})
}

// perRound counts the requests sent at the same instant: in the last round
// before the longest gap, and in every round after it.
func perRound(s *simulator.Service) []int {
	var rounds []int
	var last time.Time
	for _, e := range s.Journal() {
		switch gap := e.Time.Sub(last); {
		case gap > 10*time.Second && !last.IsZero():
			rounds = []int{rounds[len(rounds)-1], 1}
		case gap == 0 && len(rounds) > 0:
			rounds[len(rounds)-1]++
		default:
			rounds = append(rounds, 1)
		}
		last = e.Time
	}
	return rounds
}

// The longest of several waits counts, and nothing is sent before it ends.
func TestPauseIsTheLongestWaitAskedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c := simulated(t, simulator.Options{Users: 1000, Latency: 100 * time.Millisecond, Faults: []simulator.Fault{
			{Operation: simulator.UserList, Calls: 2, Status: 429, RetryAfter: 30},
			{Operation: simulator.UserList, Calls: 3, Times: 5, Status: 429, RetryAfter: 2},
		}})
		r := newRecorder()
		if rest := c.Users.Load(t.Context(), api.LoadOptions{Lanes: 6}, r.take); !rest.Complete() {
			t.Error(rest.Err)
		}
		journal := s.Journal()
		if gap := journal[7].Time.Sub(journal[6].Time); gap != 30*time.Second+100*time.Millisecond {
			t.Errorf("continued after %v", gap)
		}
		wantAll(t, r, s)
	})
}

func TestThrottledForEverGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c := simulated(t, simulator.Options{Users: 500, Faults: []simulator.Fault{
			{Operation: simulator.UserList, Calls: 2, Times: -1, Status: 429, RetryAfter: 5},
		}})
		r := newRecorder()
		rest := c.Users.Load(t.Context(), api.LoadOptions{}, r.take)
		if n, _ := rest.Missing(); !errors.Is(rest.Err, api.KindThrottled) || n != 400 || r.Len() != 100 {
			t.Errorf("%d users, %d missing, %v", r.Len(), n, rest.Err)
		}
		if n := len(s.Journal()); n > 40 {
			t.Errorf("%d requests", n)
		}
	})
}

// failing answers 500 for one $skip while it is set.
type failing struct {
	next http.RoundTripper
	skip atomic.Value
}

func (f *failing) RoundTrip(r *http.Request) (*http.Response, error) {
	if skip := r.URL.Query().Get("$skip"); skip != "" && skip == f.skip.Load() {
		return reply(r, 500, `{"error":{"code":"InternalError","message":"no"}}`), nil
	}
	return f.next.RoundTrip(r)
}

func TestPageThatFailsLeavesTheRest(t *testing.T) {
	t.Parallel()
	for name, opts := range map[string]api.LoadOptions{"lanes": {}, "links": {FollowLinks: true}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, _ := simulated(t, simulator.Options{Users: 760})
				f := &failing{next: s.Transport()}
				f.skip.Store("300")
				c := newClient(t, f)
				r := newRecorder()
				rest := c.Users.Load(t.Context(), opts, r.take)
				r.Finish(rest)
				if !errors.Is(rest.Err, api.KindServer) || rest.Complete() {
					t.Fatalf("%+v", rest)
				}
				n, known := rest.Missing()
				if opts.FollowLinks {
					if known || r.Len() != 300 {
						t.Errorf("%d users, and %d known to be missing", r.Len(), n)
					}
				} else if n != 100 || !known || r.Len() != 660 || !reflect.DeepEqual(rest.Ranges, []api.Range{{Skip: 300, N: 100}}) {
					t.Errorf("%d users, missing %v", r.Len(), rest.Ranges)
				}
				if !reflect.DeepEqual(r.Gaps(100)[0], api.Range{Skip: 300, N: 100}) {
					t.Errorf("gaps %v", r.Gaps(100))
				}
				f.skip.Store("")
				before, opts := len(s.Journal()), opts
				opts.Resume = &rest
				rest = c.Users.Load(t.Context(), opts, r.take)
				r.Finish(rest)
				want := 1
				if opts.FollowLinks {
					want = 5
				}
				if n := len(s.Journal()) - before; !rest.Complete() || n != want {
					t.Errorf("resumed by %d requests, want %d: %v", n, want, rest.Err)
				}
				wantAll(t, r, s)
			})
		})
	}
}

func TestFirstPageFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c := simulated(t, simulator.Options{Users: 300, Faults: []simulator.Fault{{Operation: simulator.UserList, Times: 4, Status: 503}}})
		r := newRecorder()
		rest := c.Users.Load(t.Context(), api.LoadOptions{}, r.take)
		if _, known := rest.Missing(); !errors.Is(rest.Err, api.KindServer) || known || len(r.batches) != 0 {
			t.Fatalf("%+v, known %v", rest, known)
		}
		rest = c.Users.Load(t.Context(), api.LoadOptions{Resume: &rest}, r.take)
		r.Finish(rest)
		if !rest.Complete() {
			t.Error(rest.Err)
		}
		wantAll(t, r, s)
	})
}

// A failure that concerns every page ends the load soon, instead of after
// hundreds of requests.
func TestFailuresOfEverythingEndTheLoad(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		most   int
	}{
		"signed out": {401, 1 + 16},
		"forbidden":  {403, 1 + 16},
		"down":       {503, 1 + (12+15)*4},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, client := simulated(t, simulator.Options{Users: 5000, Latency: 100 * time.Millisecond,
					Faults: []simulator.Fault{{Operation: simulator.UserList, Calls: 2, Times: -1, Status: c.status}}})
				r := newRecorder()
				rest := client.Users.Load(t.Context(), api.LoadOptions{}, r.take)
				if n, known := rest.Missing(); n != 4900 || !known || rest.Err == nil {
					t.Errorf("%d missing, %v", n, rest.Err)
				}
				if n := len(s.Journal()); n > c.most {
					t.Errorf("%d requests, want at most %d", n, c.most)
				}
			})
		})
	}
}

// The read budget is shared with other tools, so a load must not drain it.
func TestLowBudgetSlowsTheLoad(t *testing.T) {
	t.Parallel()
	for remaining, want := range map[string]int32{"": 6, "nonsense": 6, "11999": 16, "151": 16, "150": 6, "50": 6, "49": 3, "0": 3} {
		synctest.Test(t, func(t *testing.T) {
			s, _ := simulated(t, simulator.Options{Users: 2000, Latency: 100 * time.Millisecond})
			g := &gauge{next: &wire{answer: func(r *http.Request) (*http.Response, error) {
				res, err := s.Transport().RoundTrip(r)
				res.Header.Set("x-ms-ratelimit-remaining-subscription-reads", remaining)
				return res, err
			}}}
			if rest := newClient(t, g).Users.Load(t.Context(), api.LoadOptions{}, func(api.Batch) {}); !rest.Complete() {
				t.Error(rest.Err)
			}
			if n := g.most.Load(); n != want {
				t.Errorf("with %q reads left: %d in flight, want %d", remaining, n, want)
			}
		})
	}
}

// budgeted is a network that records the lowest remaining read budget.
type budgeted struct {
	next  http.RoundTripper
	least atomic.Int64
}

func (b *budgeted) RoundTrip(r *http.Request) (*http.Response, error) {
	res, err := b.next.RoundTrip(r)
	if err == nil {
		left, _ := strconv.ParseInt(res.Header.Get("x-ms-ratelimit-remaining-subscription-reads"), 10, 64)
		for least := b.least.Load(); left < least && !b.least.CompareAndSwap(least, left); least = b.least.Load() {
		}
	}
	return res, err
}

// With Resource Manager's real budget of 250 reads, refilled at 25 a second, a
// service of 30,000 users loads to its end and leaves budget for others,
// however fast the service answers.
func TestRealBudgetIsNotDrained(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		latency time.Duration
		opts    api.LoadOptions
	}{
		"far":           {60 * time.Millisecond, api.LoadOptions{}},
		"near":          {0, api.LoadOptions{}},
		"near, by link": {0, api.LoadOptions{FollowLinks: true}},
	} {
		t.Run(name, func(t *testing.T) {
			if name != "near" { // a fast load in lanes uses the most budget
				onlyInFull(t)
			}
			synctest.Test(t, func(t *testing.T) {
				s := simulator.New(simulator.Options{Users: 30_000, Latency: c.latency})
				b := &budgeted{next: s.Transport()}
				b.least.Store(250)
				r := newRecorder()
				if rest := newClient(t, b).Users.Load(t.Context(), c.opts, r.take); !rest.Complete() || r.Len() != 30_000 {
					t.Fatalf("%d users, %v", r.Len(), rest.Err)
				}
				// Some requests are already in flight when pacing begins, and
				// their answers may arrive in any order.
				if n := b.least.Load(); n < 50-2*6 {
					t.Errorf("only %d reads were left to others", n)
				}
				if n := len(s.Journal()); n != 300 {
					t.Errorf("%d requests for 300 pages", n)
				}
			})
		})
	}
}

// While little is left, a load spends less than is refilled, and can be
// canceled at any moment.
func TestPacedLoad(t *testing.T) {
	t.Parallel()
	for name, opts := range map[string]api.LoadOptions{"lanes": {}, "links": {FollowLinks: true}} {
		synctest.Test(t, func(t *testing.T) {
			s, _ := simulated(t, simulator.Options{Users: 2000})
			c := newClient(t, &wire{answer: func(r *http.Request) (*http.Response, error) {
				res, err := s.Transport().RoundTrip(r)
				res.Header.Set("x-ms-ratelimit-remaining-subscription-reads", "49")
				return res, err
			}})
			r := newRecorder()
			if rest := c.Users.Load(t.Context(), opts, r.take); !rest.Complete() || time.Since(r.start) != 19*50*time.Millisecond {
				t.Errorf("%s: 20 pages in %v, %v", name, time.Since(r.start), rest.Err)
			}
			for _, b := range r.batches {
				if b.PausedFor > 0 {
					t.Errorf("%s: a pause is reported that the service did not ask for", name)
				}
			}
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(120*time.Millisecond, cancel)
			r = newRecorder()
			rest := c.Users.Load(ctx, opts, r.take)
			if !errors.Is(rest.Err, api.KindCanceled) || time.Since(r.start) != 120*time.Millisecond || r.Len() != 300 {
				t.Errorf("%s: %d users and the end after %v, %v", name, r.Len(), time.Since(r.start), rest.Err)
			}
			rest = c.Users.Load(t.Context(), api.LoadOptions{Resume: &rest}, r.take)
			if r.Finish(rest); !rest.Complete() {
				t.Errorf("%s: resumed: %v", name, rest.Err)
			}
			wantAll(t, r, s)
		})
	}
}

// A count that is far too large leads beyond the end of the list. Some services
// refuse such a position; it is not missing.
func TestPositionsBehindTheEndMayBeRefused(t *testing.T) {
	for _, lanes := range []int{0, 1, 3} {
		for _, count := range []int{251, 400, 30_000} {
			synctest.Test(t, func(t *testing.T) {
				w := &wire{answer: func(r *http.Request) (*http.Response, error) {
					time.Sleep(100 * time.Millisecond) // every answer takes the same time
					if skip, _ := strconv.Atoi(r.URL.Query().Get("$skip")); skip >= 250 {
						return reply(r, 400, `{"error":{"code":"ValidationError","message":"$skip is out of range."}}`), nil
					}
					return contradiction{all: 250, count: count, linked: true}.RoundTrip(r)
				}}
				var r api.Roster
				rest := newClient(t, w).Users.Load(t.Context(), api.LoadOptions{Lanes: lanes}, r.Put)
				if refusals := len(w.requests()) - 3; !rest.Complete() || r.Len() != 250 || refusals > 12+16 {
					t.Errorf("%d counted, %d lanes: %d users, %d refusals, %v", count, lanes, r.Len(), refusals, rest.Err)
				}
			})
		}
	}
}

// A refused page in the middle is missing.
func TestPageInTheMiddleIsRefused(t *testing.T) {
	w := &wire{answer: func(r *http.Request) (*http.Response, error) {
		if r.URL.Query().Get("$skip") == "300" {
			return reply(r, 400, `{"error":{"code":"ValidationError","message":"no"}}`), nil
		}
		return contradiction{all: 750, count: 750, linked: true}.RoundTrip(r)
	}}
	rest := newClient(t, w).Users.Load(t.Context(), api.LoadOptions{}, func(api.Batch) {})
	if n, known := rest.Missing(); n != 100 || !known || !errors.Is(rest.Err, api.KindInvalid) {
		t.Errorf("%d missing, %v", n, rest.Err)
	}
}
