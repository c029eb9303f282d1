package api_test

import (
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"apimtui/api"
	"apimtui/api/simulator"
)

// stubborn is a service that takes changes of a state, and does not make them.
type stubborn struct{ http.RoundTripper }

var state = regexp.MustCompile(`,?"state":"\w+"`)

func (s stubborn) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method == http.MethodPatch || r.Method == http.MethodPut {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		r = r.Clone(r.Context())
		r.Body = io.NopCloser(strings.NewReader(state.ReplaceAllString(string(body), "")))
	}
	return s.RoundTripper.RoundTrip(r)
}

// What the service took and did not do is said, by the answer itself or by the
// reading after it; it is not my version to undo then.
func TestWhatTheServiceIgnores(t *testing.T) {
	for name, write := range map[string]func(x *scene) api.Written{
		"update": func(x *scene) api.Written {
			to := x.base.User.Editable()
			to.State, to.Note = api.StateBlocked, "mine"
			return x.update(api.PatchOf(x.base.User.Editable(), to))
		},
		"create": func(x *scene) api.Written {
			n := anna()
			n.Editable.State = api.StateBlocked
			return x.c.Users.Create(n).Do(x.Context(), nil)
		},
	} {
		for _, stub := range []bool{true, false} {
			onScene(t, simulator.Options{}, func(x *scene) {
				if stub {
					x.c = newClient(t, stubborn{x.s.Transport()})
				}
				w := write(x)
				x.want(w, api.Saved)
				if got := slices.Equal(w.Ignored, []api.Property{api.PropState}); got != stub {
					t.Errorf("%s: ignored %v, want it: %v", name, w.Ignored, stub)
				}
			})
		}
	}
}

// A version that reads as mine alone can be undone also when its answer was lost.
func TestConfirmedIsOwn(t *testing.T) {
	for name, c := range map[string]struct {
		meddle func(u *simulator.User)
		own    bool
	}{
		"nobody":         {func(*simulator.User) {}, true},
		"another change": {func(u *simulator.User) { u.LastName = "Theirs" }, false},
	} {
		onScene(t, simulator.Options{}, func(x *scene) {
			x.strike(simulator.UserPatch, simulator.Fault{CutAfter: true})
			x.c = newClient(t, between{x.s.Transport(), func(r *http.Request, n int) {
				if n == 2 { // the reading after the lost answer
					x.edit(c.meddle)
				}
			}, new(int)})
			w := x.update(x.note("mine"))
			x.want(w, api.Confirmed)
			if w.Own != c.own {
				t.Errorf("%s: own %v", name, w.Own)
			}
		})
	}
}

// Before 2024-05-01 the service deletes with 200, and answers 204 only when
// there is no one.
func TestSomebodyElseDeletedFirst(t *testing.T) {
	for version, want := range map[string]bool{"2021-08-01": true, "2022-08-01": true, "2024-05-01": false} {
		onScene(t, simulator.Options{}, func(x *scene) {
			x.c = newClient(t, x.s.Transport(), func(o *api.Options) { o.APIVersion = version })
			x.s.Remove(hiroshi)
			w := x.c.Users.Delete(x.base, api.DeleteOptions{Notify: true}).Do(x.Context(), nil)
			if w.Outcome != api.Saved || w.Unclear != want || w.Mail != api.MailMaybe {
				t.Errorf("%s: %q, mail %v", version, w.Outcome, w.Mail)
			}
		})
	}
}

// An accepted deletion that names no address to ask at is not known to end.
func TestAcceptedWithoutAnAddress(t *testing.T) {
	onScene(t, simulator.Options{}, func(x *scene) {
		x.strike(simulator.UserDelete, simulator.Fault{Status: 202})
		w := x.c.Users.Delete(x.base, api.DeleteOptions{}).Do(x.Context(), nil)
		if w.Outcome != api.Unknown || !w.Accepted || !strings.Contains(api.Explain(w.Err).What.String(), "gave no address") {
			t.Errorf("%q: %s", w.Outcome, api.Explain(w.Err).Line())
		}
	})
}
