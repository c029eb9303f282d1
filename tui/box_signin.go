package tui

import (
	"context"
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/api/secret"
	"apimtui/api/signin"
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
	keys  *keys.Map
	tasks *ui.Tasks
	ask   signInAsk
	left  time.Duration // until the code expires
	open  func(address string) string
}

func newSignIn(r *root, ask signInAsk) *signIn {
	s := &signIn{Still: r.still(), keys: r.keys, ask: ask, left: time.Until(ask.Expires)}
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

func (s *signIn) Scope() keys.Scope { return keys.SignInBox }

func (s *signIn) Close() { s.tasks.Close() }

func (s *signIn) Press(k tea.KeyPressMsg) tea.Cmd {
	a := s.keys.Action(k.String(), keys.SignInBox)
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
		for _, l := range term.Wrap(s.ask.Note, inner) {
			lines = append(lines, t.Muted.Render(l))
		}
	}
	return component.Dialog(t, "Sign in", lines, 0, component.Hints(t, s.keys.Hints(keys.SignInBox), inner), width, height)
}
