package tui

import (
	"strings"
	"testing"
	"time"

	"apimtui/api/simulator"
	"apimtui/tui/tuitest"
)

func openAmelia(d *tuitest.Driver) {
	d.Settle()
	d.Press("down", "enter")
}

// A user as JSON is what the service sent, and is copied on one line.
func TestUserAsJSON(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		w.sim.Edit(w.id(t, amelia), func(u *simulator.User) { u.Note = ptr("a\x1b[31m\u202enote") })
		d.Press("r")
		at(d, amelia)
		d.Press("v")
		d.MustSee("JSON of Amelia Hart", `"email": "amelia.hart@contoso.com"`, `"provider": "Aad"`, `\u001b[31m`)
		d.Press("y")
		d.Settle()
		if got := w.clip.value(); !strings.HasPrefix(got, `{"id":"/subscriptions/`) || !strings.HasSuffix(got, "}") || strings.ContainsAny(got, "\n\x1b\u202e") {
			t.Errorf("copied %q", got)
		}
		d.Press("esc")
		d.MustNotSee("JSON of")
	})
}

func TestPartsFailOnTheirOwn(t *testing.T) {
	t.Parallel()
	denied := simulator.Fault{Operation: simulator.UserGroups, Times: -1, Status: 403}
	w := &world{size: [2]int{120, 40}, simulated: simulator.Options{Faults: []simulator.Fault{denied}}}
	w.show(t, func(d *tuitest.Driver) {
		openAmelia(d)
		d.MustSee("Amelia Hart", "amelia.hart@contoso.com", "The groups could not be read.", "Product subscriptions", "Aad")
		w.sim.ClearFaults()
		d.Press("r")
		d.MustNotSee("could not be read")
		d.MustSee("Developers")
	})
}

func TestUserGoneMeanwhile(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		d.Settle()
		d.Press("down")
		w.sim.Remove(w.id(t, "amelia.hart@contoso.com"))
		d.Press("enter")
		d.MustSee("The user no longer exists on the service.", "What follows was read before.", "Amelia Hart")
		d.Press("esc")
		d.MustSee("▌● active  Amelia Hart", "60/60")
		d.Press("r")
		d.MustSee("59/59")
		d.MustNotSee("Amelia Hart")
	})
}

func TestUserByQueryLoadsNoList(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]string{
		"amelia.hart@contoso.com":  "Amelia Hart",
		"hiroshi-tanaka":           "h.tanaka@proseware.com",
		"Priya Nair":               "priya.nair@northwindtraders.com",
		"o'brien+test@example.com": "Seán O'Brien",
	} {
		w := &world{options: Options{Query: query}}
		w.show(t, func(d *tuitest.Driver) {
			d.MustSee(want, "Overview")
			for _, e := range w.sim.Journal() {
				if e.Operation == simulator.UserList && e.Query == "api-version=2024-05-01" {
					t.Errorf("%s loaded the whole list", query)
				}
			}
			d.Press("esc")
			d.MustSee("Users 60/60")
		})
	}
}

func TestQueryWithoutMatch(t *testing.T) {
	t.Parallel()
	w := &world{options: Options{Query: "nobody@example.com"}}
	w.show(t, func(d *tuitest.Driver) {
		d.Settle()
		d.MustSee("Users 0 of 60", "/nobody@exam", "No user has the id, e-mail or name nobody@example.com.")
		d.Press("esc")
		d.MustSee("Users 60/60", "Amelia Hart")
	})
}

// Typed after a slash, a name is text for the list, and confirms nothing.
func TestSlashOnTheUserPageFiltersTheList(t *testing.T) {
	t.Parallel()
	for _, query := range []string{"", "amelia.hart@contoso.com"} {
		w := &world{options: Options{Query: query}}
		w.show(t, func(d *tuitest.Driver) {
			if query == "" {
				openAmelia(d)
			}
			d.MustSee("Amelia Hart", "Overview")
			for _, letter := range []string{"/", "b", "y", "D", "y"} {
				d.Press(letter)
				d.Advance(time.Second)
			}
			d.MustSee("/byDy")
			for _, e := range w.sim.Journal() {
				if e.Method != "GET" {
					t.Errorf("%s %s was sent", e.Method, e.Path)
				}
			}
		})
	}
}

