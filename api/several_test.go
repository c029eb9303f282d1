package api_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"apimtui/api"
	"apimtui/api/simulator"
)

// crowd is a service with many users, and its budget of requests.
type crowd struct {
	*testing.T
	s   *simulator.Service
	c   *api.Client
	ids []api.UserID
}

func onCrowd(t *testing.T, n int, o simulator.Options, test func(x *crowd)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		t.Helper()
		o.Users, o.Seed = n+1, 1
		x := &crowd{T: t, s: simulator.New(o)}
		x.c = newClient(t, x.s.Transport())
		var r api.Roster
		r.Finish(x.c.Users.Load(t.Context(), api.LoadOptions{}, r.Put))
		for i := range r.Len() {
			if u := r.At(i); u.ID != api.BuiltInUser {
				x.ids = append(x.ids, u.ID)
			}
		}
		test(x)
	})
}

// note returns the steps that give each user a note.
func (x *crowd) note(note string) (steps []api.Step) {
	for _, id := range x.ids {
		steps = append(steps, func(ctx context.Context) (api.Write, error) {
			u, etag, err := x.c.Users.Get(ctx, id)
			if err != nil {
				return nil, err
			}
			to := u.Editable()
			to.Note = "several: " + u.ID.Text()
			return x.c.Users.Update(api.Version{User: u, ETag: etag}, api.PatchOf(u.Editable(), to)), nil
		})
	}
	return steps
}

func (x *crowd) answers(status int) (n int) {
	for _, e := range x.s.Journal() {
		if e.Status == status {
			n++
		}
	}
	return n
}

func TestSeveralKeepToTheBudget(t *testing.T) {
	t.Parallel()
	for _, latency := range []time.Duration{100 * time.Millisecond, 0} {
		t.Run(latency.String(), func(t *testing.T) {
			if latency == 0 {
				onlyInFull(t)
			}
			onCrowd(t, 1000, simulator.Options{Latency: latency}, func(x *crowd) {
				began, done := time.Now(), 0
				s := api.Several{Steps: x.note(""), Ended: func(_ int, w api.Written, err error) {
					if err == nil && w.Outcome == api.Saved {
						done++
					}
				}}
				if err := s.Run(x.Context(), x.c); err != nil || done != 1000 {
					t.Errorf("%d of 1000 saved: %v", done, err)
				}
				if n := x.answers(429); n > 0 {
					t.Errorf("throttled %d times", n)
				}
				// 200 at once, 10 a second after that.
				if took := time.Since(began); took > 120*time.Second {
					t.Errorf("it took %s, the budget needs 80 s", took)
				}
			})
		})
	}
}

func TestSeveralAreTwoAtATimeAndStop(t *testing.T) {
	t.Parallel()
	onCrowd(t, 40, simulator.Options{Latency: time.Second}, func(x *crowd) {
		ctx, cancel := context.WithCancelCause(x.Context())
		var order []int
		s := api.Several{Steps: x.note("")}
		s.Ended = func(i int, w api.Written, _ error) {
			if order = append(order, i); w.Outcome != api.Saved {
				t.Errorf("row %d: %s", i, w.Outcome)
			}
			if len(order) == 5 {
				cancel(fmt.Errorf("stop"))
			}
		}
		if err := s.Run(ctx, x.c); err == nil || err.Error() != "stop" {
			t.Errorf("stopped by %v", err)
		}
		// The one in flight is carried out.
		if len(order) != 6 || len(order) != x.answersTo(simulator.UserPatch) {
			t.Errorf("rows %v ended, %d were sent", order, x.answersTo(simulator.UserPatch))
		}
		for i, row := range order {
			if row > i+1 || row < i-1 {
				t.Errorf("the order is %v", order)
			}
		}
	})
}

func (x *crowd) answersTo(op simulator.Operation) (n int) {
	for _, e := range x.s.Journal() {
		if e.Operation == op {
			n++
		}
	}
	return n
}

func TestSeveralPauseForAThrottle(t *testing.T) {
	t.Parallel()
	onCrowd(t, 20, simulator.Options{}, func(x *crowd) {
		x.s.InjectFault(simulator.Fault{Operation: simulator.UserPatch, Status: 429, RetryAfter: 30})
		began, waits, done := time.Now(), 0, 0
		s := api.Several{Steps: x.note(""), Watch: func(_ int, p api.Progress) {
			if p.Throttled > 0 {
				waits++
			}
		}, Ended: func(_ int, w api.Written, _ error) {
			if w.Outcome.Done() {
				done++
			}
		}}
		if err := s.Run(x.Context(), x.c); err != nil || done != 20 || waits != 1 {
			t.Errorf("%d done, %d waits: %v", done, waits, err)
		}
		// Only the row that was in flight besides it went on.
		if took := time.Since(began); took < 30*time.Second || x.answers(429) != 1 {
			t.Errorf("after %s, throttled %d times", took, x.answers(429))
		}
	})
}

