package userform_test

import (
	"fmt"
	"strings"
	"testing"

	"apimtui/api"
	"apimtui/tui/tuitest"
)

var sizes = [][2]int{{60, 14}, {80, 24}, {120, 40}}

func refusal() api.Written {
	return api.Written{Result: api.Result{Outcome: api.NotApplied, Err: &api.Error{
		Operation: api.OpUserUpdate, Kind: api.KindInvalid, Status: 400, Code: "ValidationError", Sent: true,
		Message:   "One or more fields contain incorrect values:",
		RequestID: "5e1a31c2-1d0c-4f0e-9d8b-2c8a5b1f0a11",
		Details: []api.Detail{
			{Target: "properties.Email", Message: "The address is on a list of addresses that are not allowed."},
			{Target: "identities[0].provider", Message: "The specified condition was not met for 'provider'."},
			{Target: "quota", Message: "No more users fit into this service."},
		},
	}}}
}

// TestFrames holds what the form looks like.
func TestFrames(t *testing.T) {
	for _, size := range sizes {
		t.Run(fmt.Sprint(size[0]), func(t *testing.T) {
			if testing.Short() && size != sizes[0] {
				t.Skip("every size is part of the full run")
			}
			show(t, size, newForm, func(d *tuitest.Driver, h *host) {
				d.Golden("new")
				d.Press("tab")
				d.Type("ada@")
				d.Press("tab", "tab", "tab")
				d.Golden("new-password")
				d.Press("tab")
				d.Golden("new-state")
				d.Press("tab", "tab", "tab")
				d.Golden("new-confirmation")
				d.Press("tab", "down")
				d.Golden("new-app-type")
				d.Press("ctrl+s")
				d.Golden("new-errors")
			})
			show(t, size, newForm, func(d *tuitest.Driver, h *host) {
				fill(d)
				d.Send(answer(api.Written{Result: api.Result{Outcome: api.NotApplied, Err: &api.TakenError{By: amelia(), Property: "email"}}}))
				d.Golden("new-taken")
				d.Press("shift+tab")
				d.Type("a b")
				d.Golden("new-warning")
			})
			show(t, size, edit(nil), func(d *tuitest.Driver, h *host) {
				d.Golden("edit")
				d.Press("tab", "tab", "tab", "tab", "down", "tab")
				d.Type(" ok")
				d.Golden("edit-note")
				d.Press("tab", "down")
				d.Golden("edit-identities")
				d.Press("tab")
				d.Golden("edit-buttons")
				d.Press("esc")
				d.Golden("edit-discard")
				d.Press("esc")
				d.Send(answer(refusal()))
				d.Golden("edit-refused")
			})
			show(t, size, edit(nil), func(d *tuitest.Driver, h *host) {
				d.Press("tab", "tab", "tab", "tab", "tab")
				elevenMore(d)
				d.Press("up", "up", "up", "up", "up", "up")
				d.Golden("edit-long-note")
			})
		})
	}
}

// Every change is named, however many there are.
func TestEveryChangeIsNamed(t *testing.T) {
	for _, size := range sizes {
		show(t, size, newForm, func(d *tuitest.Driver, h *host) {
			d.Type("ada")
			fill(d)
			d.Press("tab", "ctrl+n", "tab", "down", "tab")
			d.Type("note")
			d.Press("tab")
			d.Type("Aad:1")
			d.Press("tab", "down", "tab", "down", "tab", "space")
			d.Settle()
			want := "11 changes: app type, confirmation, e-mail, first name, identities, last name, note, notify, password, state, user id"
			if said := strings.Join(strings.Fields(d.Screen()), " "); !strings.Contains(said, want) {
				t.Errorf("at %v the screen does not name all changes:\n%s", size, d.Screen())
			}
			d.MustSee("▌Notify        [x]")
			d.Press("shift+tab", "shift+tab", "shift+tab", "shift+tab", "shift+tab", "shift+tab")
			d.Golden("every-change")
			d.MustSee("▌Password")
			d.Press("esc")
			d.MustSee("Discard 11 changes: ")
		})
	}
}
