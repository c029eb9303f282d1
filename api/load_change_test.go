package api_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"apimtui/api"
	"apimtui/api/simulator"
)

// living is a service whose list changes during a load: before runs ahead of
// each list request, one at a time, and may change the service.
type living struct {
	*simulator.Service
	before func(n int)
	top    int // the page size

	// turn holds the number of the next request. It is a channel because before
	// may wait in simulated time, which would hang on a mutex.
	turn chan int
}

func newLiving(s *simulator.Service, before func(n int)) *living {
	l := &living{Service: s, before: before, turn: make(chan int, 1)}
	l.turn <- 1
	return l
}

func (l *living) RoundTrip(r *http.Request) (*http.Response, error) {
	if l.top > 0 {
		capTop(r, l.top)
	}
	n := <-l.turn
	if l.before != nil {
		l.before(n)
	}
	l.turn <- n + 1
	return l.Transport().RoundTrip(r)
}

// add creates a user.
func add(t rapid.TB, s *simulator.Service, id string) {
	body := fmt.Sprintf(`{"properties":{"email":"%s@new.example.com","firstName":"New","lastName":"User"}}`, id)
	r, err := http.NewRequest(http.MethodPut, endpoint+base+"/users/"+id+"?api-version=2024-05-01", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer x")
	r.Header.Set("Content-Type", "application/json")
	if res, err := s.Transport().RoundTrip(r); err != nil || res.StatusCode != 201 {
		t.Fatalf("the simulator did not accept a new user: %v, %v", res, err)
	}
}

func TestListThatChangesWhileItIsRead(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*testing.T, *simulator.Service, []string)
		at     int // before this request
		passes int
	}{
		"one more, early":      {func(t *testing.T, s *simulator.Service, _ []string) { add(t, s, "new1") }, 2, 2},
		"one more, at the end": {func(t *testing.T, s *simulator.Service, _ []string) { add(t, s, "new1") }, 9, 2},
		// All later users move up by one: paging would miss one.
		"one less, in front": {func(_ *testing.T, s *simulator.Service, ids []string) { s.Remove(ids[1]) }, 3, 2},
		"the last one less":  {func(_ *testing.T, s *simulator.Service, ids []string) { s.Remove(ids[len(ids)-1]) }, 5, 2},
		"a page more": {func(t *testing.T, s *simulator.Service, _ []string) {
			for i := range 120 {
				add(t, s, fmt.Sprintf("new%d", i))
			}
		}, 4, 2},
		"many less": {func(_ *testing.T, s *simulator.Service, ids []string) {
			for _, id := range ids[50:350] {
				s.Remove(id)
			}
		}, 4, 2},
		"nothing": {func(*testing.T, *simulator.Service, []string) {}, 3, 1},
	} {
		for _, opts := range []api.LoadOptions{{}, {FollowLinks: true}} {
			t.Run(fmt.Sprintf("%s, links %v", name, opts.FollowLinks), func(t *testing.T) {
				if opts.FollowLinks {
					onlyInFull(t)
				}
				synctest.Test(t, func(t *testing.T) {
					s, _ := simulated(t, simulator.Options{Users: 900, Latency: 100 * time.Millisecond})
					ids := allUsers(t, s)
					rt := newLiving(s, func(n int) {
						if n == c.at {
							c.change(t, s, ids)
						}
					})
					r := newRecorder()
					rest := newClient(t, rt).Users.Load(t.Context(), opts, r.take)
					r.Finish(rest)
					if !rest.Complete() {
						t.Fatal(rest.Err)
					}
					if n := r.batches[len(r.batches)-1].Pass; n != c.passes {
						t.Errorf("%d passes, want %d", n, c.passes)
					}
					wantAll(t, r, s)
				})
			})
		}
	}
}

func TestListThatNeverHoldsStill(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, _ := simulated(t, simulator.Options{Users: 500, Latency: 100 * time.Millisecond})
		rt := newLiving(s, func(n int) { add(t, s, fmt.Sprintf("new%d", n)) })
		r := newRecorder()
		rest := newClient(t, rt).Users.Load(t.Context(), api.LoadOptions{}, r.take)
		r.Finish(rest)
		if _, known := rest.Missing(); rest.Complete() || known {
			t.Errorf("a list that changed in every pass is taken to be whole: %+v", rest)
		}
		if line := api.Explain(rest.Err).Line().String(); !strings.Contains(line, "changed each time") {
			t.Errorf("says %s", line)
		}
		rt.before = nil
		rest = newClient(t, rt).Users.Load(t.Context(), api.LoadOptions{Resume: &rest}, r.take)
		r.Finish(rest)
		if !rest.Complete() {
			t.Error(rest.Err)
		}
		wantAll(t, r, s)
	})
}

