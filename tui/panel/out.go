package panel

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/secret"
	"apimtui/api/text"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/ui"
)

// WhyNothing returns the reason why an action that needs a secret is disabled, or
// "".
func (k *Keeper[G]) WhyNothing() string {
	if k.Has() {
		return ""
	}
	return "Disabled: " + k.Nothing
}

// WhyNotOut returns the reason why an action cannot show or pass on the secret, or
// "". What is in clear can always be hidden.
func (k *Keeper[G]) WhyNotOut(a keys.Action) string {
	switch {
	case !k.Has():
		return k.WhyNothing()
	case k.problem != "":
		return "Disabled: " + text.Clean(k.problem).String() + "."
	case a == keys.Reveal && k.Shown(component.InClear), a == keys.Alone && k.Shown(component.Alone):
		return ""
	case !k.Setup.Now().Before(k.kept.Ends()):
		return "Disabled: the " + k.Noun + " has run out; " + k.Renewed() + "."
	}
	return ""
}

// mostAhead bounds the actions typed ahead.
const mostAhead = 16

// catchUp runs the remembered actions, unless there is no secret.
func (k *Keeper[G]) catchUp() {
	if k.Making() {
		return
	}
	if k.Has() {
		for _, a := range k.ahead {
			k.Out.Ask(ui.Perform{Action: a})
		}
	}
	k.ahead = nil
}

// Do implements ui.Page. What waits for a secret on its way is remembered, and showing
// it alone ends with every other action.
func (k *Keeper[G]) Do(a keys.Action) (tea.Cmd, bool) {
	if k.Ahead != nil && k.Ahead(a) {
		if len(k.ahead) < mostAhead {
			k.ahead = append(k.ahead, a)
		}
		return nil, true
	}
	if k.Shown(component.Alone) && a != keys.Alone {
		k.Hide(component.Alone)
		if a == keys.Back || a == keys.Leave {
			return nil, true
		}
	}
	if k.Act != nil {
		if cmd, done := k.Act(a); done {
			return cmd, true
		}
	}
	switch a {
	case keys.Reveal:
		return k.Toggle(component.InClear), true
	case keys.Alone:
		return k.Toggle(component.Alone), true
	case keys.WriteFile:
		return k.file(), true
	}
	return nil, false
}

// Toggle starts or stops showing the secret in a way.
func (k *Keeper[G]) Toggle(w component.Way) tea.Cmd {
	k.Look()
	k.value.Toggle(w, k.wall)
	return k.Tick()
}

// Hide stops showing it in a way.
func (k *Keeper[G]) Hide(w component.Way) { k.value.Hide(w) }

// Shown reports whether it is shown in a way.
func (k *Keeper[G]) Shown(w component.Way) bool { return k.value.Shown(w, k.wall) }

// Lend passes the secret, in its form, to use for the time of the call.
func (k *Keeper[G]) Lend(use func(v secret.Value)) {
	v := k.value.Copy()
	defer v.Wipe()
	use(v)
}

// Copy copies the secret in its form, unless wrong explains why it would not paste
// as itself.
func (k *Keeper[G]) Copy(what string, wrong error) {
	if wrong != nil {
		k.Out.Ask(ui.Notify{Text: "Not copied: " + text.Clean(wrong.Error()).String(), Kind: ui.Bad})
		return
	}
	k.Out.Ask(ui.Copy{Text: k.value.Copy(), What: what, Secret: true})
}

// HandOn starts a task that passes on the secret in its form, and reports the
// outcome.
func (k *Keeper[G]) HandOn(task string, give func(ctx context.Context, v secret.Value) ui.Notify) tea.Cmd {
	v := k.value.Copy()
	return k.tasks.Run(task, func(ctx context.Context) any {
		defer v.Wipe()
		return give(ctx, v)
	})
}

func (k *Keeper[G]) file() tea.Cmd {
	write, pattern := k.Write, k.File
	return k.HandOn(taskFile, func(_ context.Context, v secret.Value) ui.Notify {
		name, err := write(pattern, v)
		if err != nil {
			return ui.Notify{Text: "Not written: " + api.Explain(err).What.String(), Kind: ui.Bad}
		}
		return ui.Notify{Text: "Written to " + name + ", readable by you alone. Delete it when done.", Kind: ui.Good}
	})
}
