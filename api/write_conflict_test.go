package api_test

import (
	"net/http"
	"strings"
	"testing"

	"apimtui/api"
	"apimtui/api/secret"
	"apimtui/api/simulator"
	"apimtui/api/text"
)

// meddlings is what another administrator does between a load and a write, by
// what it means for each write.
func meddlings() map[string]struct {
	change                 func(x *scene)
	update, remove, invite api.Outcome
} {
	edit := func(change func(u *simulator.User)) func(x *scene) {
		return func(x *scene) { x.edit(change) }
	}
	const no, open = api.Conflict, api.Unknown
	return map[string]struct {
		change                 func(x *scene)
		update, remove, invite api.Outcome
	}{
		"another field":        {edit(func(u *simulator.User) { u.LastName = "Theirs" }), no, no, open},
		"the same field":       {edit(func(u *simulator.User) { u.Note = new(string); *u.Note = "theirs" }), no, no, open},
		"the state alone":      {edit(func(u *simulator.User) { u.State = "blocked" }), no, no, open},
		"an identity":          {edit(func(u *simulator.User) { u.Identities = nil }), no, no, open},
		"the same value":       {edit(func(u *simulator.User) { u.Note = new(string); *u.Note = "mine" }), api.Saved, no, open},
		"nothing that shows":   {edit(func(*simulator.User) {}), api.Saved, api.Saved, open},
		"order of identities":  {edit(func(u *simulator.User) { u.Identities = append(u.Identities[1:], u.Identities[0]) }), api.Saved, api.Saved, open},
		"deleted":              {func(x *scene) { x.s.Remove(hiroshi) }, api.DeletedMeanwhile, api.Saved, api.DeletedMeanwhile},
		"412 for no reason":    {func(x *scene) { x.strike("*", simulator.Fault{Status: 412}) }, api.Saved, api.Saved, open},
		"412 again and again":  {func(x *scene) { strikeWrites(x, simulator.Fault{Status: 412, Times: -1}) }, api.NotApplied, api.NotApplied, open},
		"412, then unreadable": {unreadable, open, open, open},
	}
}

func strikeWrites(x *scene, f simulator.Fault) {
	for _, op := range []simulator.Operation{simulator.UserPatch, simulator.UserPut, simulator.UserDelete} {
		x.strike(op, f)
	}
}

func unreadable(x *scene) {
	x.edit(func(u *simulator.User) { u.LastName = "Theirs" })
	x.strike(simulator.UserGet, simulator.Fault{Status: 503, Times: -1})
}

// A second writer is never overwritten, and nothing is called a conflict that is
// none.
func TestSecondWriter(t *testing.T) {
	for name, m := range meddlings() {
		for deedName, want := range map[string]api.Outcome{"update": m.update, "delete": m.remove, "invitation": m.invite} {
			t.Run(deedName+"/"+name, func(t *testing.T) {
				onScene(t, simulator.Options{}, func(x *scene) {
					m.change(x)
					before, _ := x.s.User(hiroshi)
					d := deeds()[deedName]
					w := d.run(x)
					x.want(w, want)
					x.wantMail(d, w)
					after, there := x.s.User(hiroshi)
					if want != api.Saved && after.ETag() != before.ETag() {
						t.Errorf("%q, and the user was written", want)
					}
					if want == api.Conflict && (w.Now.ETag != api.ETag(before.ETag()) || w.Now.User.LastName.Exact() != before.LastName) {
						t.Errorf("theirs is %+v", w.Now)
					}
					if want == api.DeletedMeanwhile && (there || w.Now.User.ID != "") {
						t.Errorf("there: %v, and it is said to be %+v", there, w.Now)
					}
					if want == api.Saved && deedName == "update" && (after.Note == nil || *after.Note != "mine" || after.LastName != before.LastName) {
						t.Errorf("the service has %+v", after)
					}
				})
			})
		}
	}
}

