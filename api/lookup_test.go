package api_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"apimtui/api"
	"apimtui/api/journal"
	"apimtui/api/secret"
	"apimtui/api/simulator"
	"apimtui/api/text"
)

// What a later start says of a write is what it found, and never more.
func TestLookUpTellsWhatIsSo(t *testing.T) {
	both := func(x *scene) api.Write {
		p := x.note("mine")
		p.Properties, p.To.Email, p.To.Identities = append(p.Properties, api.PropEmail, api.PropIdentities), "new@example.com", []api.Identity{{Provider: "Basic", ID: "new@example.com"}, {Provider: "Google", ID: "1"}}
		return x.c.Users.Update(x.base, p)
	}
	password := func(x *scene) api.Write {
		return x.c.Users.Update(x.base, api.Patch{Password: secret.New("canary-Passw0rd")})
	}
	note := func(x *scene) api.Write { return x.c.Users.Update(x.base, x.note("mine")) }
	remove := func(x *scene) api.Write { return x.c.Users.Delete(x.base, api.DeleteOptions{Notify: true}) }
	create := func(x *scene) api.Write {
		return x.c.Users.Create(api.NewUser{ID: "ada", Editable: api.Editable{Email: "ada@example.com", FirstName: "Ada", LastName: "L"}, Confirmation: api.ConfirmInvite})
	}
	join := func(x *scene) api.Write { return x.c.Groups.Member(hiroshi, api.Group{ID: "beta-testers"}, true) }
	mail := func(x *scene) api.Write { return x.c.Users.PasswordMail(x.base, api.AppUnset) }
	edit := func(change func(u *simulator.User)) func(x *scene) { return func(x *scene) { x.edit(change) } }
	unread := func(x *scene) {
		x.s.InjectFault(simulator.Fault{Operation: "*", Times: -1, Status: 403, Code: "AuthorizationFailed"})
	}
	gone := func(x *scene) { x.s.Remove(hiroshi) }
	for name, c := range map[string]struct {
		write  func(x *scene) api.Write
		apply  bool
		then   func(x *scene) // what happens before someone looks
		found  api.Presence
		reason string
	}{
		"not applied":                     {both, false, nil, api.NotThere, "has not changed"},
		"applied":                         {both, true, nil, api.InPlace, "as it was to be"},
		"applied, identities in turn":     {both, true, edit(func(u *simulator.User) { u.Identities[0], u.Identities[1] = u.Identities[1], u.Identities[0] }), api.InPlace, "as it was to be"},
		"applied, then changed elsewhere": {note, true, edit(func(u *simulator.User) { u.LastName = "X" }), api.InPlace, "as it was to be"},
		"applied, then changed back":      {note, true, edit(func(u *simulator.User) { u.Note = nil }), api.NotThere, "as it was before"},
		"applied, then changed again":     {note, true, edit(func(u *simulator.User) { u.Note = new("other") }), api.CannotTell, "other values"},
		"not applied, changed elsewhere":  {note, false, edit(func(u *simulator.User) { u.LastName = "X" }), api.NotThere, "as it was before"},
		"a part of it by someone":         {both, false, edit(func(u *simulator.User) { u.Note = new("mine") }), api.CannotTell, "other values"},
		"unread":                          {note, true, unread, api.CannotTell, "could not be read"},
		"user gone":                       {note, true, gone, api.CannotTell, "gone"},
		"password, not applied":           {password, false, nil, api.NotThere, "has not changed"},
		"password":                        {password, true, nil, api.CannotTell, "password"},
		"deleted":                         {remove, true, nil, api.InPlace, "gone; a mail may have been sent"},
		"not deleted":                     {remove, false, nil, api.NotThere, "has not changed since; a mail may have been sent"},
		"not deleted, but changed":        {remove, false, edit(func(u *simulator.User) { u.LastName = "X" }), api.NotThere, "still there"},
		"deleted, and another came":       {remove, false, edit(func(u *simulator.User) { u.RegistrationDate = u.RegistrationDate.Add(time.Hour) }), api.CannotTell, "another user"},
		"created":                         {create, true, nil, api.InPlace, "a mail may have been sent"},
		"not created":                     {create, false, nil, api.NotThere, "no such user"},
		"created otherwise":               {create, true, func(x *scene) { x.s.Edit("ada", func(u *simulator.User) { u.Email = "other@example.com" }) }, api.CannotTell, "another user"},
		"joined":                          {join, true, nil, api.InPlace, "in the group"},
		"not joined":                      {join, false, nil, api.NotThere, "not in the group"},
		"joined, user gone":               {join, true, gone, api.CannotTell, "gone"},
		"joined, unread":                  {join, true, unread, api.CannotTell, "could not be read"},
		"mailed":                          {mail, true, nil, api.CannotTell, "a mail cannot be looked up"},
		"not mailed":                      {mail, false, nil, api.CannotTell, "a mail cannot be looked up"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			keep := func(o *api.Options) { o.Journal = journal.New(journal.Options{Dir: dir, Key: "s"}) }
			onScene(t, simulator.Options{}, func(x *scene) {
				x.s.InjectFault(simulator.Fault{Operation: simulator.Operation(c.write(x).Request().Operation), Status: 503, Apply: c.apply})
				blind := simulator.Fault{Operation: simulator.UserGet, Times: -1, Status: 500}
				if strings.Contains(name, "created") {
					blind.Calls = 2 // it looks first whether the id is free
				}
				x.s.InjectFault(blind)
				x.s.InjectFault(simulator.Fault{Operation: "UserGroup_List", Times: -1, Status: 500})
				c.write(x).Do(x.Context(), nil)
				x.s.ClearFaults()
				if c.then != nil {
					c.then(x)
				}
				store := journal.New(journal.Options{Dir: dir, Key: "s"})
				left := store.Left()
				if len(left) != 1 {
					t.Fatalf("left %v", left)
				}
				f := x.c.LookUp(x.Context(), left[0].Entry)
				if f.Found != c.found || !strings.Contains(f.Why, c.reason) || f.At.IsZero() && c.reason == "" {
					t.Errorf("%+v, want %q because of %q", f, c.found, c.reason)
				}
				raw, _ := os.ReadFile(filepath.Join(dir, "intents", left[0].ID+".json"))
				if all, _, err := journal.Read(dir); err != nil || all[0].Found != c.found || strings.Contains(string(raw), "canary") || strings.Contains(string(raw), "new@example") {
					t.Errorf("recorded %+v: %v: %s", all, err, raw)
				}
			}, keep)
		})
	}
}

