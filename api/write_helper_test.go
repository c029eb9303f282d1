package api_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"apimtui/api"
	"apimtui/api/simulator"
	"apimtui/api/text"
)

// hiroshi is a user of every simulated service, with an id that is known.
const hiroshi = "hiroshi-tanaka"

// scene is a service, a client of it, and a user as an operator loaded it.
type scene struct {
	*testing.T
	s    *simulator.Service
	c    *api.Client
	base api.Version
	told []api.Progress
	// several says that more than one write is meant to be applied.
	several bool
}

// onScene runs a test in simulated time, with Hiroshi loaded.
func onScene(t *testing.T, o simulator.Options, test func(x *scene), change ...func(*api.Options)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		t.Helper()
		o.Throttle = &simulator.Throttle{Off: true}
		s := simulator.New(o)
		x := &scene{T: t, s: s, c: newClient(t, s.Transport(), change...)}
		x.edit(func(u *simulator.User) {
			u.Identities = []simulator.Identity{{Provider: "Basic", ID: u.Email}, {Provider: "Google", ID: "7"}}
		})
		x.load(hiroshi)
		test(x)
		x.checkWire()
	})
}

// load reads a user as the page or form that a write starts from does.
func (x *scene) load(id api.UserID) {
	x.Helper()
	u, etag, err := x.c.Users.Get(x.Context(), id)
	if err != nil {
		x.Fatal(err)
	}
	x.base = api.Version{User: u, ETag: etag}
}

func (x *scene) watch(p api.Progress) { x.told = append(x.told, p) }

// heard says whether a write told something of the kind.
func (x *scene) heard(want func(api.Progress) bool) bool { return slices.ContainsFunc(x.told, want) }

// now is Hiroshi on the service.
func (x *scene) now() simulator.User {
	x.Helper()
	u, ok := x.s.User(hiroshi)
	if !ok {
		x.Fatal("the user is gone")
	}
	return u
}

// edit changes Hiroshi as another administrator does.
func (x *scene) edit(change func(u *simulator.User)) {
	x.Helper()
	if !x.s.Edit(hiroshi, change) {
		x.Fatal("the user is gone")
	}
}

// note is a change of the note alone.
func (x *scene) note(s string) api.Patch {
	to := x.base.User.Editable()
	to.Note = text.Text(s)
	return api.PatchOf(x.base.User.Editable(), to)
}

func (x *scene) update(p api.Patch) api.Written {
	return x.c.Users.Update(x.base, p).Do(x.Context(), x.watch)
}

// strike lets an operation meet a fault.
func (x *scene) strike(op simulator.Operation, f simulator.Fault) {
	f.Operation = op
	x.s.InjectFault(f)
}

// writes are the requests that could change the service.
func (x *scene) writes() []simulator.Entry {
	return slices.DeleteFunc(x.s.Journal(), func(e simulator.Entry) bool { return e.Method == "GET" || e.Method == "HEAD" })
}

func (x *scene) applied() int {
	n := 0
	for _, e := range x.writes() {
		if e.Applied {
			n++
		}
	}
	return n
}

// checkWire holds for every test: a condition on each write over something that
// is there, no repetition but where nothing can have been applied.
func (x *scene) checkWire() {
	x.Helper()
	all := x.writes()
	for i, e := range all {
		conditional := e.Method == "PATCH" || e.Operation == simulator.UserDelete
		if conditional && e.IfMatch == "" || e.IfMatch == "*" || e.Method == "POST" && e.HasIfMatch {
			x.Errorf("%s %s was sent with If-Match %q", e.Method, e.Path, e.IfMatch)
		}
		if i == 0 || all[i-1].Operation != e.Operation || all[i-1].Path != e.Path {
			continue
		}
		if before := all[i-1]; !x.several && before.Status != 401 && before.Status != 429 && before.Status != 412 && before.Fault != "refuse" {
			x.Errorf("%s was repeated after %d (%s)", e.Operation, before.Status, before.Fault)
		}
	}
	if n := x.applied(); n > 1 && !x.several {
		x.Errorf("%d writes were applied", n)
	}
}

// want checks what a write claims.
func (x *scene) want(w api.Written, o api.Outcome) {
	x.Helper()
	if w.Outcome != o {
		x.Errorf("the outcome is %q, want %q (%v)", w.Outcome, o, w.Err)
	}
	if w.Outcome.Done() != (w.Err == nil) && w.Outcome != api.DeletedMeanwhile {
		x.Errorf("%q comes with the error %v", w.Outcome, w.Err)
	}
	if w.Err != nil && strings.ContainsAny(api.Explain(w.Err).Line().String(), "\x1b\u009b\a") {
		x.Errorf("unsafe words: %q", api.Explain(w.Err).Line())
	}
	if w.Outcome.Done() && w.Now.User.ID != "" && w.Now.ETag != "" {
		if u, ok := x.s.User(string(w.Now.User.ID)); !ok || u.ETag() != string(w.Now.ETag) {
			x.Errorf("the version is %s, the service has %s", w.Now.ETag, u.ETag())
		}
	}
}

func (x *scene) context(d time.Duration) context.Context {
	ctx, cancel := context.WithTimeout(x.Context(), d)
	x.Cleanup(cancel)
	return ctx
}
