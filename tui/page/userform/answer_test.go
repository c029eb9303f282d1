package userform_test

import (
	"context"
	"errors"
	"testing"

	"apimtui/api"
	"apimtui/tui/tuitest"
	"apimtui/tui/ui"
)

func invalid(details ...api.Detail) api.Written {
	return api.Written{Result: api.Result{Outcome: api.NotApplied, Err: &api.Error{
		Kind: api.KindInvalid, Status: 400, Code: "ValidationError", Message: "One or more fields contain incorrect values:", Details: details, RequestID: "req-1",
	}}}
}

func TestTheServicesWordsStandAtTheirFields(t *testing.T) {
	for target, label := range map[string]string{
		"email": "E-mail", "properties.Email": "E-mail", "firstName": "First name", "LASTNAME": "Last name", "properties.password": "Password",
		"state": "State", "note": "Note", "identities": "Identities", "identities[0].provider": "Identities", "userId": "User id",
		"appType": "App type", "confirmation": "Confirmation",
	} {
		show(t, [2]int{100, 40}, newForm, func(d *tuitest.Driver, h *host) {
			d.Send(answer(invalid(api.Detail{Target: "x", Message: "belongs nowhere"}, api.Detail{Target: "name"}, api.Detail{Target: textOf(target), Message: "no\x1b[2Jgood"})))
			d.MustSee("▌"+label, "✗ no␛[2Jgood", "not applied", "x: belongs nowhere", "Request id req-1", "Correct what it names")
			d.MustNotSee("x: no")
			_, field := d.Find("▌" + label)
			if _, at := d.Find("no␛[2Jgood"); at <= field || at > field+9 {
				t.Errorf("%s: the words stand on row %d, the field on %d", target, at, field)
			}
		})
	}
}

func TestTheServicesWordsGoWhenTheFieldIsEdited(t *testing.T) {
	show(t, [2]int{}, edit(nil), func(d *tuitest.Driver, h *host) {
		d.Type("x")
		d.Press("ctrl+s")
		d.Send(answer(invalid(api.Detail{Target: "email", Message: "too odd"})))
		d.MustSee("✗ too odd", "needs attention: e-mail")
		d.Press("left", "tab", "shift+tab", "end")
		d.MustSee("✗ too odd")
		d.Type("y")
		d.MustNotSee("✗ too odd")
		d.MustSee("1 change: e-mail", "not applied")
		d.Press("ctrl+s")
		d.MustNotSee("not applied")
		if s, _ := h.saved(t); s.To.Email != "amelia.hart@contoso.comxy" {
			t.Errorf("saves %v", s.To.Email)
		}
	})
}

func TestTheDraftSurvivesEveryAnswer(t *testing.T) {
	err := &api.Error{Kind: api.KindServer, Status: 502, Message: "Bad gateway", RequestID: "req-7"}
	for _, c := range []struct {
		w    api.Written
		sees string
	}{
		{api.Written{Result: api.Result{Outcome: api.NotApplied, Err: err}}, "not applied"},
		{api.Written{Result: api.Result{Outcome: api.NotApplied, Err: context.Canceled}}, "You stopped waiting for the answer."},
		{api.Written{Result: api.Result{Outcome: api.NotApplied, Err: errors.New("odd\x1b[2J")}}, "odd␛[2J"},
		{api.Written{Result: api.Result{Outcome: api.NotApplied, Err: &api.Error{Kind: api.KindSignIn, Status: 401}}}, "Sign in again"},
		{api.Written{Result: api.Result{Outcome: api.NotApplied, Err: &api.Error{Kind: api.KindForbidden, Status: 403, Code: "AccessDenied"}}}, "Access was denied (403 AccessDenied)"},
		{api.Written{Result: api.Result{Outcome: api.NotApplied, Err: &api.Error{Kind: api.KindThrottled, Status: 429}}}, "throttles"},
		{api.Written{Result: api.Result{Outcome: api.Unknown, Err: err}}, "outcome unknown"},
		{api.Written{Result: api.Result{Outcome: api.Conflict, Err: err}}, "conflict"},
		{api.Written{Result: api.Result{Outcome: api.DeletedMeanwhile, Err: err}}, "deleted meanwhile"},
	} {
		for _, size := range sizes {
			if testing.Short() && size != sizes[0] {
				continue // the smallest has the least room for all of it
			}
			show(t, size, edit(nil), func(d *tuitest.Driver, h *host) {
				d.Type(".uk")
				d.Press("tab", "tab", "ctrl+s")
				d.Send(answer(c.w))
				d.MustSee(c.sees, "1 change: e-mail", "▌Last name")
				d.Type("s")
				d.Press("ctrl+s")
				if s, _ := h.saved(t); s.To.Email != "amelia.hart@contoso.com.uk" || s.To.LastName != "Harts" {
					t.Errorf("saves %v %v", s.To.Email, s.To.LastName)
				}
			})
		}
	}
}

func TestWhoHasTheAddressOrTheID(t *testing.T) {
	by := amelia()
	for property, label := range map[string]string{"email": "E-mail", "userId": "User id"} {
		show(t, [2]int{80, 40}, newForm, func(d *tuitest.Driver, h *host) {
			fill(d)
			d.Press("ctrl+s")
			d.Send(answer(api.Written{Result: api.Result{Outcome: api.NotApplied, Err: &api.TakenError{By: by, Property: property}}}))
			d.MustSee("▌"+label, "Belongs to Amelia Hart", by.ID.String(), "[ Open that user ]")
			d.Press("ctrl+o")
			o, ok := h.asked[1].(ui.OpenUser)
			if !ok || o.ID != by.ID || o.User.Email != by.Email {
				t.Errorf("asked for %v", h.asked[1])
			}
			d.MustSee("ada@example.com", "Lovelace")
			d.Type("x")
			d.MustNotSee("Belongs to", "Open that user")
		})
	}
}

func TestAServiceThatDoesNotTakeAnAppType(t *testing.T) {
	for name, w := range map[string]api.Written{
		"as a detail": invalid(api.Detail{Target: "appType", Message: "Invalid field 'appType' specified"}),
		"in words":    {Result: api.Result{Outcome: api.NotApplied, Err: &api.Error{Kind: api.KindInvalid, Status: 400, Message: "Invalid field 'appType'"}}},
	} {
		t.Run(name, func(t *testing.T) {
			show(t, [2]int{}, newForm, func(d *tuitest.Driver, h *host) {
				fill(d)
				d.Press("ctrl+s")
				d.Send(answer(w))
				d.MustSee("▌App type", "ctrl+o saves", "ctrl+o")
				d.Press("ctrl+o")
				if n := h.created(t); n.AppType != api.AppUnset || n.Editable.Email != "ada@example.com" {
					t.Errorf("makes %q with app type %q", n.Editable.Email.Exact(), n.AppType)
				}
				d.MustNotSee("saves without")
			})
		})
	}
}
