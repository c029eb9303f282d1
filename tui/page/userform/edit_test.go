package userform_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"apimtui/api"
	"apimtui/api/text"
	"apimtui/tui/tuitest"
	"apimtui/tui/ui"
)

// hostile is a value that has to come through unharmed when it is not edited.
const hostile = text.Text("wipe\x1b[2J\r\nturn\u202eexe\ttab ")

func TestOnlyWhatWasEditedIsSent(t *testing.T) {
	strange := func(u *api.User) {
		note := hostile
		u.Note, u.FirstName, u.LastName = &note, hostile, ""
		u.State = "Active"
		u.Identities = []api.Identity{{Provider: "odd:provider", ID: hostile}, {Provider: "Basic", ID: "x"}}
	}
	for _, c := range []struct {
		name string
		do   func(d *tuitest.Driver)
		want []api.Property
	}{
		{"e-mail", func(d *tuitest.Driver) { d.Type(".uk") }, []api.Property{api.PropEmail}},
		{"state", func(d *tuitest.Driver) { d.Press("tab", "tab", "tab", "tab", "down") }, []api.Property{api.PropState}},
		{"note replaced", func(d *tuitest.Driver) { d.Press("tab", "tab", "tab", "tab", "tab"); d.Type("x") }, []api.Property{api.PropNote}},
		{"an identity", func(d *tuitest.Driver) {
			d.Press("tab", "tab", "tab", "tab", "tab", "tab", "down")
			d.Type("y")
		}, []api.Property{api.PropIdentities}},
		{"typed and taken back", func(d *tuitest.Driver) {
			d.Type("x")
			d.Press("backspace", "tab", "tab")
			d.Type("Hart")
		}, []api.Property{api.PropLastName}},
	} {
		t.Run(c.name, func(t *testing.T) {
			show(t, [2]int{}, edit(strange), func(d *tuitest.Driver, h *host) {
				c.do(d)
				d.Press("ctrl+s")
				s, changed := h.saved(t)
				if !slices.Equal(changed, c.want) {
					t.Errorf("changes %v, want %v", changed, c.want)
				}
				if s.Owner != 1 || s.Base.ETag != `"AAAAAAAADIoAAAAAAAAMjA=="` || !s.Password.Empty() {
					t.Errorf("saves for page %d against %s", s.Owner, s.Base.ETag)
				}
				if first := s.To.Identities[0]; first.Provider != "odd:provider" || first.ID != hostile {
					t.Errorf("the first identity became %q", first.Provider.Exact()+" "+first.ID.Exact())
				}
			})
		})
	}
}

func TestThreeChangesAreSummedUp(t *testing.T) {
	show(t, [2]int{}, edit(nil), func(d *tuitest.Driver, h *host) {
		d.Type(".uk")
		d.Press("tab", "tab", "tab", "tab", "down", "tab")
		d.Type(" And more.")
		d.MustSee("3 changes: e-mail, note, state")
		d.Press("ctrl+s")
		s, _ := h.saved(t)
		if s.To.Note != "Call before 10:00.\nSecond contact: Jo. And more." || s.To.State != api.StateBlocked {
			t.Errorf("saves %v %v", s.To.Note, s.To.State)
		}
	})
}

func TestNothingChangedSendsNothing(t *testing.T) {
	show(t, [2]int{}, edit(nil), func(d *tuitest.Driver, h *host) {
		d.Press("ctrl+s")
		if n, ok := h.asked[0].(ui.Notify); !ok || !strings.Contains(n.Text, "nothing was sent") {
			t.Errorf("asked for %v", h.asked)
		}
		d.Press("esc")
		if h.asked[1] != (ui.Leave{Page: 1}) {
			t.Errorf("asked for %v", h.asked[1])
		}
	})
}

func TestPasswordIsSentAndNeverShown(t *testing.T) {
	show(t, [2]int{}, edit(nil), func(d *tuitest.Driver, h *host) {
		d.Press("tab", "tab", "tab")
		d.Type("short")
		d.MustSee("the service may refuse it", "1 change: password")
		d.Type("-canary-1")
		d.Press("ctrl+s")
		s, changed := h.saved(t)
		if s.Password.Reveal() != "short-canary-1" || len(changed) > 0 {
			t.Errorf("saves %v and a password of %d", changed, s.Password.Len())
		}
		d.Press("esc")
		d.MustSee("Discard 1 change: password?")
		if strings.Contains(string(d.Output()), "canary") {
			t.Error("the password was on the screen")
		}
	})
}

