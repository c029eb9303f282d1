package action

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"apimtui/api"
	"apimtui/api/simulator"
	"apimtui/api/text"
	"apimtui/tui/keys"
	"apimtui/tui/page/usergroups"
	"apimtui/tui/ui"
)

func TestBlockSendsTheStateAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		b.do(keys.Block, b.user(mateo))
		b.mustSee("Block", "Mateo García", "can neither sign in")
		b.press("y")
		if got := b.sent(); len(got) != 1 || got[0] != `PATCH  {"properties":{"state":"blocked"}}` || b.notice() != "saved: Mateo García is blocked" {
			t.Errorf("sent %q, told %q", got, b.notice())
		}
		b.do(keys.Undo, nil)
		if u, _ := b.sim.User(string(mateo)); u.State != "active" || b.notice() != "saved: undone, Mateo García is active again" {
			t.Errorf("%s; told %q", u.State, b.notice())
		}
		b.sim.Edit(string(mateo), func(u *simulator.User) { u.State = "blocked" })
		shown := b.user(mateo)
		b.do(keys.Block, shown)
		b.mustSee("Activate", "may sign in to the developer portal and call APIs")
		// Another administrator activated the user since it was shown.
		b.sim.Edit(string(mateo), func(u *simulator.User) { u.State = "active" })
		b.do(keys.Block, shown)
		b.mustSee("Someone else changed the user since it was shown", "The service says that the user is active already.")
		time.Sleep(time.Second)
		b.press("y")
		if n := len(b.sent()); n != 2 {
			t.Errorf("%d writes: %q", n, b.sent())
		}
	})
}

// A change of several properties is undone as far as they were changed.
func TestUndoNamesWhatGoesBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		b.Production = true
		u, etag, err := b.Users.Get(b.Context, mateo)
		if err != nil {
			t.Fatal(err)
		}
		to := u.Editable()
		to.FirstName, to.Note = "Matthew", "a note"
		b.carry(Save(b.Surface, ui.Save{Owner: 99, Base: api.Version{User: u, ETag: etag}, To: to}))
		if got := b.sent(); len(got) != 1 || got[0] != `PATCH  {"properties":{"firstName":"Matthew","note":"a note"}}` {
			t.Errorf("sent %q", got)
		}
		b.do(keys.Undo, nil)
		b.mustSee("first name goes back from Matthew to Mateo", "note goes back from a note to (empty)")
		b.press("n")
		b.do(keys.Undo, nil, "y")
		if u, _ := b.sim.User(string(mateo)); u.FirstName != "Mateo" || u.Note != nil && *u.Note != "" || b.notice() != "saved: undone, first name, note of Mateo García as before" {
			t.Errorf("%+v; told %q", u, b.notice())
		}
	})
}

func TestDeleteSendsWhatWasChosen(t *testing.T) {
	for _, c := range []struct {
		press []string
		query string
	}{{nil, ""}, {[]string{"s"}, "deleteSubscriptions=true"}, {[]string{"n"}, "appType=developerPortal&notify=true"}, {[]string{"s", "n", "s", "n"}, ""}} {
		synctest.Test(t, func(t *testing.T) {
			b := newBench(t)
			b.do(keys.Delete, b.user(mateo), append(c.press, "y")...)
			if got := b.sent(); len(got) != 1 || got[0] != strings.TrimSpace("DELETE "+c.query) || !strings.HasPrefix(b.notice(), "saved: Mateo García is deleted") {
				t.Errorf("%v: sent %q, told %q", c.press, got, b.notice())
			}
			b.carry(nil)
			if b.last == nil || b.last.Why != "a deletion cannot be undone." {
				t.Errorf("undo: %+v", b.last)
			}
		})
	}
	// To block instead is another action, and none for who is blocked.
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		b.do(keys.Delete, b.user(mateo), "b")
		if last := b.asked[len(b.asked)-1]; last != (ui.Perform{Action: keys.Block}) || len(b.sent()) != 0 {
			t.Errorf("asked %v", b.asked)
		}
		b.sim.Edit(string(mateo), func(u *simulator.User) { u.State = "blocked" })
		b.asked = nil
		b.do(keys.Delete, b.user(mateo), "b")
		if strings.Contains(fmt.Sprint(b.asked), string(keys.Block)) {
			t.Errorf("asked %v", b.asked)
		}
	})
}

func TestMailsSayWhereTheyLead(t *testing.T) {
	for a, want := range map[keys.Action]string{
		keys.PasswordMail: "POST appType=%s", keys.Invite: `PUT`,
	} {
		for press, app := range map[string]string{"y": "developerPortal", "ay": "portal", "aay": "developerPortal"} {
			synctest.Test(t, func(t *testing.T) {
				b := newBench(t)
				b.do(a, b.user(mateo), strings.Split(press, "")...)
				if strings.Contains(want, "%s") {
					want = fmt.Sprintf(want, app)
				}
				m := b.sim.Mails()
				if got := b.sent(); len(got) != 1 || !strings.HasPrefix(got[0], want[:3]) || len(m) != 1 || m[0].AppType != app {
					t.Errorf("%s %s: sent %q, mails %+v", a, press, got, m)
				}
			})
		}
	}
}

