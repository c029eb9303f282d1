// Package panel holds what the panels for sign-in links and access tokens share:
// how a secret is made, shown, passed on and wiped.
package panel

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/secret"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/ui"
)

// Setup is the user, the wording and the environment of a panel.
type Setup struct {
	ID   ui.PageID
	Out  *ui.Outbox
	User api.User

	Noun    string // what is kept, such as "link"
	Nothing string // said of it before there is one, such as "there is no link yet."
	Title   string // for the status line
	File    string // pattern of the files it is written to

	// Write writes a secret to a private file and returns its name. Call it in
	// commands.
	Write func(pattern string, v secret.Value) (string, error)
	Now   func() time.Time // returns the service's time
}

// Grant is what a panel keeps: it gives a user access until it ends.
type Grant interface {
	comparable
	Owner() string // the user id inside it, exact
	Ends() time.Time
	Wipe()
}

// Keeper keeps a secret while its panel is open. A page embeds it and adds its
// specifics; it uses the secret only by the Keeper's methods, which ensure:
//
//   - Nothing secret outlives the panel. Close wipes the secret and its visible
//     form, and a late one when it arrives; a fresh one replaces and wipes the old.
//     Commands and drawings get copies, wiped after use.
//   - Nothing secret is drawn unasked. Each form starts masked and is revealed for
//     component.MaskAfter of this machine's clock.
//   - Nothing secret leaves after its expiry by the service's clock: WhyNotOut,
//     which is asked before each action, forbids copying, writing, opening and
//     revealing. It also leaves the screen, except text already in clear, which can be
//     hidden and is masked in time.
type Keeper[G Grant] struct {
	Setup

	ctx   context.Context // ends with the panel
	close context.CancelFunc
	tasks *ui.Tasks
	busy  component.Busy

	kept    G
	began   time.Time // when it was made, for the rest of its life
	failed  *failure
	ahead   []keys.Action    // asked for while it was on its way
	value   component.Secret // what is kept, in the form that is shown
	problem string           // why there is nothing in this form

	now  time.Time // the service's present, as of the last look
	wall time.Time // this machine's time, for masking
}

// New returns an empty keeper.
func New[G Grant](ctx context.Context, s Setup) *Keeper[G] {
	ctx, cancel := context.WithCancel(ctx)
	k := &Keeper[G]{Setup: s, ctx: ctx, close: cancel, tasks: ui.NewTasks(ctx, s.ID)}
	k.Look()
	return k
}

func (k *Keeper[G]) ID() ui.PageID { return k.Setup.ID }

// Resize implements ui.Page: a panel is laid out as it is drawn.
func (k *Keeper[G]) Resize(int, int) {}

// Close implements ui.Page: nothing secret outlives the panel.
func (k *Keeper[G]) Close() {
	k.close()
	k.tasks.Close()
	k.forget()
}

// forget wipes the secret and removes it from the screen.
func (k *Keeper[G]) forget() {
	k.Show(secret.Value{}, nil)
	if k.Has() {
		k.kept.Wipe()
	}
	var none G
	k.kept = none
}

// Has reports whether there is a secret.
func (k *Keeper[G]) Has() bool { var none G; return k.kept != none }

// Kept returns what is kept, if anything.
func (k *Keeper[G]) Kept() G { return k.kept }

// Show takes ownership of a form of the secret, to show and pass on; or err, the
// reason why there is none in that form.
func (k *Keeper[G]) Show(v secret.Value, err error) {
	k.value.Set(v)
	if k.problem = ""; err != nil {
		k.problem = err.Error()
	}
}

// Look reads both clocks.
func (k *Keeper[G]) Look() { k.now, k.wall = k.Setup.Now(), time.Now() }

// Present returns the service's time, as of the last look.
func (k *Keeper[G]) Present() time.Time { return k.now }

// left is the remaining lifetime.
func (k *Keeper[G]) left() time.Duration {
	if !k.Has() {
		return 0
	}
	return k.kept.Ends().Sub(k.now)
}

