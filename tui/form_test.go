package tui

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"apimtui/api/simulator"
	"apimtui/tui/tuitest"
)

// editAmelia opens the form on her.
func editAmelia(d *tuitest.Driver) {
	at(d, amelia)
	d.Press("e")
	d.MustSee("Edit Amelia Hart")
}

const kwame = "kwame.mensah@litwareinc.com"

// retype replaces what a text field holds.
func retype(d *tuitest.Driver, value string) {
	d.Press("ctrl+a", "ctrl+k")
	d.Type(value)
}

func TestCreateInFewKeys(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		d.Settle()
		// n, tab, e-mail, tab, first, tab, last, ctrl+s: five keys beyond text.
		d.Press("n", "tab")
		d.Type("ada@example.com")
		d.Press("tab")
		d.Type("Ada")
		d.Press("tab")
		d.Type("Lovelace")
		d.Press("ctrl+s")
		d.WaitFor("saved: Ada Lovelace is created", time.Minute)
		d.MustSee("Overview", "ada@example.com")
		if u := w.user(t, "ada@example.com"); u.FirstName != "Ada" || u.LastName != "Lovelace" || u.State != "active" {
			t.Errorf("the service has %+v", u)
		}
		d.Press("esc")
		d.MustSee("61/61")
	})
}

func TestTakenEmailIsSaidAtItsField(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		d.Settle()
		d.Press("n", "tab")
		d.Type(amelia)
		d.Press("tab")
		d.Type("Another")
		d.Press("tab")
		d.Type("Amelia")
		d.Press("ctrl+s")
		d.MustSee("Belongs to Amelia Hart", "opens that user", amelia)
		if len(w.writes(t)) != 0 {
			t.Error("something was written")
		}
		d.Press("ctrl+o")
		d.MustSee("Overview", "Amelia Hart")
	})
}

func TestEditSendsWhatChanged(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		at(d, amelia)
		// Typed ahead of the reading: nothing is lost.
		w.sim.InjectFault(simulator.Fault{Operation: simulator.UserGet, Delay: 2 * time.Second})
		d.Press("e", "ctrl+a", "ctrl+k")
		d.Type("new@example.com")
		d.Advance(3 * time.Second)
		d.MustSee("1 change: e-mail", "new@example.com")
		d.Press("ctrl+s")
		d.WaitFor("saved: e-mail of Amelia Hart", time.Minute)
		body := w.writes(t)[0].Body
		if !strings.Contains(body, "new@example.com") || strings.Contains(body, "firstName") {
			t.Errorf("sent %s", body)
		}
		d.Press("z")
		d.MustSee("saved: undone")
		w.user(t, amelia)
	})
}

func TestDraftSurvivesARefusal(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		editAmelia(d)
		retype(d, "draft@example.com")
		for _, f := range []simulator.Fault{
			{Status: 401}, {Status: 403}, {Status: 503}, {Status: 429, RetryAfter: 600}, {CutBefore: true},
			{Status: 400, Body: `{"error":{"code":"ValidationError","message":"One or more fields contain incorrect values:","details":[{"code":"ValidationError","target":"email","message":"Not this one"}]}}`},
		} {
			f.Operation = simulator.UserPatch
			w.sim.InjectFault(f)
			d.Press("ctrl+s")
			d.WaitFor("not applied", 2*time.Minute)
			d.MustSee("draft@example.com")
		}
		d.MustSee("Not this one")
		d.Resize(60, 14)
		d.MustSee("draft@example.com")
		d.Resize(80, 24)
		d.Press("ctrl+s")
		d.WaitFor("saved: e-mail of Amelia Hart", time.Minute)
	})
}

func TestLeavingADraftAsks(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		editAmelia(d)
		d.Type("x")
		d.Press("ctrl+c")
		d.MustSee("Your draft is not saved")
		d.Press("n", "esc")
		d.MustSee("Discard")
		d.Press("y")
		d.MustSee("Users 1 of 60")
	})
}

