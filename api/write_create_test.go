package api_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"apimtui/api"
	"apimtui/api/secret"
	"apimtui/api/simulator"
	"apimtui/api/text"
)

// An id or an address that is taken is said to be, with who has it, and nothing
// is sent.
func TestCreateTaken(t *testing.T) {
	for name, c := range map[string]struct {
		change   func(n *api.NewUser)
		property string
	}{
		"id":                  {func(n *api.NewUser) { n.ID = hiroshi }, "userId"},
		"address":             {func(n *api.NewUser) { n.Editable.Email = "h.tanaka@proseware.com" }, "email"},
		"address, other case": {func(n *api.NewUser) { n.Editable.Email = "H.Tanaka@Proseware.com" }, "email"},
		"both":                {func(n *api.NewUser) { n.ID, n.Editable.Email = hiroshi, "amelia.hart@contoso.com" }, "userId"},
	} {
		t.Run(name, func(t *testing.T) {
			onScene(t, simulator.Options{}, func(x *scene) {
				n := anna()
				c.change(&n)
				w := x.c.Users.Create(n).Do(x.Context(), nil)
				x.want(w, api.NotApplied)
				var taken *api.TakenError
				if !errors.As(w.Err, &taken) || taken.Property != c.property || taken.By.ID != hiroshi || len(x.writes()) != 0 || w.Mail != api.NoMail {
					t.Errorf("%+v, %d writes", w, len(x.writes()))
				}
			})
		})
	}
}

// Who cannot look whether a user is there makes none.
func TestCreateThatCannotLook(t *testing.T) {
	for _, op := range []simulator.Operation{simulator.UserGet, simulator.UserList} {
		for name, f := range map[string]simulator.Fault{"403": {Status: 403}, "503": {Status: 503}, "cut": {CutBefore: true}, "garbage": {Garbage: true}} {
			t.Run(string(op)+"/"+name, func(t *testing.T) {
				onScene(t, simulator.Options{}, func(x *scene) {
					f.Times = -1
					x.strike(op, f)
					x.want(x.c.Users.Create(anna()).Do(x.Context(), nil), api.NotApplied)
					if n := len(x.writes()); n != 0 {
						t.Errorf("%d writes", n)
					}
				})
			})
		}
	}
}

// A user that appears between the look and the write is overwritten, since the
// service knows no condition for it; that is said.
func TestCreateOverSomebody(t *testing.T) {
	for name, c := range map[string]struct {
		fault     simulator.Fault
		want      api.Outcome
		overwrote bool
	}{
		"answered":          {simulator.Fault{Calls: 99}, api.Saved, true},
		"lost, not applied": {simulator.Fault{CutBefore: true}, api.Conflict, false},
	} {
		t.Run(name, func(t *testing.T) {
			onScene(t, simulator.Options{}, func(x *scene) {
				x.several = true // the other one's write is one too
				x.c = newClient(t, between{x.s.Transport(), func(r *http.Request, _ int) {
					if r.Method == http.MethodPut {
						add(t, x.s, "anna")
						x.strike(simulator.UserPut, c.fault)
					}
				}, new(int)})
				w := x.c.Users.Create(anna()).Do(x.Context(), nil)
				x.want(w, c.want)
				if w.Overwrote != c.overwrote || w.Now.User.ID != "anna" {
					t.Errorf("%+v", w)
				}
			})
		})
	}
	onScene(t, simulator.Options{}, func(x *scene) {
		if w := x.c.Users.Create(anna()).Do(x.Context(), nil); w.Overwrote || !w.Own || len(w.Now.User.Groups) == 0 {
			t.Errorf("no one was there: %+v", w)
		}
	})
}

// All that was chosen is sent, nothing else, and no condition.
func TestCreateSends(t *testing.T) {
	for name, c := range map[string]struct {
		change      func(n *api.NewUser)
		body, query string
		mails       string
	}{
		"the least": {func(n *api.NewUser) {}, `{"email":"a@b.c","firstName":"A","lastName":"B"}`, "", ""},
		"the most": {func(n *api.NewUser) {
			n.Editable.State, n.Editable.Note = api.StateBlocked, "line\nline"
			n.Editable.Identities = []api.Identity{{Provider: "Basic", ID: "a@b.c"}}
			n.Password, n.Confirmation, n.AppType, n.Notify = secret.New("canary-password"), api.ConfirmSignup, api.AppDeveloperPortal, true
		}, `{"appType":"developerPortal","confirmation":"signup","email":"a@b.c","firstName":"A","identities":[{"provider":"Basic","id":"a@b.c"}],` +
			`"lastName":"B","note":"line\nline","password":"REDACTED","state":"blocked"}`, "&notify=true", "signup notify"},
	} {
		t.Run(name, func(t *testing.T) {
			onScene(t, simulator.Options{}, func(x *scene) {
				n := api.NewUser{ID: "a/b é", Editable: api.Editable{Email: "a@b.c", FirstName: "A", LastName: "B"}}
				c.change(&n)
				x.want(x.c.Users.Create(n).Do(x.Context(), nil), api.Saved)
				e := x.writes()[0]
				if strings.TrimSpace(e.Body) != `{"properties":`+c.body+`}` || e.Query != "api-version=2024-05-01"+c.query || e.HasIfMatch {
					t.Errorf("sent %s ?%s", e.Body, e.Query)
				}
				if !strings.HasSuffix(e.Path, "/users/a%2Fb%20%C3%A9") {
					t.Errorf("to %s", e.Path)
				}
				var kinds []string
				for _, m := range x.s.Mails() {
					kinds = append(kinds, m.Kind)
				}
				if strings.Join(kinds, " ") != c.mails {
					t.Errorf("mails: %v", kinds)
				}
			})
		})
	}
}

// What the service refuses names its field.
func TestCreateRefusedByField(t *testing.T) {
	onScene(t, simulator.Options{}, func(x *scene) {
		n := anna()
		n.Editable.FirstName = text.Text(strings.Repeat("x", 101))
		w := x.c.Users.Create(n).Do(x.Context(), nil)
		x.want(w, api.NotApplied)
		var e *api.Error
		if !errors.As(w.Err, &e) || len(e.Details) != 1 || e.Details[0].Target != "firstName" {
			t.Errorf("%v", w.Err)
		}
	})
}