// What a second pass missed is resumed in that pass: its users stay, and users
// that only the first pass saw are removed.
func TestResumeOfASecondPass(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, _ := simulated(t, simulator.Options{Users: 900, Latency: 100 * time.Millisecond})
		ids := allUsers(t, s)
		f := &failing{}
		f.skip.Store("")
		f.next = newLiving(s, func(n int) {
			switch n {
			case 5:
				s.Remove(ids[5])
			case 10:
				f.skip.Store("400")
			}
		})
		c := newClient(t, f)
		r := newRecorder()
		rest := c.Users.Load(t.Context(), api.LoadOptions{}, r.take)
		r.Finish(rest)
		if n, _ := rest.Missing(); n != 100 {
			t.Fatalf("%d missing of the second pass: %v", n, rest.Err)
		}
		f.skip.Store("")
		rest = c.Users.Load(t.Context(), api.LoadOptions{Resume: &rest}, r.take)
		r.Finish(rest)
		if !rest.Complete() {
			t.Error(rest.Err)
		}
		wantAll(t, r, s)
	})
}

// The list may also change between a load and its resumption.
func TestListThatChangesBeforeItIsResumed(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*testing.T, *simulator.Service, []string){
		"one less": func(_ *testing.T, s *simulator.Service, ids []string) { s.Remove(ids[2]) },
		"one more": func(t *testing.T, s *simulator.Service, _ []string) { add(t, s, "new1") },
	} {
		for _, opts := range []api.LoadOptions{{}, {FollowLinks: true}} {
			t.Run(fmt.Sprintf("%s, links %v", name, opts.FollowLinks), func(t *testing.T) {
				if opts.FollowLinks {
					onlyInFull(t)
				}
				synctest.Test(t, func(t *testing.T) {
					s, _ := simulated(t, simulator.Options{Users: 900})
					ids := allUsers(t, s)
					f := &failing{next: s.Transport()}
					f.skip.Store("500")
					c, r := newClient(t, f), newRecorder()
					rest := c.Users.Load(t.Context(), opts, r.take)
					r.Finish(rest)
					change(t, s, ids)
					f.skip.Store("")
					opts.Resume = &rest
					rest = c.Users.Load(t.Context(), opts, r.take)
					r.Finish(rest)
					if !rest.Complete() {
						t.Error(rest.Err)
					}
					wantAll(t, r, s)
				})
			})
		}
	}
}

// A surface that stops a load only knows its roster.
func TestResumeOfGapsAlone(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change   func(*testing.T, *simulator.Service)
		requests int
	}{
		"as it was": {func(*testing.T, *simulator.Service) {}, 9},
		"one more":  {func(t *testing.T, s *simulator.Service) { add(t, s, "new1") }, 9 + 10},
		"one less":  {func(_ *testing.T, s *simulator.Service) { s.Remove("mateo-garcia") }, 9 + 10},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, client := simulated(t, simulator.Options{Users: 950, Latency: time.Second})
				ctx, cancel := context.WithCancel(t.Context())
				time.AfterFunc(1500*time.Millisecond, cancel)
				r := newRecorder()
				client.Users.Load(ctx, api.LoadOptions{}, r.take)
				c.change(t, s)
				before := lists(s)
				rest := client.Users.Load(t.Context(), api.LoadOptions{Resume: &api.Rest{Err: context.Canceled, Ranges: r.Gaps(100)}}, r.take)
				r.Finish(rest)
				if n := lists(s) - before; !rest.Complete() || n != c.requests {
					t.Errorf("resumed by %d requests, want %d: %v", n, c.requests, rest.Err)
				}
				wantAll(t, r, s)
			})
		})
	}
}

// lists counts the requests for a page of users.
func lists(s *simulator.Service) (n int) {
	for _, e := range s.Journal() {
		if e.Operation == simulator.UserList {
			n++
		}
	}
	return n
}
