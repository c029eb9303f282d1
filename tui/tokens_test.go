package tui

import (
	"strings"
	"testing"

	"apimtui/api/simulator"
	"apimtui/tui/tuitest"
)

func TestTokenInFourKeys(t *testing.T) {
	w := &world{options: Options{Query: kwame}}
	w.show(t, func(d *tuitest.Driver) {
		d.MustSee("OVERVIEW")
		d.Press("t", "enter")
		d.MustSee("Lives", "masked")
		d.Press("y")
		d.MustSee("Token, raw: Copied (fake).")
		want := w.id(t, kwame) + "&20260302100000&"
		if !strings.HasPrefix(w.clip.value(), want) {
			t.Errorf("copied %s, want %s…", w.clip.value(), want)
		}
		d.MustSee("Until         2026-03-02 11:00:00 CET (10:00:00 UTC)")
		for _, form := range []string{"URL-encoded", "Authorization header", "curl command", "raw"} {
			d.Press("f")
			d.MustSee(form)
		}
		e := w.posts(t)[0]
		if !strings.Contains(e.Body, `"keyType":"primary"`) || !strings.Contains(e.Body, "2026-03-02T10:00:00Z") {
			t.Errorf("sent %s", e.Body)
		}
	})
}

// posts lists the journal's requests that spend writes.
func (w *world) posts(t *testing.T) []simulator.Entry {
	t.Helper()
	var out []simulator.Entry
	for _, e := range w.sim.Journal() {
		if e.Method == "POST" {
			out = append(out, e)
		}
	}
	return out
}

func TestTokenChoices(t *testing.T) {
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		at(d, kwame)
		d.Press("t", "right", "right", "up", "right")
		d.MustSee("● secondary", "● 1 d", "2026-03-03 10:00:00 CET")
		d.Press("e")
		d.Type("31d")
		d.Press("enter")
		d.MustSee("more than 30 days away", "2026-04-01 10:00:00 CET", "UTC")
		d.Press("ctrl+u")
		d.Type("2026-03-01")
		d.Press("enter")
		d.MustSee("is in the past")
		if len(w.posts(t)) != 0 {
			t.Fatal("a refused expiry was sent")
		}
		d.Press("ctrl+u")
		d.Type("2026-03-02 17:30")
		d.Press("enter", "enter")
		d.MustSee("masked", "Until         2026-03-02 17:30:00 CET")
		if e := w.posts(t)[0]; !strings.Contains(e.Body, "secondary") || !strings.Contains(e.Body, "2026-03-02T16:30:00Z") {
			t.Errorf("sent %s", e.Body)
		}
	})
}

func TestBuiltInTokenWarns(t *testing.T) {
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		d.Settle()
		d.Press("t")
		d.MustSee("administration of the portal")
	})
}

// TestExpiryCountsFromTheServersClock has this machine's clock be years off: only
// what the service says counts.
func TestExpiryCountsFromTheServersClock(t *testing.T) {
	w := &world{askClock: true}
	w.show(t, func(d *tuitest.Driver) {
		at(d, kwame)
		d.Press("t", "enter")
		d.MustSee("Until         2026-03-02 11:00:00 CET (10:00:00 UTC)", "Lives         1 h 0 min")
		d.Press("esc", "s")
		d.MustSee("Lives         5:00, until 09:05:00 UTC")
	})
}
