package userform_test

import (
	"strings"
	"testing"

	"apimtui/api"
	"apimtui/tui/tuitest"
)

func TestAFieldSaysWhatIsWrongWithIt(t *testing.T) {
	long := strings.Repeat("x", 300)
	for _, c := range []struct {
		field, typed string
		tabs         int
		early, late  string // while it is typed in, and once it is left
	}{
		{"user id", "a b", 0, "", ""},
		{"user id", long[:80], 0, "", ""},
		{"user id", long[:81], 0, "at most 80 characters; this has 81.", "at most 80 characters; this has 81."},
		{"user id", "..", 0, "", "This cannot be a user id."},
		{"e-mail", "ada", 1, "", "like name@example.com"},
		{"e-mail", "ada@", 1, "", "like name@example.com"},
		{"e-mail", "@example.com", 1, "", "like name@example.com"},
		{"e-mail", "a da@example.com", 1, "has no spaces", "has no spaces"},
		{"e-mail", "ada@" + long[:250], 1, "", ""},
		{"e-mail", "ada@" + long[:251], 1, "at most 254 characters; this has 255.", "at most 254 characters; this has 255."},
		{"e-mail", "o'brien+x@exämple.com", 1, "", ""},
		{"first name", "", 2, "", "A first name is needed."},
		{"first name", strings.Repeat("山", 100), 2, "", ""},
		{"first name", strings.Repeat("😀", 51), 2, "at most 100 characters; this has 102.", "at most 100 characters; this has 102."},
		{"last name", long[:101], 3, "at most 100 characters; this has 101.", "at most 100 characters; this has 101."},
		{"identities", "Aad", 7, "", "Row 1: write PROVIDER:ID"},
		{"identities", ":1", 7, "", "Row 1: write PROVIDER:ID"},
		{"identities", "Aad:1", 7, "", ""},
	} {
		t.Run(c.field+" "+c.typed[:min(8, len(c.typed))], func(t *testing.T) {
			show(t, [2]int{80, 40}, newForm, func(d *tuitest.Driver, h *host) {
				for range c.tabs {
					d.Press("tab")
				}
				d.Paste(c.typed)
				complains(d, c.field, c.early)
				d.Press("tab")
				complains(d, c.field, c.late)
			})
		})
	}
}

// complains checks that a field shows these words, or none.
func complains(d *tuitest.Driver, field, words string) {
	d.Settle()
	lines := strings.Split(d.Screen(), "\n")
	attention := lines[len(lines)-2]
	if strings.Contains(attention, "needs attention") && strings.Contains(attention, field) != (words != "") {
		d.T().Errorf("%q, with %q expected of %s", attention, words, field)
	}
	if words != "" {
		d.MustSee(words)
	}
}

func TestAnErrorGoesAsSoonAsItIsMended(t *testing.T) {
	show(t, [2]int{}, newForm, func(d *tuitest.Driver, h *host) {
		d.Press("tab")
		d.Type("ada")
		d.Press("tab", "shift+tab")
		d.MustSee("like name@example.com")
		d.Type("@example.com")
		d.MustNotSee("like name@example.com")
	})
}

func TestSavingGoesToTheFirstBadField(t *testing.T) {
	for _, size := range sizes {
		show(t, size, newForm, func(d *tuitest.Driver, h *host) {
			d.Press("tab")
			d.Type("ada@example.com")
			d.Press("tab")
			d.Type("Ada")
			d.Press("tab", "tab", "tab", "tab", "tab", "tab", "tab", "ctrl+s")
			d.MustSee("▌Last name", "A last name is needed.", "needs attention: last name")
			if len(h.asked) > 0 {
				t.Errorf("asked for %v", h.asked)
			}
			d.Type("Lovelace")
			d.Press("ctrl+s")
			h.created(t)
		})
	}
}

func TestIDsThatTheDeveloperPortalCannotRead(t *testing.T) {
	for id, warned := range map[string]bool{"ada": false, "Ada_1-b": false, "a.b": true, "ada@example.com": true, "zoë": true, "a b": true} {
		show(t, [2]int{}, newForm, func(d *tuitest.Driver, h *host) {
			d.Paste(id)
			d.Settle()
			if got := strings.Contains(d.Screen(), "The developer portal reads only"); got != warned {
				t.Errorf("%q warns: %v", id, got)
			}
			fill(d)
			d.Press("ctrl+s")
			if n := h.created(t); string(n.ID) != id {
				t.Errorf("makes %q", n.ID)
			}
		})
	}
}

// TestWhatWasReadIsNotJudged edits users that break every rule for new ones.
func TestWhatWasReadIsNotJudged(t *testing.T) {
	bad := func(u *api.User) {
		u.Email, u.FirstName, u.LastName = "no address", "", ""
		u.Identities = []api.Identity{{Provider: "", ID: ""}}
	}
	show(t, [2]int{}, edit(bad), func(d *tuitest.Driver, h *host) {
		d.Press("tab", "tab", "tab", "tab", "tab")
		d.Type("!")
		d.MustNotSee("needs attention")
		d.Press("ctrl+s")
		h.saved(t)
		d.Press("shift+tab", "shift+tab", "shift+tab")
		d.Type("x")
		d.Press("backspace", "ctrl+s")
		if len(h.asked) != 2 {
			t.Error("a last name that is empty again as it was read is not sent, and not judged")
		}
	})
}
