package flow

import (
	"context"
	"errors"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

// Edit reads a user before the form opens on it, so that what is edited is what
// is there. What is typed meanwhile is kept, and goes to the form.
type Edit struct {
	base
	user  api.User
	typed []tea.Msg
	err   error
}

var _ ui.Overlay = (*Edit)(nil)

// NewEdit makes the flow.
func NewEdit(ctx context.Context, id ui.PageID, out *ui.Outbox, w Service, user api.User) *Edit {
	return &Edit{base: newBase(ctx, id, out, w, user), user: user}
}

// Init implements ui.Overlay.
func (e *Edit) Init() tea.Cmd { return e.read(e.user.ID) }

// Scope implements ui.Overlay.
func (e *Edit) Scope() keys.Scope { return keys.OutcomeBox }

// Receive implements ui.Overlay.
func (e *Edit) Receive(r ui.Result) tea.Cmd {
	if !e.tasks.Accept(r) {
		return nil
	}
	v, ok := r.Value.(read)
	switch {
	case !ok:
		return e.tick()
	case v.err != nil:
		e.learn(e.user.ID, v.version, v.err)
		e.err = v.err
	default:
		e.learn(e.user.ID, v.version, nil)
		e.out.Ask(ui.Close{Overlay: e.id})
		e.out.Ask(ui.EditUser{Base: v.version})
		e.out.Ask(ui.Replay{Typed: e.typed})
	}
	return nil
}

// Press implements ui.Overlay.
func (e *Edit) Press(k tea.KeyPressMsg) tea.Cmd {
	if e.action(k, keys.OutcomeBox) == keys.Cancel && (e.err != nil || e.action(k, keys.Form) == keys.Cancel) {
		e.out.Ask(ui.Close{Overlay: e.id})
		return nil
	}
	return e.Type(k)
}

// Typing implements ui.Typist: what is typed is for the form that comes.
func (e *Edit) Typing() bool { return e.err == nil }

// Type implements ui.Overlay.
func (e *Edit) Type(msg tea.Msg) tea.Cmd {
	if e.err == nil {
		e.typed = append(e.typed, msg)
	}
	return nil
}

// View implements ui.Overlay.
func (e *Edit) View(t *theme.Theme, width, height int) string {
	switch {
	case e.err == nil:
		return e.working(t, "Reading the user first…", width, height)
	case errors.Is(e.err, api.ErrNotFound):
		return e.outcome(t, unreadable(e.err), nil, keys.OutcomeBox, width, height)
	}
	lines := append([]string{t.Bad.Render("The user could not be read."), ""},
		component.Explanation(t, component.Explained(api.Explain(e.err)), component.DialogWidth(width))...)
	return e.dialog(t, "Edit", lines, keys.OutcomeBox, width, height)
}
