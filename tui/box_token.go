package tui

import (
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"apimtui/api/secret"
	"apimtui/api/text"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/term"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

// FreshTokenHelp explains what to do in the console when the given bearer token is
// no longer accepted.
func FreshTokenHelp() string {
	for _, b := range keys.NewMap().In(keys.SignIn) {
		if b.Action == keys.FreshToken {
			return b.Names() + " takes a fresh bearer token; what you have typed stays."
		}
	}
	return ""
}

// freshToken takes a bearer token in place of an expired one. It is never drawn.
type freshToken struct {
	ui.Still
	keys  *keys.Map
	take  func(secret.Value) error
	input textinput.Model
	wrong string // why it is not accepted, safe to draw
}

func newFreshToken(r *root) *freshToken {
	f := &freshToken{Still: r.still(), keys: r.keys, take: r.opts.NewToken, input: component.Input("› ", 40)}
	f.input.EchoMode = textinput.EchoPassword
	f.input.Focus()
	return f
}

func (f *freshToken) Scope() keys.Scope { return keys.Typing }

func (f *freshToken) Typing() bool { return true }

func (f *freshToken) Type(msg tea.Msg) tea.Cmd {
	f.wrong = ""
	f.input, _ = f.input.Update(msg)
	return nil
}

func (f *freshToken) Press(k tea.KeyPressMsg) tea.Cmd {
	switch f.keys.Action(k.String(), keys.Typing) {
	case keys.Cancel:
		f.Dismiss()
	case keys.Accept:
		if err := f.take(secret.New(strings.TrimSpace(f.input.Value()))); err != nil {
			f.wrong = text.Clean(err.Error()).String()
			return nil
		}
		f.Dismiss()
		f.Out.Ask(ui.Notify{Text: "The next request signs in with the fresh token: try again.", Kind: ui.Good})
	default:
		return f.Type(k)
	}
	return nil
}

func (f *freshToken) Close() { f.input.Reset() }

func (f *freshToken) View(t *theme.Theme, width, height int) string {
	inner := component.DialogWidth(width)
	lines := term.Wrap("Paste a bearer token for Azure Resource Manager, as `az account get-access-token` prints it. It is not drawn, and not kept beyond this session.", inner)
	lines = append(lines, "", f.input.View())
	if f.wrong != "" {
		for _, l := range term.Wrap(f.wrong, inner) {
			lines = append(lines, t.Bad.Render(l))
		}
	}
	return component.Dialog(t, "Fresh token", lines, 0, component.Hints(t, f.keys.Hints(keys.Typing), inner), width, height)
}