// A write whose answer was lost meets a change of someone else's, before it
// or instead of it.
func TestLostAnswerAndASecondWriter(t *testing.T) {
	password := api.Patch{Password: secret.New("correct horse")}
	for name, c := range map[string]struct {
		patch  func(x *scene) api.Patch
		fault  simulator.Fault
		change func(u *simulator.User)
		want   api.Outcome
	}{
		"not applied, and changed":           {note, simulator.Fault{CutBefore: true}, func(u *simulator.User) { u.LastName = "Theirs" }, api.Conflict},
		"not applied, nothing shows":         {note, simulator.Fault{CutBefore: true}, func(*simulator.User) {}, api.NotApplied},
		"applied, and changed elsewhere":     {note, simulator.Fault{CutAfter: true}, func(u *simulator.User) { u.LastName = "Theirs" }, api.Confirmed},
		"applied, and changed to another":    {note, simulator.Fault{CutAfter: true}, func(u *simulator.User) { u.Note = nil; u.State = "blocked" }, api.Conflict},
		"password, not applied":              {func(*scene) api.Patch { return password }, simulator.Fault{CutBefore: true}, nil, api.NotApplied},
		"password, applied":                  {func(*scene) api.Patch { return password }, simulator.Fault{CutAfter: true}, nil, api.Unknown},
		"password, and changed":              {func(*scene) api.Patch { return password }, simulator.Fault{CutBefore: true}, func(u *simulator.User) { u.LastName = "Theirs" }, api.Unknown},
		"password and note, applied":         {noteAndPassword, simulator.Fault{CutAfter: true}, nil, api.Unknown},
		"password and note, none is applied": {noteAndPassword, simulator.Fault{CutBefore: true}, nil, api.NotApplied},
	} {
		t.Run(name, func(t *testing.T) {
			onScene(t, simulator.Options{}, func(x *scene) {
				x.strike(simulator.UserPatch, c.fault)
				if c.change != nil {
					x.c = newClient(t, between{x.s.Transport(), func(r *http.Request, n int) {
						if r.Method == http.MethodGet && n == 2 {
							x.edit(c.change)
						}
					}, new(int)})
				}
				w := x.c.Users.Update(x.base, c.patch(x)).Do(x.Context(), x.watch)
				x.want(w, c.want)
				if w.Own {
					t.Error("a version that was only read is said to be our own")
				}
			})
		})
	}
}

func note(x *scene) api.Patch { return x.note("mine") }

func noteAndPassword(x *scene) api.Patch {
	p := x.note("mine")
	p.Password = secret.New("correct horse")
	return p
}

// between does something before each request, counted from 1.
type between struct {
	http.RoundTripper
	before func(r *http.Request, n int)
	n      *int
}

func (b between) RoundTrip(r *http.Request) (*http.Response, error) {
	*b.n++
	b.before(r, *b.n)
	return b.RoundTripper.RoundTrip(r)
}

// An update can be undone as long as no one wrote since, and only then.
func TestOwnVersion(t *testing.T) {
	for name, c := range map[string]struct {
		meddle func(u *simulator.User)
		own    bool
	}{
		"nobody":             {nil, true},
		"another change":     {func(u *simulator.User) { u.LastName = "Theirs" }, false},
		"nothing that shows": {func(*simulator.User) {}, false},
	} {
		t.Run(name, func(t *testing.T) {
			onScene(t, simulator.Options{}, func(x *scene) {
				x.c = newClient(t, between{x.s.Transport(), func(r *http.Request, n int) {
					if n == 2 && c.meddle != nil {
						x.edit(c.meddle) // after the write, before it is read
					}
				}, new(int)})
				w := x.update(x.note("mine"))
				x.want(w, api.Saved)
				if w.Own != c.own {
					t.Errorf("own: %v", w.Own)
				}
			})
		})
	}
}

func TestUndoOfAnOwnVersion(t *testing.T) {
	onScene(t, simulator.Options{}, func(x *scene) {
		x.several = true
		before := x.base.User.Editable()
		w := x.update(x.note("mine"))
		x.base = w.Now
		if back := x.update(api.PatchOf(w.Now.User.Editable(), before)); back.Outcome != api.Saved || !back.Own || x.now().Note != nil {
			t.Errorf("undone: %+v, the note is %v", back, x.now().Note)
		}
	})
}

// Saved stays saved when the version made cannot be read.
func TestSavedButNotReadAgain(t *testing.T) {
	onScene(t, simulator.Options{}, func(x *scene) {
		x.strike(simulator.UserGet, simulator.Fault{Status: 503, Times: -1})
		w := x.update(x.note("mine"))
		x.want(w, api.Saved)
		if w.Now.ETag != "" || w.Own || w.Now.User.NoteText() != "mine" {
			t.Errorf("%+v", w)
		}
	})
}

