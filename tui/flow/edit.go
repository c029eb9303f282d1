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

// Edit reads a user before the form opens, so that the current version is edited.
// Keys typed meanwhile are passed on to the form.
type Edit struct {
	work
	from   Reader
	user   api.User
	typed  []tea.Msg
	err    error
	scroll component.Scroll
}

var _ ui.Overlay = (*Edit)(nil)

// NewEdit returns the flow.
func NewEdit(ctx context.Context, id ui.PageID, out *ui.Outbox, from Reader, user api.User) *Edit {
	return &Edit{work: newWork(ctx, id, out), from: from, user: user}
}

func (e *Edit) Init() tea.Cmd { return e.read(e.from, e.user.ID, nil) }

func (e *Edit) Scope() keys.Scope { return keys.OutcomeBox }

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
		e.close()
		e.out.Ask(ui.EditUser{Base: v.version})
		e.out.Ask(ui.Replay{Typed: e.typed})
	}
	return nil
}

func (e *Edit) Press(k tea.KeyPressMsg) tea.Cmd {
	switch a := e.keys.Action(k.String(), keys.OutcomeBox); {
	case e.err == nil && e.keys.Action(k.String(), keys.Form) == keys.Cancel, e.err != nil && a == keys.Cancel:
		e.close()
	case e.err == nil:
		return e.Type(k)
	default:
		lines := e.lines(&theme.Theme{}, component.DialogWidth(e.width))
		e.scroll.Move(a, len(lines), component.DialogRows(len(lines), e.height))
	}
	return nil
}

// Typing implements ui.Typist: typed text is for the coming form.
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
	inner := component.DialogWidth(width)
	foot := component.Hints(t, e.keys.Hints(keys.OutcomeBox), inner)
	return component.Dialog(t, "Edit", e.lines(t, inner), e.scroll.Top, foot, width, height)
}

func (e *Edit) lines(t *theme.Theme, inner int) []string {
	if errors.Is(e.err, api.KindNotFound) {
		return append([]string{t.Strong.Render(api.DeletedMeanwhile.String()), about(e.user), ""}, prose(inner, "The user no longer exists on the service. Nothing was sent.")...)
	}
	return append([]string{t.Bad.Render("The user could not be read."), ""}, explained(t, e.err, inner)...)
}
