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

// Found is an address that was looked up.
type Found struct {
	At  string
	Err error
}

// Find starts to look up the address that a form of the secret needs.
func (k *Keeper[G]) Find(address func(context.Context) (string, error)) tea.Cmd {
	if k.Finding() {
		return nil
	}
	return k.wait(taskFind, func(ctx context.Context) any {
		at, err := address(ctx)
		return Found{at, err}
	})
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