// The key that was replaced is kept nowhere, so a later start cannot tell.
func TestReplacedKeyIsLookedFor(t *testing.T) {
	dir := t.TempDir()
	store := journal.New(journal.Options{Dir: dir, Key: "s"})
	onScene(t, simulator.Options{}, func(x *scene) {
		x.several = true // the keys are read by POST
		x.s.InjectFault(simulator.Fault{Operation: simulator.SubscriptionPrimary, CutAfter: true})
		x.s.InjectFault(simulator.Fault{Operation: simulator.Operation(api.OpSubscriptionSecrets), Calls: 2, Times: -1, Status: 500}) // after the look before
		if w := x.c.Subscriptions.Regenerate(first(x), api.PrimaryKey).Do(x.Context(), nil); w.Outcome != api.Unknown {
			t.Fatal(w.Outcome)
		}
		x.s.ClearFaults()
		left := store.Left()
		if len(left) != 1 || !strings.HasPrefix(left[0].What, "regeneration of the primary key") {
			t.Fatalf("left %v", left)
		}
		if f := x.c.LookUp(x.Context(), left[0].Entry); f.Found != api.CannotTell || !strings.Contains(f.Why, "the keys do not tell") {
			t.Errorf("%+v", f)
		}
	}, func(o *api.Options) { o.Journal = store })
}

