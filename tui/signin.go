package tui

import (
	"context"
	"fmt"
	"strings"
	"time"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"apimtui/api/secret"
	"apimtui/api/signin"
	"apimtui/api/text"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/term"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

// SignIns passes what a sign-in asks of the operator to the console that runs.
type SignIns struct{ asks chan signInAsk }

// NewSignIns returns the way from sign-ins to the console.
func NewSignIns() *SignIns { return &SignIns{make(chan signInAsk)} }

// signInAsk is a code to enter elsewhere. ctx ends when it is no longer needed.
type signInAsk struct {
	ctx context.Context
	signin.Prompt
}

// Prompt shows a code. The box closes when ctx ends.
func (s *SignIns) Prompt(ctx context.Context, p signin.Prompt) error {
	select {
	case s.asks <- signInAsk{ctx, p}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// wait waits for the next code.
func (s *SignIns) wait(ctx context.Context) tea.Cmd {
	if s == nil {
		return nil
	}
	return func() tea.Msg {
		select {
		case ask := <-s.asks:
			return ask
		case <-ctx.Done():
			return nil
		}
	}
}

const (
	taskSignedIn = "signed in"
	taskSecond   = "second"
)

// signIn shows the code of a device sign-in.
type signIn struct {
	ui.Still
	tasks *ui.Tasks
	ask   signInAsk
	left  time.Duration // until the code expires
	open  func(address string) string
}

func newSignIn(r *root, ask signInAsk) *signIn {
	s := &signIn{Still: r.still(keys.SignInBox), ask: ask, left: time.Until(ask.Expires)}
	s.tasks = ui.NewTasks(r.shown.base, s.ID())
	browser := term.Browser{Env: r.opts.Env}
	s.open = func(address string) string {
		if why := browser.Why(); why != "" {
			return "Not opened: " + why + "."
		}
		if _, err := r.computer.browse(browser)(r.shown.base, secret.New(address)); err != nil {
			return "Not opened: open the address by hand."
		}
		return "Opened in the browser here."
	}
	return s
}

// Init waits for the end of the sign-in and counts down.
func (s *signIn) Init() tea.Cmd {
	over := s.ask.ctx.Done()
	return tea.Batch(s.tick(), s.tasks.Run(taskSignedIn, func(ctx context.Context) any {
		select {
		case <-over:
		case <-ctx.Done():
		}
		return nil
	}))
}

func (s *signIn) tick() tea.Cmd { return s.tasks.After(taskSecond, time.Second) }

func (s *signIn) Receive(r ui.Result) tea.Cmd {
	if !s.tasks.Accept(r) {
		return nil
	}
	if r.Task == taskSignedIn {
		s.Dismiss()
		return nil
	}
	s.left = time.Until(s.ask.Expires)
	return s.tick()
}

func (s *signIn) Close() { s.tasks.Close() }

func (s *signIn) Press(k tea.KeyPressMsg) tea.Cmd {
	a := s.Action(k)
	if s.ask.Code == "" && a != keys.Cancel {
		return nil
	}
	switch a {
	case keys.Copy:
		s.Out.Ask(ui.Copy{Text: secret.New(s.ask.Code), What: "the code"})
	case keys.Browser:
		s.Out.Ask(ui.Notify{Text: s.open(s.ask.Address)})
	case keys.Cancel:
		s.ask.Cancel()
		s.Dismiss()
	}
	return nil
}

func (s *signIn) View(t *theme.Theme, width, height int) string {
	inner := component.DialogWidth(width)
	if s.ask.Code == "" {
		lines := term.Wrap("To sign in, use the page that the browser opens on this machine.", inner)
		return s.dialog(t, lines, width, height)
	}
	lines := term.Wrap("To sign in, open this address in any browser, and enter the code there:", inner)
	lines = append(lines, "", t.Accent.Render(term.Cut(s.ask.Address, inner)), t.Strong.Render(s.ask.Code), "")
	wait := "The code has expired."
	if s.left > 0 {
		left := s.left.Round(time.Second)
		wait = fmt.Sprintf("Waiting for the sign-in. The code expires in %d:%02d.", int(left.Minutes()), int(left.Seconds())%60)
	}
	return s.dialog(t, append(lines, t.Muted.Render(wait)), width, height)
}

func (s *signIn) dialog(t *theme.Theme, lines []string, width, height int) string {
	inner := component.DialogWidth(width)
	if s.ask.Note != "" {
		lines = append(lines, t.Muted.Lines(term.Wrap(s.ask.Note, inner))...)
	}
	return s.Dialog(t, "Sign in", lines, width, height)
}

// FreshTokenHelp explains what to do in the console when the given bearer token is
// no longer accepted.
func FreshTokenHelp() string {
	return keys.NewMap().Name(keys.SignIn, keys.FreshToken) + " takes a fresh bearer token; what you have typed stays."
}

// freshToken takes a bearer token in place of an expired one. It is never drawn.
type freshToken struct {
	ui.Still
	take  func(secret.Value) error
	input textinput.Model
	wrong string // why it is not accepted, safe to draw
}

func newFreshToken(r *root) *freshToken {
	f := &freshToken{Still: r.still(keys.Typing), take: r.opts.NewToken, input: component.Input("› ", 40)}
	f.input.EchoMode = textinput.EchoPassword
	f.input.Focus()
	return f
}

func (f *freshToken) Typing() bool { return true }

func (f *freshToken) Type(msg tea.Msg) tea.Cmd {
	f.wrong = ""
	f.input, _ = f.input.Update(msg)
	return nil
}

func (f *freshToken) Press(k tea.KeyPressMsg) tea.Cmd {
	switch f.Action(k) {
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
		lines = append(lines, t.Bad.Lines(term.Wrap(f.wrong, inner))...)
	}
	return f.Dialog(t, "Fresh token", lines, width, height)
}
