package userform_test

import (
	"context"
	"io"
	"strings"
	"testing"

	"apimtui/api"
	"apimtui/api/secret"
	"apimtui/tui/page/userform"
	"apimtui/tui/tuitest"
	"apimtui/tui/ui"
)

func fill(d *tuitest.Driver) {
	d.Press("tab")
	d.Type("ada@example.com")
	d.Press("enter")
	d.Type("Ada")
	d.Press("enter")
	d.Type("Lovelace")
}

func TestAUserIsMadeWithFewKeys(t *testing.T) {
	show(t, [2]int{}, newForm, func(d *tuitest.Driver, h *host) {
		fill(d) // 3 keys besides the text
		d.Press("ctrl+s")
		n := h.created(t)
		if n.ID != generatedID || n.Editable.Email != "ada@example.com" || n.Editable.FirstName != "Ada" || n.Editable.LastName != "Lovelace" {
			t.Errorf("makes %s %v", n.ID, n.Editable)
		}
		if n.Editable.State != api.StateActive || n.AppType != api.AppDeveloperPortal || n.Confirmation != api.ConfirmNone || n.Notify || !n.Password.Empty() {
			t.Errorf("with %v %v %v %v", n.Editable.State, n.AppType, n.Confirmation, n.Notify)
		}
	})
}

func TestEveryFieldOfANewUser(t *testing.T) {
	show(t, [2]int{}, newForm, func(d *tuitest.Driver, h *host) {
		d.Type("ada")
		fill(d)
		d.Press("tab", "ctrl+n", "tab", "down", "down", "tab")
		d.Type("first")
		d.Press("enter")
		d.Type("second")
		d.Press("tab")
		d.Type("Aad:1:2")
		d.Press("enter")
		d.Type("Google: g")
		d.Press("tab", "down", "down", "tab", "down", "tab", "space", "tab", "enter")
		n := h.created(t)
		e := n.Editable
		if n.ID != "ada" || e.State != api.StatePending || e.Note != "first\nsecond" || n.Confirmation != api.ConfirmInvite || n.AppType != api.AppLegacyPortal || !n.Notify {
			t.Errorf("makes %s %v %v %v %v %v", n.ID, e.State, e.Note, n.Confirmation, n.AppType, n.Notify)
		}
		if len(e.Identities) != 2 || e.Identities[0] != (api.Identity{Provider: "Aad", ID: "1:2"}) || e.Identities[1] != (api.Identity{Provider: "Google", ID: "g"}) {
			t.Errorf("with identities %v", e.Identities)
		}
		if n.Password.Len() != 20 || strings.Contains(string(d.Output()), n.Password.Reveal()) {
			t.Errorf("with a password of %d characters, or shown", n.Password.Len())
		}
	})
}

func TestTheGeneratedIDIsReplacedByTyping(t *testing.T) {
	show(t, [2]int{}, newForm, func(d *tuitest.Driver, h *host) {
		d.MustSee(generatedID)
		d.Type("a")
		d.MustNotSee(generatedID)
		d.MustSee("1 change: user id")
		d.Press("ctrl+n")
		d.Type("x") // is added: this one was asked for
		d.Press("ctrl+s")
		d.MustSee("An e-mail address is needed.")
	})
}

// What the hint says of the id holds for the one that is there.
func TestOnlyAGeneratedIDIsCalledSo(t *testing.T) {
	const replaced, generated, always = "Generated; type to replace it.", "Generated. It cannot", "be changed later."
	for _, c := range []struct {
		name      string
		do        func(d *tuitest.Driver)
		see, miss string
	}{
		{"as it opens", func(*tuitest.Driver) {}, replaced, generated},
		{"left and come back to", func(d *tuitest.Driver) { d.Press("tab", "shift+tab") }, replaced, generated},
		{"typed", func(d *tuitest.Driver) { d.Type("ada b/c") }, always, "Generated"},
		{"typed, left and come back to", func(d *tuitest.Driver) { d.Type("ada"); d.Press("tab", "shift+tab") }, always, "Generated"},
		{"moved in, so that typing adds", func(d *tuitest.Driver) { d.Press("left") }, generated, replaced},
		{"emptied", func(d *tuitest.Driver) { d.Press("backspace") }, always, "Generated"},
		{"generated again", func(d *tuitest.Driver) { d.Type("ada"); d.Press("ctrl+n") }, generated, replaced},
	} {
		t.Run(c.name, func(t *testing.T) {
			show(t, [2]int{}, newForm, func(d *tuitest.Driver, h *host) {
				c.do(d)
				d.MustSee("▌User id", c.see)
				d.MustNotSee(c.miss)
			})
		})
	}
}

