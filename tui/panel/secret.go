// Package panel holds what the panels for sign-in links and access tokens share:
// how a secret is made, shown, passed on and wiped.
package panel

import (
	"context"
	"time"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/secret"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

// Setup is the user, the wording, the environment and the specifics of a panel.
type Setup struct {
	ID   ui.PageID
	Out  *ui.Outbox
	User api.User

	Noun    string // what is kept, such as "link"
	Nothing string // said of it before there is one, such as "there is no link yet."
	Title   string // for the status line
	Heading string // above the lines, where no frame names the panel
	File    string // pattern of the files it is written to

	// Scopes are where keys are looked up while nothing is typed.
	Scopes []keys.Scope
	// Act carries out an action of the page's own, and reports whether it is one. Those
	// common to all secrets follow if it is not.
	Act func(a keys.Action) (tea.Cmd, bool)
	// Ahead reports whether an action waits for what is on its way; nil if none does.
	Ahead func(a keys.Action) bool
	// Draw adds the panel's lines below its heading.
	Draw func(b *component.Panel, t *theme.Theme)
	// Take takes a secret that was made or failed, and what the page's own work
	// brought.
	Take func(v any) tea.Cmd
	// Typed takes what was typed, or that it is given up, and reports whether the
	// line closes; nil for a panel on which nothing is typed.
	Typed func(accepted bool, value string) bool
	Wide  int // cells of that line

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

	Line   textinput.Model // a value that is typed
	typing bool            // it gets all keys
	keys   *keys.Map
}

// New returns an empty keeper.
func New[G Grant](ctx context.Context, s Setup) *Keeper[G] {
	ctx, cancel := context.WithCancel(ctx)
	k := &Keeper[G]{
		Setup: s, ctx: ctx, close: cancel, tasks: ui.NewTasks(ctx, s.ID),
		Line: component.Input("", s.Wide), keys: keys.NewMap(),
	}
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

func (k *Keeper[G]) Receive(r ui.Result) tea.Cmd { return k.Accept(r, k.Take) }

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

// Edit begins to edit a value on the panel's line.
func (k *Keeper[G]) Edit(value string) tea.Cmd {
	k.typing = true
	k.Line.SetValue(value)
	k.Line.CursorEnd()
	return k.Line.Focus()
}

func (k *Keeper[G]) Typing() bool { return k.typing }

func (k *Keeper[G]) Scopes() []keys.Scope {
	if k.typing {
		return []keys.Scope{keys.Typing}
	}
	return k.Setup.Scopes
}

// Type implements ui.Page: it edits the line until that is accepted or given up.
func (k *Keeper[G]) Type(msg tea.Msg) tea.Cmd {
	if press, ok := msg.(tea.KeyPressMsg); ok {
		if a := k.keys.Action(press.String(), keys.Typing); a == keys.Accept || a == keys.Cancel {
			k.typing = !k.Typed(a == keys.Accept, k.Line.Value())
			return nil
		}
	}
	var cmd tea.Cmd
	k.Line, cmd = k.Line.Update(msg)
	return cmd
}
