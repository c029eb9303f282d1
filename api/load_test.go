package api_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"apimtui/api"
	"apimtui/api/simulator"
)

// gauge is a network that counts requests in flight.
type gauge struct {
	next      http.RoundTripper
	now, most atomic.Int32
}

func (g *gauge) RoundTrip(r *http.Request) (*http.Response, error) {
	n := g.now.Add(1)
	defer g.now.Add(-1)
	for most := g.most.Load(); n > most && !g.most.CompareAndSwap(most, n); most = g.most.Load() {
	}
	return g.next.RoundTrip(r)
}

// recorder takes a load's batches as a surface does.
type recorder struct {
	api.Roster
	batches []api.Batch
	at      []time.Duration
	start   time.Time
}

func newRecorder() *recorder { return &recorder{start: time.Now()} }

func (r *recorder) take(b api.Batch) {
	r.batches, r.at = append(r.batches, b), append(r.at, time.Since(r.start))
	r.Put(b)
}

// allUsers returns the service's own list, read without the code under test. It
// clears the faults.
func allUsers(t rapid.TB, s *simulator.Service) []string {
	t.Helper()
	s.ClearFaults()
	var ids []string
	for {
		r, err := http.NewRequest(http.MethodGet, fmt.Sprintf("%s%s/users?api-version=2024-05-01&$skip=%d", endpoint, base, len(ids)), nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer x")
		res, err := s.Transport().RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		var body struct{ Value []struct{ Name string } }
		if err := json.NewDecoder(res.Body).Decode(&body); err != nil {
			t.Fatal(err)
		}
		for _, u := range body.Value {
			ids = append(ids, u.Name)
		}
		if len(body.Value) == 0 {
			return ids
		}
	}
}

// wantAll fails unless the roster equals the service's list.
func wantAll(t *testing.T, r *recorder, s *simulator.Service) {
	t.Helper()
	if got, want := ids(&r.Roster), allUsers(t, s); !slices.Equal(got, want) {
		t.Errorf("%d users in the roster, %d in the service, or in a different order", len(got), len(want))
	}
}

func TestLoadShowsTheFirstPageThenSeveralAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, _ := simulated(t, simulator.Options{Users: 2030, Latency: 100 * time.Millisecond})
		g := &gauge{next: s.Transport()}
		r := newRecorder()
		rest := newClient(t, g).Users.Load(t.Context(), api.LoadOptions{}, r.take)
		r.Finish(rest)
		if !rest.Complete() {
			t.Fatal(rest.Err)
		}
		if r.at[0] != 100*time.Millisecond || len(r.batches[0].Users) != 100 || r.batches[0].Total != 2030 {
			t.Errorf("the first rows came after %v: %d of %d", r.at[0], len(r.batches[0].Users), r.batches[0].Total)
		}
		// 21 pages: one, then 20 by 16 lanes in two rounds.
		if last := r.at[len(r.at)-1]; last != 300*time.Millisecond {
			t.Errorf("all rows came after %v", last)
		}
		if n := g.most.Load(); n != 16 {
			t.Errorf("%d requests in flight at most, want 16", n)
		}
		next := 0
		for _, b := range r.batches {
			if b.Skip != next {
				t.Errorf("a batch begins at %d, want %d", b.Skip, next)
			}
			next += len(b.Users)
		}
		if n := len(s.Journal()); n != 21 {
			t.Errorf("%d requests for 21 pages", n)
		}
		wantAll(t, r, s)
	})
}