// An entry of an earlier version does not say enough.
func TestLookUpOfAnOldEntry(t *testing.T) {
	onScene(t, simulator.Options{}, func(x *scene) {
		asked := len(x.s.Journal())
		if f := x.c.LookUp(x.Context(), api.Entry{Entity: hiroshi, What: "deletion"}); f.Found != api.CannotTell || len(x.s.Journal()) != asked {
			t.Errorf("%+v", f)
		}
	})
}

// strict is a journal that takes nothing.
type strict struct{}

func (strict) Begin(api.Entry) (func(api.Result), error) {
	return nil, errors.New("/state cannot be written (no space)")
}
func (strict) Found(api.Entry, api.Finding) {}
func (strict) Seen(string)                  {}

// Without an entry nothing is sent where one is required: no write, no access.
func TestNoEntryNoWrite(t *testing.T) {
	onScene(t, simulator.Options{}, func(x *scene) {
		fails := map[string]error{}
		for name, w := range map[string]api.Write{
			"update": x.c.Users.Update(x.base, x.note("mine")), "delete": x.c.Users.Delete(x.base, api.DeleteOptions{}),
			"create": x.c.Users.Create(api.NewUser{ID: "ada", Editable: api.Editable{Email: "ada@example.com", FirstName: "Ada", LastName: "L"}}),
			"join":   x.c.Groups.Member(hiroshi, api.Group{ID: "beta-testers"}, true), "mail": x.c.Users.PasswordMail(x.base, api.AppUnset),
			"invite": x.c.Users.Invite(x.base, api.AppUnset),
		} {
			r := w.Do(x.Context(), nil)
			if fails[name] = r.Err; r.Outcome != api.NotApplied || r.Sent {
				t.Errorf("%s: %+v", name, r.Result)
			}
		}
		_, fails["link"] = x.c.Users.SSOURL(x.Context(), hiroshi, nil)
		_, fails["token"] = x.c.Users.Token(x.Context(), hiroshi, api.PrimaryKey, time.Now().Add(time.Hour), nil)
		for name, err := range fails {
			line := api.Explain(err).Line().String()
			if !errors.Is(err, api.KindRefused) || !strings.Contains(line, "/state cannot be written (no space); nothing was sent") || strings.Contains(line, "endpoint") {
				t.Errorf("%s: %s", name, line)
			}
		}
		if n := len(x.writes()); n > 0 {
			t.Errorf("%d writes were sent", n)
		}
	}, func(o *api.Options) { o.Journal = strict{} })
}

// The client remembers what it sent, without queries and bodies, and marks writes
// with their outcome.
func TestExchanges(t *testing.T) {
	onScene(t, simulator.Options{}, func(x *scene) {
		x.strike(simulator.UserPatch, simulator.Fault{Status: 429, RetryAfter: 3})
		x.update(x.note("canary"))
		if _, err := x.c.Users.Find(x.Context(), "canary@example.com"); err == nil {
			t.Fatal("someone has that address")
		}
		var got []string
		for _, e := range x.c.Exchanges() {
			if e.RequestID == "" || e.Took <= 0 || strings.ContainsAny(e.Path.Exact(), "?$") {
				t.Errorf("%+v", e)
			}
			if e.Method != "GET" || e.Path == text.Text("users/"+hiroshi) {
				got = append(got, strings.TrimSpace(e.Method+" "+e.Path.Exact()+" "+e.Outcome.String()))
			}
		}
		if all := strings.Join(got, "|"); !strings.Contains(all, "PATCH users/"+hiroshi+" saved|PATCH users/"+hiroshi+" saved") {
			t.Error(all)
		}
		for range 600 {
			_, _, _ = x.c.Users.Get(x.Context(), hiroshi)
		}
		if n := len(x.c.Exchanges()); n != 500 {
			t.Errorf("%d are remembered", n)
		}
	})
}