func TestWithoutRandomnessNothingIsGuessable(t *testing.T) {
	open := func(out *ui.Outbox) *userform.Page {
		return userform.New(context.Background(), 1, out, userform.Options{Random: strings.NewReader("")})
	}
	show(t, [2]int{}, open, func(d *tuitest.Driver, h *host) {
		d.MustNotSee("Generated")
		fill(d)
		d.Press("ctrl+s")
		d.MustSee("A user id is needed.")
		if len(h.asked) > 0 {
			t.Errorf("asked for %v", h.asked)
		}
	})
}

func TestGeneratedValuesDiffer(t *testing.T) {
	seen := map[api.UserID]bool{}
	for range 2 {
		open := func(out *ui.Outbox) *userform.Page {
			return userform.New(context.Background(), 1, out, userform.Options{})
		}
		show(t, [2]int{}, open, func(d *tuitest.Driver, h *host) {
			fill(d)
			d.Press("ctrl+s")
			n := h.created(t)
			if seen[n.ID] || len(n.ID) != 24 {
				t.Errorf("generated %s", n.ID)
			}
			seen[n.ID] = true
		})
	}
}

func TestLeavingAnUntouchedNewForm(t *testing.T) {
	show(t, [2]int{}, newForm, func(d *tuitest.Driver, h *host) {
		d.Press("tab", "esc")
		if len(h.asked) != 1 || h.asked[0] != (ui.Leave{Page: 1}) {
			t.Errorf("asked for %v", h.asked)
		}
	})
}

func TestADraftOfADeletedUser(t *testing.T) {
	u := amelia()
	draft := api.NewUser{ID: u.ID, Editable: u.Editable(), AppType: api.AppDeveloperPortal, Password: secret.New("canary-1")}
	draft.Editable.Note = hostile
	open := func(out *ui.Outbox) *userform.Page {
		return userform.New(context.Background(), 1, out, userform.Options{Draft: &draft, Random: io.LimitReader(random(), 0)})
	}
	show(t, [2]int{}, open, func(d *tuitest.Driver, h *host) {
		d.MustSee("New user", u.ID.String(), "amelia.hart@contoso.com", "draft from the deleted user")
		d.MustNotSee("nothing changed yet")
		d.MustSee("The service refuses Aad identities on creation", "ctrl+x", "not applied")
		if !draft.Password.Empty() {
			t.Error("the draft still holds the password")
		}
		d.Press("esc")
		d.MustSee("Discard the draft?")
		d.Press("esc", "ctrl+s")
		n := h.created(t)
		if n.ID != u.ID || n.Editable.Note != hostile || n.Password.Reveal() != "canary-1" || len(n.Editable.Changed(draft.Editable)) > 0 {
			t.Errorf("makes %s with changes in %v", n.ID, n.Editable.Changed(draft.Editable))
		}
		d.Press("tab", "tab", "tab", "tab", "tab", "tab", "tab", "ctrl+x")
		d.MustSee("draft from the deleted user; 1 change: identities")
		d.MustNotSee("identities on creation")
	})
}

func TestIdentitiesThatANewUserMayNotHave(t *testing.T) {
	for typed, want := range map[string]string{
		"Basic:a@b.c": "", "basic:x": "", "Aad": "",
		"Aad:1": "refuses Aad identities", "aadB2C:1": "refuses aadB2C identities", "Google:1": "may refuse Google identities",
	} {
		show(t, [2]int{}, newForm, func(d *tuitest.Driver, h *host) {
			fill(d)
			d.Press("tab", "tab", "tab", "tab")
			d.Paste(typed)
			d.MustSee(typed)
			if want == "" {
				d.MustNotSee("on creation")
			} else {
				d.MustSee("The service " + want)
			}
		})
	}
	show(t, [2]int{}, edit(nil), func(d *tuitest.Driver, h *host) {
		d.Press("shift+tab", "shift+tab", "shift+tab")
		d.Type("1")
		d.MustSee("1 change: identities")
		d.MustNotSee("on creation")
	})
}

// What is not sent has a consequence for the user, which is to be known before.
func TestAppTypeSaysWhereLinksGo(t *testing.T) {
	for _, size := range sizes {
		show(t, size, newForm, func(d *tuitest.Driver, h *host) {
			for range 9 {
				d.Press("tab")
			}
			d.Press("down", "down")
			d.MustSee("▌App type", "not sent")
			d.Settle()
			want := "links go to the legacy portal; for services before 2020"
			if said := strings.Join(strings.Fields(strings.ReplaceAll(d.Screen(), "│", " ")), " "); size != sizes[2] && !strings.Contains(said, want) {
				t.Errorf("at %v the screen does not say %q:\n%s", size, want, d.Screen())
			}
			d.Press("tab")
			d.MustSee("not sent", "links go to the legacy portal")
		})
	}
}