func TestLoadByLinks(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		noCount bool
		opts    api.LoadOptions
		rounds  time.Duration
	}{
		"no count":       {true, api.LoadOptions{}, 8},
		"asked for":      {false, api.LoadOptions{FollowLinks: true}, 8},
		"one lane":       {false, api.LoadOptions{Lanes: 1}, 8},
		"two lanes":      {false, api.LoadOptions{Lanes: 2}, 5},
		"too many lanes": {false, api.LoadOptions{Lanes: 60}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, client := simulated(t, simulator.Options{Users: 750, NoCount: c.noCount, Latency: time.Second})
				r := newRecorder()
				rest := client.Users.Load(t.Context(), c.opts, r.take)
				if n, known := rest.Missing(); !rest.Complete() || n != 0 || !known {
					t.Errorf("%d missing, %v", n, rest.Err)
				}
				wantAll(t, r, s)
				if _, known := r.Total(); known == c.noCount {
					t.Errorf("total known: %v", known)
				}
				if last := r.at[len(r.at)-1]; last != c.rounds*time.Second {
					t.Errorf("took %v, want %d rounds", last, c.rounds)
				}
			})
		})
	}
}

func TestLoadOfFilteredAndEmptyLists(t *testing.T) {
	s, c := simulated(t, simulator.Options{Users: 900})
	r := newRecorder()
	rest := c.Users.Load(t.Context(), api.LoadOptions{Filter: api.InState(api.StateBlocked)}, r.take)
	var want []string
	for _, id := range allUsers(t, s) {
		if u, _ := s.User(id); u.State == "blocked" {
			want = append(want, id)
		}
	}
	if got := ids(&r.Roster); !rest.Complete() || !slices.Equal(got, want) {
		t.Errorf("%d users, want %d: %v", len(got), len(want), rest.Err)
	}
	r = newRecorder()
	rest = c.Users.Load(t.Context(), api.LoadOptions{Filter: api.Equal(api.FieldEmail, "missing@example.com")}, r.take)
	if total, known := r.Total(); !rest.Complete() || r.Len() != 0 || total != 0 || !known {
		t.Errorf("an empty list: %d users, total %d, %v", r.Len(), total, rest.Err)
	}
}

func TestLoadCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c := simulated(t, simulator.Options{Users: 1500, Latency: time.Second})
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(2500*time.Millisecond, cancel)
		r := newRecorder()
		rest := c.Users.Load(ctx, api.LoadOptions{Lanes: 6}, r.take)
		if n, known := rest.Missing(); !errors.Is(rest.Err, api.KindCanceled) || n != 800 || !known || r.Len() != 700 {
			t.Fatalf("%d users, %d missing, %v", r.Len(), n, rest.Err)
		}
		if took := time.Since(r.start); took != 2500*time.Millisecond {
			t.Errorf("ended after %v", took)
		}
		before := len(s.Journal())
		rest = c.Users.Load(t.Context(), api.LoadOptions{Resume: &rest}, r.take)
		r.Finish(rest)
		if n := len(s.Journal()) - before; !rest.Complete() || n != 8 {
			t.Errorf("resumed by %d requests, want 8: %v", n, rest.Err)
		}
		wantAll(t, r, s)
	})
}

// A service may have smaller pages than its first one suggests.
func TestShortPagesAreFilled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, _ := simulated(t, simulator.Options{Users: 730})
		first := true
		w := &wire{answer: func(r *http.Request) (*http.Response, error) {
			if !first {
				capTop(r, 30)
			}
			first = false
			return s.Transport().RoundTrip(r)
		}}
		r := newRecorder()
		rest := newClient(t, w).Users.Load(t.Context(), api.LoadOptions{Lanes: 1}, r.take)
		if !rest.Complete() {
			t.Errorf("%+v", rest)
		}
		wantAll(t, r, s)
	})
}

// capTop limits a request to at most top users a page.
func capTop(r *http.Request, top int) {
	q := r.URL.Query()
	if n, err := strconv.Atoi(q.Get("$top")); err != nil || n > top {
		q.Set("$top", strconv.Itoa(top))
	}
	r.URL.RawQuery = q.Encode()
}

