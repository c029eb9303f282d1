// Package flow holds the conversations a write can lead to: overlays that
// write, and that ask the operator when the service's answer leaves a choice.
// Nothing is written from here without a key.
package flow

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/term"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

// Service is what the flows need of the service.
type Service interface {
	Get(ctx context.Context, id api.UserID) (api.User, api.ETag, error)
	Groups(ctx context.Context, id api.UserID) ([]api.Group, error)
	Subscriptions(ctx context.Context, id api.UserID) ([]api.Subscription, error)
	Create(n api.NewUser) api.Write
	Update(base api.Version, p api.Patch) api.Write
	Delete(base api.Version, o api.DeleteOptions) api.Write
	PasswordMail(to api.Version, app api.AppType) api.Write
	Invite(base api.Version, app api.AppType) api.Write
}

// errStopped is why a write is not waited for any longer: its outcome is still
// wanted.
var errStopped = errors.New("the operator stopped waiting")

// The tasks of a flow.
const (
	taskWrite = "write"
	taskRead  = "read"
	taskTick  = "tick"
)

// base is what all flows share.
type base struct {
	id    ui.PageID
	about string // whom it is about, safe to draw
	out   *ui.Outbox
	keys  *keys.Map
	write Service
	tasks *ui.Tasks
	busy  component.Busy
	// progress is what a write under way waits for.
	progress api.Progress
	resume   time.Time // when a throttled write is sent once more
	began    time.Time // when the work under way was
	giveUp   context.CancelFunc
	scroll   component.Scroll

	width, height int // of the screen
}

func newBase(ctx context.Context, id ui.PageID, out *ui.Outbox, w Service, about api.User) base {
	return base{id: id, out: out, about: strings.TrimSpace(about.DisplayName().String() + "  " + about.Email.String()), keys: keys.NewMap(), write: w, tasks: ui.NewTasks(ctx, id)}
}

// ID implements ui.Overlay.
func (b *base) ID() ui.PageID { return b.id }

// Writing implements ui.Overlay.
func (b *base) Writing() bool { return b.tasks.Running(taskWrite) }

// Close implements ui.Overlay.
func (b *base) Close() { b.tasks.Close() }

// Resize implements ui.Overlay.
func (b *base) Resize(width, height int) { b.width, b.height = width, height }

// Type implements ui.Overlay: most flows take no text.
func (b *base) Type(tea.Msg) tea.Cmd { return nil }

func (b *base) action(k tea.KeyPressMsg, s keys.Scope) keys.Action {
	return b.keys.Action(k.String(), s)
}

// learn lets the pages know what a reading told of a user.
func (b *base) learn(id api.UserID, v api.Version, err error) {
	switch {
	case err == nil:
		b.out.Ask(ui.Learned{Version: v})
	case errors.Is(err, api.ErrNotFound):
		b.out.Ask(ui.Lost{ID: id})
	}
}

// start runs a write and keeps the screen alive meanwhile.
func (b *base) start(work func(ctx context.Context, watch api.Watch) api.Written) tea.Cmd {
	b.progress = api.Progress{}
	patience, stop := context.WithCancelCause(context.Background())
	giveUp := func() { stop(errStopped) }
	b.giveUp = giveUp
	run := b.tasks.Stream(taskWrite, func(ctx context.Context, emit func(any)) any {
		defer giveUp()
		waiting, cancel := context.WithCancelCause(ctx)
		defer cancel(nil)
		defer context.AfterFunc(patience, func() { cancel(errStopped) })()
		return work(waiting, func(p api.Progress) { emit(p) })
	})
	return tea.Batch(run, b.wait())
}

// pressWorking takes a key while a write is under way. Giving up ends the
// waiting alone: what became of the write is found out all the same. It is
// offered, and taken, only once the waiting is long.
func (b *base) pressWorking(k tea.KeyPressMsg) {
	if b.action(k, keys.Form) == keys.Cancel && time.Since(b.began) >= component.WordsAfter && !b.busy.Bound && b.giveUp != nil {
		b.giveUp()
		b.giveUp, b.busy.Bound = nil, true
	}
}

func (b *base) wait() tea.Cmd {
	b.began = time.Now()
	b.busy.Start(b.began)
	return b.tasks.After(taskTick, component.ShowAfter)
}

// tick keeps a turning mark turning while something runs.
func (b *base) tick() tea.Cmd {
	if !b.tasks.Running(taskWrite) && !b.tasks.Running(taskRead) {
		b.busy.Stop()
		return nil
	}
	return b.tasks.After(taskTick, b.busy.Tick(time.Now()))
}

// noteProgress takes a write's progress.
func (b *base) noteProgress(p api.Progress) {
	b.progress, b.resume = p, time.Now().Add(p.Throttled)
	b.busy.Bound = b.giveUp == nil || p.Checking
}

// dialog draws a box that scrolls.
func (b *base) dialog(t *theme.Theme, title string, lines []string, s keys.Scope, width, height int) string {
	foot := component.Hints(t, b.keys.Hints(s), component.DialogWidth(width))
	return component.Dialog(t, title, lines, b.scroll.Top, foot, width, height)
}

// scrollOver moves over the lines of a box that are drawn without colours.
func (b *base) scrollOver(a keys.Action, draw func(t *theme.Theme, inner int) []string) {
	n := len(draw(&theme.Theme{}, component.DialogWidth(b.width)))
	b.scroll.Move(a, n, component.DialogRows(n, b.height))
}

// working draws what a write under way waits for, once it takes long enough to
// be noticed.
func (b *base) working(t *theme.Theme, what string, width, height int) string {
	mark := b.busy.View(t)
	if mark == "" && b.progress == (api.Progress{}) {
		return ""
	}
	inner := component.DialogWidth(width)
	lines := []string{mark + "  " + what}
	switch {
	case b.progress.Throttled > 0:
		lines = append(lines, term.Wrap(fmt.Sprintf("Azure throttles this subscription. Nothing was written yet; it is sent once more in %d s.", b.busy.Until(b.resume)), inner)...)
	case b.progress.Checking:
		why := "The answer was lost."
		if b.giveUp == nil {
			why = "You stopped waiting for the answer."
		}
		lines = append(lines, term.Wrap(why+" Reading the user to see what became of it.", inner)...)
	case b.progress.Deleting:
		lines = append(lines, term.Wrap("The service accepted the deletion and is carrying it out.", inner)...)
	}
	title := "Reading"
	if b.Writing() {
		title = "Writing"
	}
	return component.Dialog(t, title, lines, 0, "", width, height)
}
