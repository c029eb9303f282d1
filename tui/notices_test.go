package tui

import (
	"testing"

	"apimtui/tui/tuitest"
)

// What does not work here is said once, until the first key.
func TestNoticesAreShownAtTheStart(t *testing.T) {
	t.Parallel()
	for _, size := range sizes {
		w := &world{size: size, options: Options{Notices: []string{"Times are shown in UTC.", "Nothing can be remembered."}}}
		w.show(t, func(d *tuitest.Driver) {
			mustSay(t, d, "Times are shown in UTC. Nothing can be remembered.")
			d.Press("j")
			d.MustNotSee("Times are shown in UTC")
		})
	}
}

// Where the local zone is not known, a typed date has to name one.
func TestTypedDateWithoutAZone(t *testing.T) {
	t.Parallel()
	w := &world{options: Options{NoZone: true}}
	w.show(t, func(d *tuitest.Driver) {
		at(d, kwame)
		d.Press("t", "e")
		d.Type("2026-03-02 17:30")
		d.Press("enter")
		mustSay(t, d, "is local time, and TZ does not name a time zone")
		d.Press("ctrl+u")
		d.Type("2026-03-02 17:30Z")
		d.Press("enter", "enter")
		d.MustSee("(17:30:00 UTC)")
		if posts := w.posts(t); len(posts) != 1 {
			t.Errorf("sent %+v", posts)
		}
	})
}
