package flow

import (
	"context"
	"errors"
	"fmt"
	"time"

	"charm.land/bubbles/v2/textinput"
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

// stage is the step a box is at.
type stage int

const (
	asking   stage = iota
	typing         // the user id or the like, where a mistake costs most
	writing        // or checking again
	over           // not simply done: explains the outcome
	conflict       // someone else changed it too, and there is a draft
	choosing       // field by field, where both changed
	yielding       // asks whether to discard the draft
)

// work is the background work of a box and its progress, and what the boxes have in
// common.
type work struct {
	ui.Still
	host Host
	// box returns the title and lines of the current box. Scrolling and drawing both
	// use it.
	box   func(t *theme.Theme, inner int) (title string, lines []string)
	stage stage
	quiet component.Quiet
	input textinput.Model
	wrong bool // what was typed is not what has to be
	merge merging
	// lost is set when the answer to a write of the draft was lost: part of what is
	// there now may come from it.
	lost bool

	of       string // what is written and read, in a sentence
	tasks    *ui.Tasks
	busy     component.Busy
	progress api.Progress // what a write under way waits for
	resume   time.Time    // when a throttled write is sent once more
	checking bool         // what runs is a check of a write, not the write
	began    time.Time    // when the work under way was
	giveUp   func()       // nil once it was taken
}

func newWork(ctx context.Context, id ui.PageID, out *ui.Outbox, host Host) work {
	return work{
		Still: ui.Still{Page: id, Out: out, Keys: keys.NewMap()}, host: host, of: "the user",
		tasks: ui.NewTasks(ctx, id), input: component.Input("› ", 40),
	}
}

func (w *work) Writing() bool { return w.tasks.Running(taskWrite) }
func (w *work) Close()        { w.tasks.Close() }

func (w *work) Resize(width, height int) {
	w.Still.Resize(width, height)
	w.bringIntoSight()
}

// open shows a box that opens by itself: it takes keys only once typing stops.
func (w *work) open(s stage) {
	w.stage, w.Scroll = s, component.Scroll{}
	w.quiet.Open(time.Now())
}

// inner is the width of the lines in the box. A conflict uses a wide terminal for
// its table.
func (w *work) inner(width int) int {
	if w.stage == conflict && w.merge.stage != yielding && width >= 100 {
		return min(width-8, 150)
	}
	return component.DialogWidth(width)
}

func (w *work) move(a keys.Action) {
	_, lines := w.box(&theme.Theme{}, w.inner(w.Width))
	w.Move(a, len(lines))
}

// draw draws the current box with the keys that do something now.
func (w *work) draw(t *theme.Theme, hints []keys.Binding, width, height int) string {
	inner := w.inner(width)
	title, lines := w.box(t, inner)
	return component.Dialog(t, title, lines, w.Scroll.Top, component.Hints(t, hints, inner), width, height)
}

// startTyping asks for what has to be typed.
func (w *work) startTyping() tea.Cmd {
	w.stage, w.Scroll = typing, component.Scroll{}
	return w.input.Focus()
}

func (w *work) Typing() bool { return w.stage == typing }

func (w *work) Type(msg tea.Msg) (cmd tea.Cmd) {
	if w.stage == typing {
		w.input, cmd = w.input.Update(msg)
	}
	return cmd
}

// typed is the line to type in. wrong says that what was typed is not what has to be.
func (w *work) typed(t *theme.Theme, input, wrong string) []string {
	lines := []string{input}
	if w.wrong {
		lines = append(lines, t.Bad.Render(wrong))
	}
	return append(lines, "")
}

// pressTyping handles a key while want has to be typed, and reports whether it was.
func (w *work) pressTyping(a keys.Action, k tea.KeyPressMsg, want string) (done bool, cmd tea.Cmd) {
	switch a {
	case keys.Accept:
		w.wrong = w.input.Value() != want
		return !w.wrong, nil
	case keys.Cancel:
		w.Dismiss()
	case keys.None:
		w.Scroll.Top = 0 // the input is at the top
		return false, w.Type(k)
	default:
		w.move(a)
	}
	return false, nil
}

// reading is the result of reading a user and what belongs to it.
type reading struct {
	version api.Version
	err     error
	with    any
}

// read reads a user, and then what belongs to it.
func (w *work) read(id api.UserID, also func(context.Context, api.UserID) any) tea.Cmd {
	from := w.host.Users
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
		w.Out.Ask(ui.Learned{Version: r.version})
	case errors.Is(r.err, api.KindNotFound):
		w.Out.Ask(ui.Lost{ID: id})
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
	return w.stream("cancels the wait", func(ctx context.Context, emit func(any)) any {
		return do(ctx, func(p api.Progress) { emit(p) })
	})
}

// stream runs work until it ends or is given up. ends is what esc does to the wait.
func (w *work) stream(ends string, do func(ctx context.Context, emit func(any)) any) tea.Cmd {
	patience, stop := context.WithCancelCause(context.Background())
	w.giveUp = func() { stop(errStopped) }
	run := w.tasks.Stream(taskWrite, func(ctx context.Context, emit func(any)) any {
		defer stop(nil)
		waiting, cancel := context.WithCancelCause(ctx)
		defer cancel(nil)
		defer context.AfterFunc(patience, func() { cancel(errStopped) })()
		return do(waiting, emit)
	})
	cmd := w.wait()
	w.busy.Ends = ends
	return tea.Batch(run, cmd)
}

// pressWorking handles a key during a write. Giving up is possible only once the
// wait is long.
func (w *work) pressWorking(k tea.KeyPressMsg) {
	if w.Keys.Action(k.String(), keys.Form) == keys.Cancel && time.Since(w.began) >= component.WordsAfter && !w.busy.Bound && w.giveUp != nil {
		w.giveUp()
		w.giveUp, w.busy.Bound = nil, true
	}
}

func (w *work) wait() tea.Cmd {
	w.began = time.Now()
	w.busy.Start(w.began)
	return w.tasks.After(taskTick, component.ShowAfter)
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