// Only writes wait for a throttle of writes.
func TestReadsGoOnWhileWritesPause(t *testing.T) {
	t.Parallel()
	onCrowd(t, 4, simulator.Options{}, func(x *crowd) {
		x.s.InjectFault(simulator.Fault{Operation: simulator.UserPatch, Status: 429, RetryAfter: 90})
		var took time.Duration
		s := api.Several{Steps: x.note("")[:1], Watch: func(_ int, p api.Progress) {
			if p.Throttled > 0 && took == 0 {
				began := time.Now()
				if _, err := x.c.Groups.Of(x.Context(), x.ids[1]); err != nil {
					t.Error(err)
				}
				took = max(1, time.Since(began))
			}
		}}
		if err := s.Run(x.Context(), x.c); err != nil || took == 0 || took > time.Second {
			t.Errorf("the groups of a user came after %s: %v", took, err)
		}
	})
}

// The longest of several waits counts.
func TestSeveralPauseForTheLongestThrottle(t *testing.T) {
	t.Parallel()
	onCrowd(t, 20, simulator.Options{Latency: time.Second}, func(x *crowd) {
		x.s.InjectFault(simulator.Fault{Operation: simulator.UserPatch, Status: 429, RetryAfter: 60})
		x.s.InjectFault(simulator.Fault{Operation: simulator.UserPatch, Calls: 2, Delay: time.Second, Status: 429, RetryAfter: 5})
		var ended []time.Duration
		began := time.Now()
		s := api.Several{Steps: x.note(""), Ended: func(int, api.Written, error) { ended = append(ended, time.Since(began)) }}
		if err := s.Run(x.Context(), x.c); err != nil || len(ended) != 20 || x.answers(429) != 2 {
			t.Fatalf("%d ended, throttled %d times: %v", len(ended), x.answers(429), err)
		}
		// Besides the row that was asked to wait for the shorter time.
		if ended[1] < 60*time.Second {
			t.Errorf("rows ended after %v", ended)
		}
	})
}

func TestSeveralStopWhereAllWouldFail(t *testing.T) {
	t.Parallel()
	onCrowd(t, 20, simulator.Options{}, func(x *crowd) {
		x.s.InjectFault(simulator.Fault{Operation: simulator.UserPatch, Times: -1, Status: 403, Code: "AuthorizationFailed"})
		ended := 0
		s := api.Several{Steps: x.note(""), Alike: true, Ended: func(int, api.Written, error) { ended++ }}
		if err := s.Run(x.Context(), x.c); err == nil || ended > 2 {
			t.Errorf("%d tried: %v", ended, err)
		}
	})
}

// One permission that is missing says nothing about changes of another kind.
func TestSeveralGoOnWithOtherKindsOfChange(t *testing.T) {
	t.Parallel()
	onCrowd(t, 20, simulator.Options{}, func(x *crowd) {
		x.s.InjectFault(simulator.Fault{Operation: simulator.UserPatch, Times: -1, Status: 403, Code: "AuthorizationFailed"})
		changes := x.note("")
		var steps []api.Step
		for i, change := range changes {
			steps = append(steps, change, func(context.Context) (api.Write, error) {
				return x.c.Users.Delete(api.Version{User: api.User{ID: x.ids[i]}, ETag: api.AnyVersion, Exact: true}, api.DeleteOptions{}), nil
			})
		}
		refused, left, deleted := 0, 0, 0
		s := api.Several{Steps: steps, Ended: func(i int, w api.Written, err error) {
			switch {
			case errors.Is(w.Err, api.KindForbidden):
				refused++
			case errors.Is(err, api.KindRefused):
				left++
			case w.Outcome.Done():
				deleted++
			}
		}}
		if err := s.Run(x.Context(), x.c); err != nil || refused > 2 || refused+left != len(changes) || deleted != len(changes) {
			t.Errorf("%d refused, %d left out, %d deleted: %v", refused, left, deleted, err)
		}
	})
}
