package tui

import (
	"syscall"
	"testing"
	"time"

	"apimtui/api"
	"apimtui/tui/tuitest"
)

// A signal or a terminal that goes away takes a draft with it: that is said, and
// the next start says it again.
func TestLostDraftIsToldOf(t *testing.T) {
	t.Parallel()
	draftOf := func(d *tuitest.Driver, t *testing.T, w *world) string {
		editAmelia(d)
		d.Type("x")
		return w.id(t, amelia)
	}
	for name, c := range map[string]struct {
		draft  func(d *tuitest.Driver, t *testing.T, w *world) string
		reason error
		says   string
	}{
		"hangup":     {draftOf, &SignalError{Signal: syscall.SIGHUP}, "ended by signal: hangup. An unsaved draft was lost"},
		"terminated": {draftOf, &SignalError{Signal: syscall.SIGTERM}, "ended by signal: terminated. An unsaved draft was lost"},
		"input gone": {draftOf, ErrInputEnded, ErrInputEnded.Error()},
		"new user": {func(d *tuitest.Driver, _ *testing.T, _ *world) string {
			d.Press("n")
			d.Type("ada")
			return "ada"
		}, &SignalError{Signal: syscall.SIGHUP}, "ended by signal: hangup. An unsaved draft was lost"},
		"groups": {func(d *tuitest.Driver, t *testing.T, w *world) string {
			openGroups(d)
			d.Press("G", "space")
			return w.id(t, amelia)
		}, &SignalError{Signal: syscall.SIGHUP}, "ended by signal: hangup. An unsaved draft was lost"},
		"no draft": {func(d *tuitest.Driver, _ *testing.T, _ *world) string {
			editAmelia(d)
			return ""
		}, &SignalError{Signal: syscall.SIGHUP}, "ended by signal: hangup"},
		"no id": {func(d *tuitest.Driver, _ *testing.T, _ *world) string {
			d.Press("n", "backspace")
			return ""
		}, &SignalError{Signal: syscall.SIGHUP}, "ended by signal: hangup. An unsaved draft was lost"},
	} {
		t.Run(name, func(t *testing.T) {
			m := &notebook{}
			w := &world{options: Options{Journal: m}}
			w.show(t, func(d *tuitest.Driver) {
				d.Settle()
				user := c.draft(d, t, w)
				d.Send(ended{c.reason})
				d.Send(ended{ErrInputEnded}) // comes behind a hangup
				model, _, over := d.Done()
				if reason := model.(*guarded).reason; !over || reason.Error() != c.says {
					t.Errorf("ended %v: %v", over, reason)
				}
				if user != "" {
					m.want(t, api.UnsavedDraft+" of "+user, true)
				}
				if want := min(1, len(user)); len(m.begun) != want {
					t.Errorf("told of %q", m.begun)
				}
			})
		})
	}
}

func TestLostDraftIsNoWrite(t *testing.T) {
	t.Parallel()
	draft := Left{User: "mia", What: api.UnsavedDraft}
	for _, size := range sizes {
		w := &world{size: size, options: Options{Left: []Left{draft}}}
		w.show(t, func(d *tuitest.Driver) {
			d.MustSee("Draft lost", "unsaved draft of mia was lost")
			mustSay(t, d, "cut off")
			d.MustNotSee("Outcome unknown", "may have been applied")
		})
		w = &world{size: size, options: Options{Left: []Left{draft, {User: "noah", What: "deletion"}}}}
		w.show(t, func(d *tuitest.Driver) {
			d.MustSee("Left unfinished", "outcome of a write", "unsaved draft of mia was lost", "deletion of noah")
			d.Advance(time.Second)
			d.Press("esc")
			d.MustNotSee("mia")
		})
	}
}
