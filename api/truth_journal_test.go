package api_test

import (
	"testing"

	"apimtui/api"
	"apimtui/api/journal"
	"apimtui/api/simulator"
)

// An entry of the journal stays as long as the outcome is open, and goes when
// someone looked and knows.
func TestEntriesStayWhileTheOutcomeIsOpen(t *testing.T) {
	unread := simulator.Fault{Status: 503, Times: -1}
	for name, c := range map[string]struct {
		write, read   simulator.Fault
		want, checked api.Outcome
		left, after   int // entries, before and after it was checked
	}{
		"saved":                       {simulator.Fault{Calls: 99}, simulator.Fault{Calls: 99}, api.Saved, 0, 0, 0},
		"confirmed":                   {simulator.Fault{CutAfter: true}, simulator.Fault{Calls: 99}, api.Confirmed, 0, 0, 0},
		"refused":                     {simulator.Fault{Status: 400}, simulator.Fault{Calls: 99}, api.NotApplied, 0, 0, 0},
		"never sent":                  {simulator.Fault{Refuse: true, Times: -1}, unread, api.NotApplied, 0, 0, 0},
		"lost, not there":             {simulator.Fault{CutBefore: true}, simulator.Fault{Calls: 99}, api.NotApplied, api.NotApplied, 1, 1},
		"lost, done and unread":       {simulator.Fault{CutAfter: true}, unread, api.Unknown, api.Confirmed, 1, 0},
		"refused twice, unread":       {simulator.Fault{Status: 412, Apply: true}, unread, api.Unknown, api.Saved, 1, 0},
		"refused for ever and unread": {simulator.Fault{Status: 412, Times: -1}, unread, api.Unknown, api.NotApplied, 1, 0},
	} {
		t.Run(name, func(t *testing.T) {
			store := journal.New(journal.Options{Dir: t.TempDir(), Key: "a service"})
			onScene(t, simulator.Options{}, func(x *scene) {
				x.strike(simulator.UserPatch, c.write)
				x.strike(simulator.UserGet, c.read)
				write := x.c.Users.Update(x.base, x.note("mine"))
				w := write.Do(x.Context(), nil)
				x.want(w, c.want)
				if left := store.Left(); len(left) != c.left || w.Open() != (c.left > 0) {
					t.Errorf("left %v, and the outcome is open: %v", left, w.Open())
				}
				if c.left == 0 {
					return
				}
				x.s.ClearFaults()
				w = write.Check(x.Context(), w)
				x.want(w, c.checked)
				if left := store.Left(); len(left) != c.after || w.Open() != (c.after > 0) {
					t.Errorf("checked, left %v, and the outcome is open: %v", left, w.Open())
				}
			}, func(o *api.Options) { o.Journal = store })
		})
	}
}