// Only a change of the address makes a password mail another question.
func TestWhatMattersToAMail(t *testing.T) {
	all := []api.Property{api.PropEmail, api.PropNote}
	if got := fmt.Sprint((&mail{kind: "password mail"}).Matters(all)); got != "[email]" {
		t.Errorf("a password mail: %s", got)
	}
	if got := (&mail{kind: "invite"}).Matters([]api.Property{api.PropEmail, api.PropNote}); len(got) != 2 {
		t.Errorf("an invitation: %s", got)
	}
}

// What is copied is exact, and nothing that would be something else once it is
// pasted.
func TestCopyMenu(t *testing.T) {
	u := &api.User{ID: "-ada o'b", FirstName: "Ada", Email: "ada@x.example", ResourceID: "/x/users/ada"}
	b := newBench(t)
	want := []string{
		"ada@x.example", "-ada o'b", "/x/users/ada", `apimtui --demo users show -- '-ada o'"'"'b'`,
		"az rest --method get --url '" + b.Users.URL(u.ID) + "'", `curl -H "Authorization: Bearer $TOKEN" '` + b.Users.URL(u.ID) + "'",
	}
	for i, text := range want {
		b.asked = nil
		b.do(keys.CopyMenu, u, append(strings.Split(strings.Repeat("down ", i), " ")[:i], "y")...)
		last, ok := b.asked[len(b.asked)-1].(ui.Copy)
		if !ok || strings.ReplaceAll(last.Text.Reveal(), "'\"'\"'", `'"'"'`) != text || last.Secret {
			t.Errorf("item %d: %+v", i, b.asked)
			continue
		}
	}
	if got := b.showCommand("users", "ada").value; got != "apimtui --demo users show ada" {
		t.Errorf("shows %s", got)
	}
	u.Email = text.Text("ada@x.example\nrm -rf")
	b.asked = nil
	b.do(keys.CopyMenu, u, "y")
	if n, ok := b.asked[len(b.asked)-1].(ui.Notify); !ok || !strings.HasPrefix(n.Text, "Not copied: ") {
		t.Errorf("asked %+v", b.asked)
	}
}

// Each group that was changed is a write of its own, in words of its own.
func TestRowsOfGroups(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		groups, err := b.Groups.List(b.Context)
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range groups {
			if g.Locked() {
				continue
			}
			u := *b.user(mateo)
			of, _ := b.Groups.Of(b.Context, mateo)
			in := !strings.Contains(fmt.Sprint(of), g.ID.Exact())
			row := rowsOf(b.Groups, u, []usergroups.Change{{Group: g, In: in}})[0]
			w := row.Write.Do(b.Context, nil)
			now, _ := b.Groups.Of(b.Context, mateo)
			if is := strings.Contains(fmt.Sprint(now), g.ID.Exact()); w.Outcome != api.Saved || is != in || !strings.Contains(row.Act.Done, map[bool]string{true: "is in", false: "is out of"}[in]) {
				t.Errorf("%s: %s, in it: %v", row.Act.Done, w.Outcome, is)
			}
		}
	})
}

// Every action is offered in a list and on a page, in words, and one that writes
// is known to.
func TestActionsAreWhole(t *testing.T) {
	reads := map[keys.Action]bool{keys.CopyMenu: true, keys.JSON: true, "product subscriptions": true, "groups of the service": true, "product subscriptions of the service": true, "views": true}
	ranks := map[int]keys.Action{}
	byID := ByID()
	for _, a := range All() {
		if a.ID == "" || a.Label == "" || a.Help == "" || a.Do == nil {
			t.Errorf("%s is not whole: %+v", a.ID, a)
		}
		if a.Writes == reads[a.ID] {
			t.Errorf("%s writes: %v", a.ID, a.Writes)
		}
		if other, twice := ranks[a.Rank]; twice && a.Rank > 0 {
			t.Errorf("%s and %s want the same place", a.ID, other)
		}
		ranks[a.Rank] = a.ID
		if found := byID[a.ID]; found == nil || found.ID != a.ID {
			t.Errorf("%s is not found", a.ID)
		}
	}
	if byID["nothing"] != nil {
		t.Error("something is found")
	}
	if n := len(keys.NewMap(Bindings()...).In(keys.User)); n < len(All()) {
		t.Errorf("%d keys on the page of a user", n)
	}
}

// What the rules refuse is disabled with the reason, for that user alone.
func TestDisabledWithAReason(t *testing.T) {
	one, ada, closed := api.User{ID: api.BuiltInUser, FirstName: "A", LastName: "B"}, api.User{ID: "ada"}, api.User{ID: "c", State: api.StateDeleted, FirstName: "A", LastName: "B"}
	for _, c := range []struct {
		a    keys.Action
		u    api.User
		says string
	}{
		{keys.Block, one, "built-in"}, {keys.Delete, one, "built-in"}, {keys.Invite, one, ""}, {keys.Block, ada, ""}, {keys.Delete, ada, ""},
		{keys.Invite, ada, "first and a last name"}, {keys.Block, closed, "closed"}, {keys.Delete, closed, ""},
	} {
		why := ByID()[c.a].Why(c.u)
		if c.says == "" && why != "" || !strings.Contains(why, c.says) || why != "" && (!strings.HasPrefix(why, "Disabled: ") || !strings.HasSuffix(why, ".")) {
			t.Errorf("%s of %s: %q", c.a, c.u.ID, why)
		}
	}
}