func TestTheBuiltInUser(t *testing.T) {
	builtIn := func(u *api.User) { u.ID, u.FirstName, u.LastName = api.BuiltInUser, "Administrator", "" }
	show(t, [2]int{}, edit(builtIn), func(d *tuitest.Driver, h *host) {
		d.Press("tab", "tab", "tab", "tab", "down")
		d.MustSee("The built-in administrator's state cannot be changed.", "● active")
		d.Press("tab")
		d.Type("!")
		d.Press("ctrl+s")
		if _, changed := h.saved(t); !slices.Equal(changed, []api.Property{api.PropNote}) {
			t.Errorf("saves %v", changed)
		}
	})
}

func TestStatesThatCannotBeChosenAreShownWhereTheyHold(t *testing.T) {
	for state, meaning := range map[api.State]string{
		api.StateDeleted: "closed: identities and all that belonged to it are gone",
		"frozen\x1b[2J":  "a state this console does not know",
	} {
		show(t, [2]int{}, edit(func(u *api.User) { u.State = state }), func(d *tuitest.Driver, h *host) {
			d.Press("tab", "tab", "tab", "tab")
			d.MustSee(state.String(), meaning)
			d.MustSee("( ) active")
			d.Press("tab")
			d.Type("!")
			d.Press("ctrl+s")
			if s, _ := h.saved(t); s.To.State != state {
				t.Errorf("the state became %q", s.To.State)
			}
		})
	}
	show(t, [2]int{}, edit(nil), func(d *tuitest.Driver, h *host) {
		d.Press("tab", "tab", "tab", "tab")
		d.MustSee("pending")
		d.MustNotSee("deleted")
	})
}

func TestDiscardingAsks(t *testing.T) {
	show(t, [2]int{}, edit(nil), func(d *tuitest.Driver, h *host) {
		d.Type("x")
		d.Press("esc")
		d.MustSee("Discard 1 change: e-mail?", "y discards, n keeps editing")
		d.Type("x") // answers nothing
		d.Paste("y")
		d.Press("esc")
		d.MustNotSee("Discard")
		d.MustSee("amelia.hart@contoso.comx")
		if len(h.asked) > 0 || !h.page.Dirty() {
			t.Errorf("asked for %v", h.asked)
		}
		d.Press("esc", "y")
		if h.asked[0] != (ui.Leave{Page: 1}) {
			t.Errorf("asked for %v", h.asked)
		}
	})
}

func TestResizingKeepsDraftAndFocus(t *testing.T) {
	show(t, [2]int{120, 40}, edit(nil), func(d *tuitest.Driver, h *host) {
		d.Press("tab", "tab", "tab", "tab", "tab")
		d.Type(" Typed.")
		d.Resize(60, 14)
		d.MustSee("▌Note", "Jo. Typed.")
		d.Type("!")
		d.Resize(80, 24)
		d.MustSee("▌Note", "Jo. Typed.!", "1 change: note")
	})
}

// elevenMore adds as many lines to a note as push its first ones out of sight.
func elevenMore(d *tuitest.Driver) {
	for i := range 11 {
		d.Press("enter")
		d.Type(fmt.Sprintf("line %d.", i+1))
	}
}

func TestALongNoteSaysWhatIsOutOfSight(t *testing.T) {
	for size, want := range map[[2]int][]string{
		{60, 14}:  {"▌Note          line 6.", "↑ 7 more", "line 11.", "3 more above, 4 below"},
		{80, 24}:  {"▌Note          line 5.", "↑ 6 more", "line 11.", "[ Save ]"},
		{120, 40}: {"▌Note          Call before 10:00.", "line 11.", "[ Save ]"},
	} {
		show(t, size, edit(nil), func(d *tuitest.Driver, h *host) {
			d.Press("tab", "tab", "tab", "tab", "tab")
			elevenMore(d)
			d.MustSee(append(want, "1 change: note")...)
		})
	}
}

func TestLinesOutOfSightAreSaidAtBothEnds(t *testing.T) {
	show(t, [2]int{60, 14}, newForm, func(d *tuitest.Driver, h *host) {
		d.MustSee(" more below")
		d.MustNotSee("above")
		for range 8 {
			d.Press("tab")
		}
		d.MustSee(" more above, ", " below")
		for range 3 {
			d.Press("tab")
		}
		d.MustSee("▌[ Save ]", " more above")
		d.MustNotSee("below")
	})
}

// Beside a wide form stands what will be sent: a change at the end of a long note is
// in view, and a password is not.
func TestWideFormShowsWhatWillBeSent(t *testing.T) {
	long := strings.Repeat("A line that stays.\n", 12) + "The last"
	show(t, [2]int{160, 45}, edit(func(u *api.User) { note := text.Text(long); u.Note = &note }), func(d *tuitest.Driver, h *host) {
		d.MustSee("What will be sent", "Nothing yet.")
		d.Press("tab", "tab", "tab")
		d.Type("correct horse battery")
		d.Press("tab", "tab", "ctrl+end")
		d.Type(" word")
		d.MustSee("- …", "+ …", "     The last word", "a new one, not shown here")
		d.MustNotSee("correct horse")
	})
}
