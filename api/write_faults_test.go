package api_test

import (
	"fmt"
	"testing"
	"time"

	"apimtui/api"
	"apimtui/api/simulator"
)

// fate is what a fault makes of a write, as someone knows who stands on the
// service's side.
type fate int

const (
	refused fate = iota // an answer that says no
	lostOut             // no answer, and nothing was applied
	lostIn              // no answer, though it was applied
	through             // it got through in the end
	gone                // an answer that says that there is no such user, while there is
)

// mishaps is what can befall a write.
func mishaps() map[string]struct {
	fault simulator.Fault
	fate  fate
} {
	const ever = -1
	return map[string]struct {
		fault simulator.Fault
		fate  fate
	}{
		"none":                   {simulator.Fault{Calls: 99}, through},
		"slow":                   {simulator.Fault{Delay: 50 * time.Second}, through},
		"too slow":               {simulator.Fault{Delay: 70 * time.Second}, lostOut},
		"cut before":             {simulator.Fault{CutBefore: true}, lostOut},
		"cut after":              {simulator.Fault{CutAfter: true}, lostIn},
		"applied late":           {simulator.Fault{Late: time.Second}, lostIn},
		"cut within":             {simulator.Fault{CutBody: true}, lostIn},
		"hang":                   {simulator.Fault{Hang: true}, lostOut},
		"hang after":             {simulator.Fault{Hang: true, Apply: true}, lostIn},
		"408":                    {simulator.Fault{Status: 408}, lostOut},
		"500":                    {simulator.Fault{Status: 500}, lostOut},
		"500 after":              {simulator.Fault{Status: 500, Apply: true}, lostIn},
		"502 of a proxy":         {simulator.Fault{Status: 502, Body: "<html>\x1b[2J"}, lostOut},
		"502 of a proxy, after":  {simulator.Fault{Status: 502, Body: "<html>", Apply: true}, lostIn},
		"503 with Retry-After":   {simulator.Fault{Status: 503, RetryAfter: 3}, lostOut},
		"504 after":              {simulator.Fault{Status: 504, Apply: true}, lostIn},
		"garbage":                {simulator.Fault{Garbage: true}, lostOut},
		"garbage after":          {simulator.Fault{Garbage: true, Apply: true}, lostIn},
		"cut JSON":               {simulator.Fault{Status: 200, Body: `{"id":"/sub`}, lostOut},
		"cut JSON after":         {simulator.Fault{Status: 200, Body: `{"id":"/sub`, Apply: true}, lostIn},
		"huge body":              {simulator.Fault{HugeBody: true}, lostOut},
		"huge body after":        {simulator.Fault{HugeBody: true, Apply: true}, lostIn},
		"throttled":              {simulator.Fault{Status: 429, RetryAfter: 7}, through},
		"throttled twice":        {simulator.Fault{Status: 429, RetryAfter: 7, Times: 2}, refused},
		"throttled for an hour":  {simulator.Fault{Status: 429, RetryAfter: 3600}, refused},
		"no connection":          {simulator.Fault{Refuse: true, Times: 2}, through},
		"no connection for long": {simulator.Fault{Refuse: true, Times: ever}, refused},
		"400":                    {simulator.Fault{Status: 400}, refused},
		"401":                    {simulator.Fault{Status: 401}, refused},
		"403":                    {simulator.Fault{Status: 403}, refused},
		"404 of a user that is":  {simulator.Fault{Status: 404}, gone},
		"404 of another service": {simulator.Fault{Status: 404, Headers: map[string]string{"x-ms-failure-cause": "gateway"}}, gone},
		"409":                    {simulator.Fault{Status: 409}, refused},
		"redirect":               {simulator.Fault{Redirect: "https://management.azure.com.evil/"}, lostOut},
	}
}

// deed is an operation that writes, against the scene's user.
type deed struct {
	op  simulator.Operation
	run func(x *scene) api.Written
	// done says whether the service carries the change.
	done func(x *scene) bool
	// blind deeds leave nothing behind that could be read back.
	blind bool
	mails bool
}

