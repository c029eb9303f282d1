package api_test

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"apimtui/api"
	"apimtui/api/simulator"
)

// Who names one very version writes over no other, not even over one that reads
// the same: someone may have set a password.
func TestExactVersion(t *testing.T) {
	for name, write := range map[string]func(x *scene) api.Written{
		"update": func(x *scene) api.Written { return x.update(x.note("mine")) },
		"delete": func(x *scene) api.Written {
			return x.c.Users.Delete(x.base, api.DeleteOptions{}).Do(x.Context(), nil)
		},
		"invitation": func(x *scene) api.Written {
			return x.c.Users.Invite(x.base, api.AppDeveloperPortal).Do(x.Context(), nil)
		},
	} {
		for exact, want := range map[bool]api.Outcome{true: api.Conflict, false: api.Saved} {
			if name == "invitation" {
				want = api.Unknown // it leaves no trace
			}
			onScene(t, simulator.Options{}, func(x *scene) {
				x.edit(func(*simulator.User) {}) // another ETag, and nothing to be seen
				x.base.Exact = exact
				w := write(x)
				if w.Outcome != want {
					t.Errorf("%s, exact %v: %q, want %q", name, exact, w.Outcome, want)
				}
				if n := len(x.writes()); exact && n != 1 {
					t.Errorf("%s: %d writes", name, n)
				}
			})
		}
	}
	onScene(t, simulator.Options{}, func(x *scene) {
		x.edit(func(u *simulator.User) { note := "mine"; u.Note = &note })
		x.base.Exact = true
		x.want(x.update(x.note("mine")), api.Saved) // it is as it was to be
	})
}

// What was free when a creation was sent first need not be when it is sent
// again.
func TestCreateLooksAgainBeforeItIsSentAgain(t *testing.T) {
	for name, fault := range map[string]simulator.Fault{
		"throttled":     {Status: 429, RetryAfter: 60},
		"no connection": {Refuse: true},
	} {
		onScene(t, simulator.Options{}, func(x *scene) {
			x.several = true // the other one's write is one too
			x.strike(simulator.UserPut, fault)
			met := false
			x.c = newClient(t, between{x.s.Transport(), func(r *http.Request, _ int) {
				if r.Method == http.MethodPut && !met {
					met = true
					time.AfterFunc(500*time.Millisecond, func() { add(t, x.s, "anna") })
				}
			}, new(int)})
			w := x.c.Users.Create(anna()).Do(x.Context(), nil)
			x.want(w, api.NotApplied)
			var taken *api.TakenError
			if !errors.As(w.Err, &taken) || w.Mail != api.NoMail {
				t.Errorf("%s: %v, mail %v", name, w.Err, w.Mail)
			}
			if u, _ := x.s.User("anna"); u.FirstName == "Anna" && u.LastName == "Berg" {
				t.Errorf("%s: the other one's user was overwritten", name)
			}
		})
	}
	onScene(t, simulator.Options{}, func(x *scene) {
		x.strike(simulator.UserPut, simulator.Fault{Status: 429, RetryAfter: 5})
		x.strike(simulator.UserGet, simulator.Fault{CutBefore: true, Calls: 2, Times: -1}) // it cannot be looked up again
		x.want(x.c.Users.Create(anna()).Do(x.Context(), nil), api.NotApplied)
		if n := len(x.writes()); n != 1 {
			t.Errorf("%d writes", n)
		}
	})
}
