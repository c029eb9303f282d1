package panel

import (
	"context"
	"errors"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/secret"
)

// The panel's own tasks; pages may have more.
const (
	taskMake = "make"
	taskFind = "find"
	taskTick = "tick"
	taskFile = "file"
)

// Made is what asking for a secret brings.
type Made[G Grant] struct {
	grant  G
	failed *failure
	// With is what the page learned on the way.
	With any
}

// failure is why there is no secret.
type failure struct {
	err     error
	refused bool // one came, and must not be handed on
}

// Ask asks the service for a secret and compares it with what was asked for. It
// belongs into commands.
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

// Make begins to have a secret made, and forgets the one before. While one is
// being made nothing happens: each costs a write of the subscription's budget.
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
			// The panel may be closed by now, and nobody there to take it.
			context.AfterFunc(open, made.grant.Wipe)
		}
		return made
	})
}

// Making says that a secret is being made.
func (k *Keeper[G]) Making() bool { return k.tasks.Running(taskMake) }

// Failed says that the last one could not be made.
func (k *Keeper[G]) Failed() bool { return k.failed != nil }

// Find begins to look up what a form of the secret needs to know.
func (k *Keeper[G]) Find(work func(context.Context) any) tea.Cmd {
	if k.Finding() {
		return nil
	}
	return k.wait(taskFind, work)
}

// Finding says that something is being looked up.
func (k *Keeper[G]) Finding() bool { return k.tasks.Running(taskFind) }

// wait runs a task whose end the operator waits for.
func (k *Keeper[G]) wait(task string, work func(context.Context) any) tea.Cmd {
	k.Look()
	k.busy.Start(k.wall)
	return tea.Batch(k.tasks.Run(task, work), k.Tick())
}

func (k *Keeper[G]) waiting() bool { return k.Making() || k.Finding() }