func anna() api.NewUser {
	return api.NewUser{ID: "anna", Editable: api.Editable{Email: "anna@example.com", FirstName: "Anna", LastName: "Berg", Note: "new"},
		Confirmation: api.ConfirmInvite, AppType: api.AppDeveloperPortal}
}

func deeds() map[string]deed {
	mailed := func(x *scene) bool { return len(x.s.Mails()) == 1 }
	return map[string]deed{
		"update": {simulator.UserPatch, func(x *scene) api.Written { return x.update(x.note("mine")) },
			func(x *scene) bool { n := x.now().Note; return n != nil && *n == "mine" }, false, false},
		"create": {simulator.UserPut, func(x *scene) api.Written { return x.c.Users.Create(anna()).Do(x.Context(), x.watch) },
			func(x *scene) bool { _, ok := x.s.User("anna"); return ok }, false, true},
		"delete": {simulator.UserDelete, func(x *scene) api.Written {
			return x.c.Users.Delete(x.base, api.DeleteOptions{Notify: true}).Do(x.Context(), x.watch)
		}, func(x *scene) bool { _, ok := x.s.User(hiroshi); return !ok }, false, true},
		"password mail": {simulator.UserPasswordMail, func(x *scene) api.Written {
			return x.c.Users.PasswordMail(api.Version{User: api.User{ID: hiroshi}}, api.AppDeveloperPortal).Do(x.Context(), x.watch)
		}, mailed, true, true},
		"invitation": {simulator.UserPut, func(x *scene) api.Written {
			return x.c.Users.Invite(x.base, api.AppDeveloperPortal).Do(x.Context(), x.watch)
		}, mailed, true, true},
	}
}

// expected is the outcome that says no more and no less than is known.
func (d deed) expected(f fate) api.Outcome {
	switch {
	case f == through:
		return api.Saved
	case f == refused, f == gone && !d.blind:
		return api.NotApplied
	case d.blind:
		return api.Unknown
	case f == lostIn:
		return api.Confirmed
	}
	return api.NotApplied
}

// Whatever befalls a write, its outcome is what is true, or unknown where
// no one can tell; it is applied once at most, and mails once at most.
func TestEveryWriteUnderEveryFault(t *testing.T) {
	t.Parallel()
	for name, d := range deeds() {
		for what, m := range mishaps() {
			t.Run(name+"/"+what, func(t *testing.T) {
				onScene(t, simulator.Options{}, func(x *scene) {
					x.strike(d.op, m.fault)
					w := d.run(x)
					time.Sleep(2 * m.fault.Late) // simulated
					x.want(w, d.expected(m.fate))
					if applied := m.fate == through || m.fate == lostIn; d.done(x) != applied || x.applied() > 0 != applied {
						t.Errorf("applied: %v, want %v", d.done(x), applied)
					}
					x.wantMail(d, w)
					told := x.heard(func(p api.Progress) bool { return p.Checking })
					if lost := m.fate == lostOut || m.fate == lostIn; lost && !told || m.fate == through && told {
						t.Errorf("told of checking: %v", told)
					}
				})
			})
		}
	}
}

// wantMail checks that a claim about a mail is true.
func (x *scene) wantMail(d deed, w api.Written) {
	x.Helper()
	n := len(x.s.Mails())
	switch {
	case n > 1:
		x.Errorf("%d mails", n)
	case w.Mail == api.NoMail && n != 0, w.Mail == api.MailAccepted && n != 1, w.Mail != api.NoMail && !d.mails:
		x.Errorf("%d mails were sent, and the claim is %v", n, w.Mail)
	case w.Mail == api.MailMaybe && (w.Outcome == api.Saved && d.op != simulator.UserDelete || w.Outcome == api.NotApplied && !w.Doubtful() || w.Outcome == api.DeletedMeanwhile && !d.blind):
		x.Errorf("%q leaves no doubt about a mail", w.Outcome)
	}
}