// Older services answer an update with nothing.
func TestUpdateAnsweredWithNothing(t *testing.T) {
	for name, read := range map[string]simulator.Fault{"read": {Calls: 99}, "unreadable": {Status: 503, Times: -1}} {
		t.Run(name, func(t *testing.T) {
			onScene(t, simulator.Options{}, func(x *scene) {
				x.strike(simulator.UserGet, read)
				w := x.update(x.note("mine"))
				x.want(w, api.Saved)
				if w.Own || w.Now.User.NoteText() != "mine" || w.Now.User.Email != x.base.User.Email {
					t.Errorf("%+v", w)
				}
			}, func(o *api.Options) { o.APIVersion = "2019-12-01" })
		})
	}
}

// No answer of a write empties the groups that were known.
func TestKnownGroupsAreKept(t *testing.T) {
	groups := []api.UserGroup{{Name: "Developers"}}
	for name, strike := range map[string]func(x *scene){
		"saved":       func(*scene) {},
		"confirmed":   func(x *scene) { x.strike(simulator.UserPatch, simulator.Fault{CutAfter: true}) },
		"unread":      func(x *scene) { x.strike(simulator.UserGet, simulator.Fault{Status: 503, Times: -1}) },
		"not applied": func(x *scene) { x.strike(simulator.UserPatch, simulator.Fault{Status: 403}) },
		"conflict":    func(x *scene) { x.edit(func(u *simulator.User) { u.State = "blocked" }) },
	} {
		t.Run(name, func(t *testing.T) {
			onScene(t, simulator.Options{}, func(x *scene) {
				x.base.User.Groups = groups
				strike(x)
				w := x.update(x.note("mine"))
				if len(w.Now.User.Groups) != 1 {
					t.Errorf("%q left %v", w.Outcome, w.Now.User.Groups)
				}
				if w := x.c.Users.Update(x.base, x.note("mine")).Check(x.Context(), w); len(w.Now.User.Groups) != 1 {
					t.Errorf("checked again: %v", w.Now.User.Groups)
				}
			})
		})
	}
}

// Without a version nothing is written, and never over all versions.
func TestNoWriteWithoutACondition(t *testing.T) {
	for _, etag := range []api.ETag{"", "*"} {
		onScene(t, simulator.Options{}, func(x *scene) {
			x.base.ETag = etag
			for _, name := range []string{"update", "delete", "invitation"} {
				x.want(deeds()[name].run(x), api.NotApplied)
			}
			if n := len(x.writes()); n != 0 {
				t.Errorf("%d writes with the condition %q", n, etag)
			}
		})
	}
	onScene(t, simulator.Options{}, func(x *scene) {
		x.base.User.ID = ".."
		for _, name := range []string{"update", "delete", "invitation"} {
			x.want(deeds()[name].run(x), api.NotApplied)
		}
		n := anna()
		n.ID = ""
		x.want(x.c.Users.Create(n).Do(x.Context(), nil), api.NotApplied)
		x.want(x.c.Users.PasswordMail(api.Version{User: api.User{ID: "."}}, "").Do(x.Context(), nil), api.NotApplied)
	})
}

// Only what was changed is sent, and the exact text of it.
func TestUpdateSendsWhatChanged(t *testing.T) {
	hostile := text.Text("\x1b[2J\u202eé\u0301\u200b")
	for name, c := range map[string]struct {
		change func(e *api.Editable)
		want   string
	}{
		"a name":     {func(e *api.Editable) { e.FirstName = hostile }, `{"firstName":"\u001b[2J` + "\u202eé\u0301\u200b" + `"}`},
		"no note":    {func(e *api.Editable) { e.Note = "" }, `{"note":null}`},
		"state":      {func(e *api.Editable) { e.State = api.StatePending }, `{"state":"pending"}`},
		"no sign-in": {func(e *api.Editable) { e.Identities = nil }, `{"identities":[]}`},
		"two":        {func(e *api.Editable) { e.Email, e.LastName = "a<b&c@example.com", "" }, `{"email":"a<b&c@example.com","lastName":""}`},
	} {
		t.Run(name, func(t *testing.T) {
			onScene(t, simulator.Options{}, func(x *scene) {
				x.edit(func(u *simulator.User) { u.Note = new(string); *u.Note = "old" })
				x.load(hiroshi)
				to := x.base.User.Editable()
				c.change(&to)
				x.update(api.PatchOf(x.base.User.Editable(), to))
				if got := x.writes()[0].Body; strings.TrimSpace(got) != `{"properties":`+c.want+`}` {
					t.Errorf("sent %s\nwant %s", got, c.want)
				}
			})
		})
	}
}
