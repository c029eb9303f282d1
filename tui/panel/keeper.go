// Package panel is what the panels for sign-in links and access tokens have in
// common: how a secret is made, shown, handed on and forgotten.
package panel

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/secret"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/ui"
)

// Setup is whom a panel is about, in which words, and its surroundings.
type Setup struct {
	ID   ui.PageID
	Out  *ui.Outbox
	User api.User

	Noun    string // what is kept, such as "link"
	Nothing string // said of it before there is one, such as "there is no link yet."
	Title   string // for the status line
	File    string // pattern of the files it is written to

	// Write writes a secret to a file of its owner's and gives the file's name.
	// It belongs into commands.
	Write func(pattern string, v secret.Value) (string, error)
	// Now is the service's present.
	Now func() time.Time
}

// Grant is what a panel keeps: what gives a user access until it ends.
type Grant interface {
	comparable
	Owner() string // the user id inside it, exact
	Ends() time.Time
	Wipe()
}

// Keeper keeps a secret for as long as its panel is open. A page embeds it and
// adds what is particular to its secret; it reaches the secret by the Keeper's
// methods alone, which hold that:
//
//   - Nothing secret outlives the panel. Close wipes what is kept and the form
//     of it that is shown, and what is still on its way when it arrives; asking
//     for a fresh one wipes the one before. Whatever is lent to a command or a
//     drawing is a copy, wiped when that is done.
//   - Nothing secret is drawn unasked. Each form of it comes masked, and what is
//     asked for is in view for component.MaskAfter of this machine's clock.
//   - Nothing secret leaves once it has run out by the service's clock: WhyNotOut,
//     which is asked before each action, has it neither copied, written, opened nor
//     revealed, and it goes off the screen but for text that is in clear by then,
//     which can be hidden, and is masked in time like any other.
type Keeper[G Grant] struct {
	Setup

	ctx   context.Context // ends with the panel
	close context.CancelFunc
	tasks *ui.Tasks
	busy  component.Busy

	kept    G
	failed  *failure
	ahead   []keys.Action    // asked for while it was on its way
	value   component.Secret // what is kept, in the form that is shown
	problem string           // why there is nothing in this form

	now  time.Time // the service's present, as of the last look
	wall time.Time // this machine's, which says when to mask again
}

// New makes a keeper that keeps nothing yet.
func New[G Grant](ctx context.Context, s Setup) *Keeper[G] {
	ctx, cancel := context.WithCancel(ctx)
	k := &Keeper[G]{Setup: s, ctx: ctx, close: cancel, tasks: ui.NewTasks(ctx, s.ID)}
	k.Look()
	return k
}

// ID implements ui.Page.
func (k *Keeper[G]) ID() ui.PageID { return k.Setup.ID }

// Resize implements ui.Page: a panel is laid out as it is drawn.
func (k *Keeper[G]) Resize(int, int) {}

// Close implements ui.Page: nothing secret outlives the panel.
func (k *Keeper[G]) Close() {
	k.close()
	k.tasks.Close()
	k.forget()
}

// forget wipes what is kept, and takes it off the screen in every way.
func (k *Keeper[G]) forget() {
	k.Show(secret.Value{}, nil)
	if k.Has() {
		k.kept.Wipe()
	}
	var none G
	k.kept = none
}

// Has says that there is a secret.
func (k *Keeper[G]) Has() bool { var none G; return k.kept != none }

// Kept is what is kept, if there is any.
func (k *Keeper[G]) Kept() G { return k.kept }

// Show takes a form of what is kept over, to be shown and handed on; or err, the
// reason why there is none in that form.
func (k *Keeper[G]) Show(v secret.Value, err error) {
	k.value.Set(v)
	if k.problem = ""; err != nil {
		k.problem = err.Error()
	}
}

// Look reads both clocks.
func (k *Keeper[G]) Look() { k.now, k.wall = k.Setup.Now(), time.Now() }

// Present is the service's present, as of the last look.
func (k *Keeper[G]) Present() time.Time { return k.now }

// left is how long what is kept still lives.
func (k *Keeper[G]) left() time.Duration {
	if !k.Has() {
		return 0
	}
	return k.kept.Ends().Sub(k.now)
}

// Tick asks for the next look at the clocks: by the second while the end is near
// or a mask has to come back, and by the minute for the rest.
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

// Accept takes a result of the panel's work, and lets time pass. What has to do
// with the page goes to take.
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
		k.kept, k.failed = v.grant, v.failed
		cmd = take(v)
	default:
		cmd = take(v)
	}
	k.catchUp()
	return tea.Batch(cmd, k.Tick())
}