// Without a reading after a lost answer nothing is known; once reading works
// again, the truth comes out.
func TestUnknownUntilItCanBeRead(t *testing.T) {
	t.Parallel()
	writes := map[string]func(x *scene) api.Write{
		"update": func(x *scene) api.Write { return x.c.Users.Update(x.base, x.note("mine")) },
		"create": func(x *scene) api.Write { return x.c.Users.Create(anna()) },
		"delete": func(x *scene) api.Write { return x.c.Users.Delete(x.base, api.DeleteOptions{Notify: true}) },
	}
	for name, write := range writes {
		d := deeds()[name]
		for what, m := range mishaps() {
			if m.fate != lostIn && m.fate != lostOut {
				continue
			}
			t.Run(name+"/"+what, func(t *testing.T) {
				onScene(t, simulator.Options{}, func(x *scene) {
					x.strike(d.op, m.fault)
					first := 1
					if name == "create" {
						first = 2 // the id is looked up before
					}
					x.strike(simulator.UserGet, simulator.Fault{Status: 503, Calls: first, Times: -1})
					w := d.run(x)
					x.want(w, api.Unknown)
					if w.Now.ETag != "" {
						t.Error("an unknown version has an ETag: it could be written over")
					}
					x.wantMail(d, w)
					if still := write(x).Check(x.Context(), w); still.Outcome != api.Unknown {
						t.Errorf("unreadable still, and %q", still.Outcome)
					}
					x.s.ClearFaults()
					truth := api.NotApplied
					if m.fate == lostIn {
						truth = api.Confirmed
					}
					if got := write(x).Check(x.Context(), w); got.Outcome != truth {
						t.Errorf("read again: %q, want %q", got.Outcome, truth)
					}
				})
			})
		}
	}
}

// A read-only client sends no write at all, whatever is asked of it.
func TestReadOnlySendsNoWrite(t *testing.T) {
	for name, d := range deeds() {
		t.Run(name, func(t *testing.T) {
			onScene(t, simulator.Options{}, func(x *scene) {
				w := d.run(x)
				x.want(w, api.NotApplied)
				x.wantMail(d, w)
				if n := len(x.writes()); n != 0 {
					t.Errorf("%d writes were sent", n)
				}
			}, func(o *api.Options) { o.ReadOnly = true })
		})
	}
}

// A throttled write tells how long it waits, waits that long and is sent once
// more. An operator who gives up meanwhile knows that nothing was applied.
func TestThrottledWriteWaitsAsAsked(t *testing.T) {
	for name, d := range deeds() {
		t.Run(name, func(t *testing.T) {
			onScene(t, simulator.Options{}, func(x *scene) {
				x.strike(d.op, simulator.Fault{Status: 429, RetryAfter: 90})
				start := time.Now()
				x.want(d.run(x), api.Saved)
				w := x.writes()
				if len(w) != 2 || w[1].Time.Sub(start) < 90*time.Second || w[1].Time.Sub(start) > 100*time.Second {
					t.Errorf("%d writes, the last after %v", len(w), time.Since(start))
				}
				if !x.heard(func(p api.Progress) bool { return p.Throttled == 90*time.Second }) {
					t.Errorf("told %v", x.told)
				}
			})
		})
	}
	onScene(t, simulator.Options{}, func(x *scene) {
		x.strike(simulator.UserPatch, simulator.Fault{Status: 429, RetryAfter: 60})
		x.want(x.c.Users.Update(x.base, x.note("mine")).Do(x.context(10*time.Second), nil), api.NotApplied)
		if n := len(x.writes()); n != 1 {
			t.Errorf("%d writes", n)
		}
	})
}

// Giving up on a write does not keep from finding out what became of it.
func TestGivingUpIsReconciled(t *testing.T) {
	for applied, want := range map[bool]api.Outcome{true: api.Confirmed, false: api.NotApplied} {
		t.Run(fmt.Sprint(applied), func(t *testing.T) {
			onScene(t, simulator.Options{}, func(x *scene) {
				x.strike(simulator.UserPatch, simulator.Fault{Hang: true, Apply: applied})
				start := time.Now()
				x.want(x.c.Users.Update(x.base, x.note("mine")).Do(x.context(5*time.Second), nil), want)
				if d := time.Since(start); d > 8*time.Second {
					t.Errorf("it took %v", d)
				}
			})
		})
	}
}
