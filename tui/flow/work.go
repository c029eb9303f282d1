package flow

import (
	"context"
	"errors"
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/term"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

// Reader reads users.
type Reader interface {
	Get(ctx context.Context, id api.UserID) (api.User, api.ETag, error)
}

// errStopped ends the wait for a write whose outcome is still wanted.
var errStopped = errors.New("the operator stopped waiting")

// The tasks of a conversation.
const (
	taskWrite = "write"
	taskRead  = "read"
	taskTick  = "tick"
)

// work is the background work of a box and its progress.
type work struct {
	id    ui.PageID
	out   *ui.Outbox
	of    string // what is written and read, in a sentence
	keys  *keys.Map
	tasks *ui.Tasks
	busy  component.Busy
	// progress is what a write under way waits for.
	progress api.Progress
	resume   time.Time // when a throttled write is sent once more
	checking bool      // what runs is a check of a write, not the write
	began    time.Time // when the work under way was
	giveUp   func()    // nil once it was taken

	width, height int // of the screen
}

func newWork(ctx context.Context, id ui.PageID, out *ui.Outbox) work {
	return work{id: id, of: "the user", out: out, keys: keys.NewMap(), tasks: ui.NewTasks(ctx, id)}
}

func (w *work) ID() ui.PageID { return w.id }

func (w *work) Writing() bool { return w.tasks.Running(taskWrite) }

func (w *work) Close() { w.tasks.Close() }

func (w *work) Resize(width, height int) { w.width, w.height = width, height }

func (w *work) close() { w.out.Ask(ui.Close{Overlay: w.id}) }

// reading is the result of reading a user and what belongs to it.
type reading struct {
	version api.Version
	err     error
	with    any
}

// read reads a user, and then what belongs to it.
func (w *work) read(from Reader, id api.UserID, also func(context.Context, api.UserID) any) tea.Cmd {
	return tea.Batch(w.wait(), w.tasks.Run(taskRead, func(ctx context.Context) any {
		var r reading
		r.version.User, r.version.ETag, r.err = from.Get(ctx, id)
		if r.err == nil && also != nil {
			r.with = also(ctx, id)
		}
		return r
	}))
}

// learn passes a reading on to the pages.
func (w *work) learn(id api.UserID, r reading) {
	switch {
	case r.err == nil:
		w.out.Ask(ui.Learned{Version: r.version})
	case errors.Is(r.err, api.KindNotFound):
		w.out.Ask(ui.Lost{ID: id})
	}
}

// check looks up again what became of a write with an unknown outcome.
func (w *work) check(write api.Write, before api.Written) tea.Cmd {
	cmd := w.start(func(ctx context.Context, _ api.Watch) api.Written { return write.Check(ctx, before) })
	w.checking = true
	return cmd
}

// start runs a write and keeps the screen alive. Giving up only ends the wait: the
// outcome is looked up all the same.
func (w *work) start(do func(ctx context.Context, watch api.Watch) api.Written) tea.Cmd {
	w.progress, w.checking = api.Progress{}, false
	patience, stop := context.WithCancelCause(context.Background())
	w.giveUp = func() { stop(errStopped) }
	run := w.tasks.Stream(taskWrite, func(ctx context.Context, emit func(any)) any {
		defer stop(nil)
		waiting, cancel := context.WithCancelCause(ctx)
		defer cancel(nil)
		defer context.AfterFunc(patience, func() { cancel(errStopped) })()
		return do(waiting, func(p api.Progress) { emit(p) })
	})
	return tea.Batch(run, w.waitWriting("cancels the wait"))
}

// pressWorking handles a key during a write. Giving up is possible only once the
// wait is long.
func (w *work) pressWorking(k tea.KeyPressMsg) {
	if w.keys.Action(k.String(), keys.Form) == keys.Cancel && time.Since(w.began) >= component.WordsAfter && !w.busy.Bound && w.giveUp != nil {
		w.giveUp()
		w.giveUp, w.busy.Bound = nil, true
	}
}

func (w *work) wait() tea.Cmd {
	w.began = time.Now()
	w.busy.Start(w.began)
	return w.tasks.After(taskTick, component.ShowAfter)
}

// waitWriting is the same for a write, which esc cannot take back.
func (w *work) waitWriting(ends string) tea.Cmd {
	cmd := w.wait()
	w.busy.Ends = ends
	return cmd
}

// tick keeps the spinner turning while something runs.
func (w *work) tick() tea.Cmd {
	if !w.tasks.Running(taskWrite) && !w.tasks.Running(taskRead) {
		w.busy.Stop()
		return nil
	}
	return w.tasks.After(taskTick, w.busy.Tick(time.Now()))
}

// note records a write's progress.
func (w *work) note(p api.Progress) {
	w.progress, w.resume = p, time.Now().Add(p.Throttled)
	w.busy.Bound = w.giveUp == nil || p.Checking || p.Saved
}

// working draws the progress once the wait is noticeable.
func (w *work) working(t *theme.Theme, what string, width, height int) string {
	mark := w.busy.View(t)
	if mark == "" && w.progress == (api.Progress{}) {
		return ""
	}
	inner := component.DialogWidth(width)
	switch {
	case w.progress.Saved:
		what = "Saved, reading " + w.of + "…"
	case w.progress.Checking:
		what = "Looking it up…"
	}
	lines := []string{mark + "  " + what}
	switch {
	case w.progress.Throttled > 0:
		lines = append(lines, term.Wrap(fmt.Sprintf("Azure throttles this subscription. Nothing was written yet; it is sent once more in %d s.", w.busy.Until(w.resume)), inner)...)
	case w.progress.Checking:
		why := "The answer does not show the result."
		if w.giveUp == nil {
			why = "You stopped waiting for the answer."
		}
		lines = append(lines, term.Wrap(why+" Reading "+w.of+" to see.", inner)...)
	case w.progress.Deleting:
		lines = append(lines, term.Wrap("The service accepted the deletion and is carrying it out.", inner)...)
	}
	title := "Reading"
	if w.Writing() && !w.checking && !w.progress.Saved && !w.progress.Checking {
		title = "Writing"
	}
	return component.Dialog(t, title, lines, 0, "", width, height)
}
