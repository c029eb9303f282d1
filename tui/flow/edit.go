package flow

import (
	"context"
	"errors"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/tui/keys"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

// Edit reads a user before the form opens, so that the current version is edited.
// Keys typed meanwhile are passed on to the form.
type Edit struct {
	work
	user  api.User
	typed []tea.Msg
	err   error
}

var _ ui.Overlay = (*Edit)(nil)

// NewEdit returns the flow.
func NewEdit(ctx context.Context, id ui.PageID, out *ui.Outbox, from Reader, user api.User) *Edit {
	e := &Edit{work: newWork(ctx, id, out, Host{Users: from}), user: user}
	e.Place = keys.OutcomeBox
	e.box = func(t *theme.Theme, inner int) (string, []string) { return "Edit", e.lines(t, inner) }
	return e
}

func (e *Edit) Init() tea.Cmd { return e.read(e.user.ID, nil) }

func (e *Edit) Receive(r ui.Result) tea.Cmd {
	if !e.tasks.Accept(r) {
		return nil
	}
	v, ok := r.Value.(reading)
	switch {
	case !ok:
		return e.tick()
	case v.err != nil:
		e.learn(e.user.ID, v)
		e.err = v.err
	default:
		e.learn(e.user.ID, v)
		e.Dismiss()
		e.Out.Ask(ui.EditUser{Base: v.version})
		e.Out.Ask(ui.Replay{Typed: e.typed})
	}
	return nil
}

func (e *Edit) Press(k tea.KeyPressMsg) tea.Cmd {
	switch a := e.Action(k); {
	case e.err == nil && e.Keys.Action(k.String(), keys.Form) == keys.Cancel, e.err != nil && a == keys.Cancel:
		e.Dismiss()
	case e.err == nil:
		return e.Type(k)
	default:
		e.move(a)
	}
	return nil
}

// Typing implements ui.Overlay: typed text is for the coming form.
func (e *Edit) Typing() bool { return e.err == nil }

func (e *Edit) Type(msg tea.Msg) tea.Cmd {
	if e.err == nil {
		e.typed = append(e.typed, msg)
	}
	return nil
}

func (e *Edit) View(t *theme.Theme, width, height int) string {
	if e.err == nil {
		return e.working(t, "Reading the user first…", width, height)
	}
	return e.draw(t, e.Keys.Hints(keys.OutcomeBox), width, height)
}

func (e *Edit) lines(t *theme.Theme, inner int) []string {
	if errors.Is(e.err, api.KindNotFound) {
		return append([]string{t.Strong.Render(api.DeletedMeanwhile.String()), about(e.user), ""}, prose(inner, "The user no longer exists on the service. Nothing was sent.")...)
	}
	return append([]string{t.Bad.Render("The user could not be read."), ""}, explained(t, e.err, inner)...)
}