func TestConflictConversation(t *testing.T) {
	t.Parallel()
	other := func(u *simulator.User) { u.LastName, u.State = "Theirs", "blocked" }
	tests := []struct {
		name               string
		theirs             func(u *simulator.User)
		keys               []string
		see                string
		email, last, state string
	}{
		{"merge different fields", other, []string{"m"}, "saved", "mine@example.com", "Theirs", "blocked"},
		{"merge, same field, theirs", func(u *simulator.User) { u.Email = "theirs@example.com" }, []string{"m", "t"}, "Nothing was written: ", "theirs@example.com", "Hart", "active"},
		{"merge, same field, mine", func(u *simulator.User) { u.Email = "theirs@example.com" }, []string{"m", "m"}, "saved", "mine@example.com", "Hart", "active"},
		{"mine wins, theirs stays elsewhere", func(u *simulator.User) { u.Email = "theirs@example.com"; u.LastName = "Theirs" }, []string{"o"}, "saved", "mine@example.com", "Theirs", "active"},
		{"take theirs", other, []string{"r", "y"}, "Nothing was written: ", amelia, "Theirs", "blocked"},
		{"back", other, []string{"esc"}, "mine@example.com", amelia, "Theirs", "blocked"},
		{"same value", func(u *simulator.User) { u.Email = "mine@example.com" }, nil, "saved", "mine@example.com", "Hart", "active"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := &world{}
			w.show(t, func(d *tuitest.Driver) {
				editAmelia(d)
				id := w.id(t, amelia)
				retype(d, "mine@example.com")
				w.sim.Edit(id, tt.theirs)
				d.Press("ctrl+s")
				if tt.keys != nil {
					d.MustSee("Conflict", "now there", "yours")
					if n := w.applied(t); n != 0 {
						t.Fatalf("%d writes before a key", n)
					}
					d.Advance(2 * time.Second)
					d.Press(tt.keys...)
				}
				d.WaitFor(tt.see, time.Minute)
				u, _ := w.sim.User(id)
				if u.Email != tt.email || u.LastName != tt.last || u.State != tt.state {
					t.Errorf("the service has %s, %s, %s", u.Email, u.LastName, u.State)
				}
				w.writes(t)
			})
		})
	}
}

func TestThirdWriterIsCaughtAgain(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		editAmelia(d)
		id := w.id(t, amelia)
		retype(d, "mine@example.com")
		w.sim.Edit(id, func(u *simulator.User) { u.LastName = "Second" })
		d.Press("ctrl+s")
		d.MustSee("Conflict", "Second")
		d.Advance(2 * time.Second)
		w.sim.Edit(id, func(u *simulator.User) { u.FirstName = "Third" })
		d.Press("m")
		d.MustSee("Conflict", "Third")
		d.Advance(2 * time.Second)
		d.Press("m")
		d.WaitFor("saved", time.Minute)
		if u, _ := w.sim.User(id); u.Email != "mine@example.com" || u.LastName != "Second" || u.FirstName != "Third" {
			t.Errorf("the service has %+v", u)
		}
	})
}

func TestDeletedMeanwhileIsMadeAnewFromTheDraft(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		at(d, kwame)
		d.Press("e")
		d.MustSee("Edit Kwame Mensah")
		id := w.id(t, kwame)
		retype(d, "mine@example.com")
		d.Press("tab", "tab", "tab")
		d.Type("canary-1")
		w.sim.Remove(id)
		d.Press("ctrl+s")
		d.MustSee("deleted meanwhile")
		d.Advance(2 * time.Second)
		d.Press("n")
		d.MustSee("New user", "mine@example.com", id, "••••••••")
		d.MustNotSee("canary")
		d.Press("ctrl+s")
		d.WaitFor("saved: Kwame Mensah is created", time.Minute)
		if sent := w.sim.Journal(); !slices.ContainsFunc(sent, func(e simulator.Entry) bool {
			return e.Method == http.MethodPut && strings.Contains(e.Body, `"password"`)
		}) {
			t.Error("the user was created without the typed password")
		}
	})
}

func TestConflictFrames(t *testing.T) {
	t.Parallel()
	for _, size := range sizes {
		w := &world{size: size}
		w.show(t, func(d *tuitest.Driver) {
			editAmelia(d)
			d.Golden("edit")
			id := w.id(t, amelia)
			retype(d, "mine@example.com")
			w.sim.Edit(id, func(u *simulator.User) { u.Email, u.LastName = "theirs@example.com", "Theirs" })
			d.Press("ctrl+s")
			d.Golden("conflict")
			d.Advance(2 * time.Second)
			d.Press("m")
			d.Golden("choice")
			d.Press("esc", "r")
			d.Golden("take-theirs")
		})
	}
}