func TestOpeningIsCancelledByLeaving(t *testing.T) {
	t.Parallel()
	slow := simulator.Fault{Operation: simulator.UserGet, Times: -1, Delay: 20 * time.Second}
	w := &world{simulated: simulator.Options{Faults: []simulator.Fault{slow}}}
	w.show(t, func(d *tuitest.Driver) {
		openAmelia(d)
		d.MustSee("Overview", "Amelia Hart", "not read yet")
		d.Press("esc")
		d.MustSee("Users 60/60")
		d.Advance(time.Minute)
		d.MustSee("Users 60/60")
		d.MustNotSee("Overview")
	})
}

func TestBackFromAQueryIsOnTheUser(t *testing.T) {
	t.Parallel()
	w := &world{options: Options{Query: "priya.nair@northwindtraders.com"}}
	w.show(t, func(d *tuitest.Driver) {
		d.MustSee("Overview")
		d.Press("esc")
		d.MustSee("▌● active  Priya Nair")
	})
}

// TestLateAnswerLeavesTheDraft has the answer to --user come while a form
// stands over the page that asked.
func TestLateAnswerLeavesTheDraft(t *testing.T) {
	t.Parallel()
	w := &world{options: Options{Query: "Amelia Hart"}, simulated: simulator.Options{Latency: 3 * time.Second}}
	w.show(t, func(d *tuitest.Driver) {
		for _, id := range []string{"mateo-garcia", "hiroshi-tanaka"} {
			w.sim.Edit(id, func(u *simulator.User) { u.FirstName, u.LastName = "Amelia", "Hart" })
		}
		d.Press("n", "tab")
		d.Type("draft@example.com")
		d.Advance(30 * time.Second)
		d.MustSee("New user", "draft@example.com")
		d.Press("esc", "y")
		d.MustSee("Matches 3/3")
	})
}

// Keys typed before the user was found are carried out once.
func TestTypedAheadOfTheUser(t *testing.T) {
	t.Parallel()
	w := &world{options: Options{Query: amelia}, simulated: simulator.Options{Latency: time.Second}}
	w.show(t, func(d *tuitest.Driver) {
		d.Press("b")
		d.MustNotSee("Block Amelia Hart")
		d.Advance(5 * time.Second)
		d.MustSee("A blocked user can")
		d.Press("n")
		d.Advance(5 * time.Second)
		d.MustSee("Overview")
		d.MustNotSee("A blocked user can")
	})
}

// A reason that several parts share is told once, with the key that reads again; a
// part with a reason of its own keeps it.
func TestSharedReasonIsToldOnce(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{80, 24}, {120, 40}} {
		w := &world{size: size}
		w.show(t, func(d *tuitest.Driver) {
			at(d, amelia)
			d.Advance(time.Second)
			w.sim.InjectFault(simulator.Fault{Operation: "*", Times: -1, Status: 403})
			d.Press("enter")
			d.Advance(time.Minute)
			d.MustSee("The user could not be read.", "r reads again.", "Not read.")
			for _, once := range []string{"Not permitted", "r reads again.", "could not be read"} {
				if n := strings.Count(d.Screen(), once); n != 1 {
					t.Errorf("%q is said %d times:\n%s", once, n, d.Screen())
				}
			}
			if size[0] < 120 {
				return
			}
			if n := strings.Count(d.Screen(), "Not read."); n != 3 {
				t.Errorf("%d parts are not read:\n%s", n, d.Screen())
			}
			w.sim.ClearFaults()
			w.sim.InjectFault(simulator.Fault{Operation: simulator.UserGet, Times: -1, Status: 403})
			w.sim.InjectFault(simulator.Fault{Operation: simulator.UserGroups, Times: -1, Status: 404, Code: "ResourceNotFound", Message: "gone"})
			d.Press("r")
			d.Advance(time.Minute)
			d.MustSee("Not permitted", "no longer exists")
			d.MustNotSee("Not read.")
		})
	}
}