// Tick schedules the next look at the clocks: each second near the expiry or
// before masking, each minute otherwise.
func (k *Keeper[G]) Tick() tea.Cmd {
	every := time.Minute
	switch left := k.left(); {
	case k.waiting():
		every = component.TickEvery
	case k.value.InView(k.wall), left > 0 && left < time.Hour:
		every = time.Second
	}
	return k.tasks.After(taskTick, every)
}

// Accept handles a result of the panel's work and updates the clocks. The page's
// own results go to take.
func (k *Keeper[G]) Accept(r ui.Result, take func(v any) tea.Cmd) tea.Cmd {
	if !k.tasks.Accept(r) {
		return nil
	}
	k.Look()
	if !k.waiting() {
		k.busy.Stop()
	}
	k.busy.Tick(k.wall)
	if k.left() <= 0 {
		k.value.HideBut(component.InClear)
	}
	var cmd tea.Cmd
	switch v := r.Value.(type) {
	case nil:
	case ui.Notify:
		k.Out.Ask(v)
	case Made[G]:
		k.kept, k.failed, k.began = v.grant, v.failed, k.now
		cmd = take(v)
	default:
		cmd = take(v)
	}
	k.catchUp()
	return tea.Batch(cmd, k.Tick())
}

// The panel's own tasks; pages may have more.
const (
	taskMake = "make"
	taskFind = "find"
	taskTick = "tick"
	taskFile = "file"
)

// Made is the result of asking for a secret.
type Made[G Grant] struct {
	grant  G
	failed *failure
	With   any // what the page learned on the way
}

// failure is why there is no secret.
type failure struct {
	err     error
	refused bool // one came, and must not be handed on
}

// Ask asks the service for a secret and compares it with the request. Call it in
// commands.
func Ask[G Grant](ctx context.Context, id api.UserID, ask func(context.Context) (secret.Value, error), parse func(secret.Value) (G, error)) Made[G] {
	v, err := ask(ctx)
	if err != nil {
		return Made[G]{failed: &failure{err: err}}
	}
	defer v.Wipe()
	grant, err := parse(v)
	if err == nil && grant.Owner() != string(id) {
		grant.Wipe()
		err = errors.New("it is for another user than the one asked for")
	}
	if err != nil {
		return Made[G]{failed: &failure{err: err, refused: true}}
	}
	return Made[G]{grant: grant}
}

// Given is a secret that was read, or the error of reading it.
func Given[G Grant](g G, err error) Made[G] {
	if err != nil {
		g.Wipe()
		return Made[G]{failed: &failure{err: err}}
	}
	return Made[G]{grant: g}
}

// Make starts to make a secret and drops the previous one. It does nothing while
// one is being made: each costs a write of the subscription's budget.
func (k *Keeper[G]) Make(work func(context.Context) Made[G]) tea.Cmd {
	if k.Making() {
		return nil
	}
	k.forget()
	k.failed = nil
	open := k.ctx
	return k.wait(taskMake, func(ctx context.Context) any {
		made := work(ctx)
		if made.failed == nil {
			// The panel may be closed by now, with no receiver.
			context.AfterFunc(open, made.grant.Wipe)
		}
		return made
	})
}

// Making reports whether a secret is being made.
func (k *Keeper[G]) Making() bool { return k.tasks.Running(taskMake) }

// Failed reports whether the last attempt failed.
func (k *Keeper[G]) Failed() bool { return k.failed != nil }

// Find starts to look up what a form of the secret needs.
func (k *Keeper[G]) Find(work func(context.Context) any) tea.Cmd {
	if k.Finding() {
		return nil
	}
	return k.wait(taskFind, work)
}

// Finding reports whether a lookup is running.
func (k *Keeper[G]) Finding() bool { return k.tasks.Running(taskFind) }

// wait runs a task that the operator waits for.
func (k *Keeper[G]) wait(task string, work func(context.Context) any) tea.Cmd {
	k.Look()
	k.busy.Start(k.wall)
	return tea.Batch(k.tasks.Run(task, work), k.Tick())
}

func (k *Keeper[G]) waiting() bool { return k.Making() || k.Finding() }