func TestCountsThatCannotBe(t *testing.T) {
	ids := []string{"a", "b"}
	for name, c := range map[string]struct {
		body     string
		complete bool
		most     int // requests
	}{
		"negative":            {page("-7", "", ids...), true, 1},
		"beyond any service":  {page("9000000000000", "", ids...), true, 1},
		"beyond and a circle": {page("9000000000000", endpoint+base+"/users?$skip=2", ids...), false, 3},
		"more than is listed": {page("3", ""), true, 1},
		"more than a page":    {page("300", "", ids...), true, 2},
		"less than is listed": {page("1", "", ids...), true, 1},
		"less, and a link":    {page("1", endpoint+base+"/users?$skip=2", ids...), false, 3},
	} {
		t.Run(name, func(t *testing.T) {
			w := always(200, c.body)
			if p, err := newClient(t, always(200, c.body)).Users.Page(t.Context(), api.UserQuery{}); err != nil || p.Total < -1 || p.Total > 1000 {
				t.Errorf("the page says %d, %v", p.Total, err)
			}
			rest := newClient(t, w).Users.Load(t.Context(), api.LoadOptions{}, func(api.Batch) {})
			if rest.Complete() != c.complete || len(w.requests()) > c.most {
				t.Errorf("complete %v after %d requests: %v", rest.Complete(), len(w.requests()), rest.Err)
			}
		})
	}
}

// Some builds may count the page instead of the list, have smaller pages than
// requested, or omit links.
func TestLinksAndCountsThatDisagree(t *testing.T) {
	at := func(skip string) string { return endpoint + base + "/users?$skip=" + skip }
	for name, pages := range map[string]map[string]string{
		"counts pages":     {"": page("2", at("2"), "a", "b"), "2": page("1", at("3"), "c"), "3": page("1", "", "d")},
		"a count too late": {"": page("", at("2"), "a", "b"), "2": page("4", at("3"), "c"), "3": page("9", "", "d")},
		"smaller pages":    {"": page("4", at("2"), "a", "b"), "2": page("4", at("3"), "c"), "3": page("4", "", "d")},
		"an empty page":    {"": page("4", at("2"), "a", "b"), "2": page("4", at("3")), "3": page("4", "", "c", "d")},
		"links end early":  {"": page("4", at("2"), "a", "b"), "2": page("4", "", "c"), "3": page("4", "", "d")},
		"no link at all":   {"": page("4", "", "a", "b"), "2": page("4", "", "c"), "3": page("4", "", "d")},
		"other links":      {"": page("4", endpoint+base+"/users?$skiptoken=x", "a", "b"), "x": page("4", endpoint+base+"/users?$skiptoken=y", "c"), "y": page("4", "", "d")},
	} {
		for _, opts := range []api.LoadOptions{{}, {FollowLinks: true}} {
			if opts.FollowLinks && pages["3"] != "" && !strings.Contains(pages["2"], "nextLink") {
				continue // a count alone is not trusted
			}
			w := &wire{answer: func(r *http.Request) (*http.Response, error) {
				q := r.URL.Query()
				return reply(r, 200, pages[q.Get("$skip")+q.Get("$skiptoken")]), nil
			}}
			var r api.Roster
			rest := newClient(t, w).Users.Load(t.Context(), opts, r.Put)
			r.Finish(rest)
			if got := ids(&r); !rest.Complete() || !slices.Equal(got, []string{"a", "b", "c", "d"}) || len(w.requests()) != 3 {
				t.Errorf("%s, links %v: %v after %d requests, %v", name, opts.FollowLinks, got, len(w.requests()), rest.Err)
			}
		}
	}
}

// A changing count must not make a load endless.
func TestJumpingCountsAreBounded(t *testing.T) {
	t.Parallel()
	onlyInFull(t)
	synctest.Test(t, func(t *testing.T) {
		var n atomic.Int32
		w := &wire{answer: func(r *http.Request) (*http.Response, error) {
			count := "400000"
			if n.Add(1)%2 == 0 {
				count = "300"
			}
			return reply(r, 200, page(count, "", "a"+strconv.Itoa(int(n.Load())))), nil
		}}
		rest := newClient(t, w).Users.Load(t.Context(), api.LoadOptions{}, func(api.Batch) {})
		if n.Load() > 10_100 || rest.Complete() {
			t.Errorf("%d requests, %v", n.Load(), rest.Err)
		}
	})
}
