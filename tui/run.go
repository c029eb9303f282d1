package tui

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"apimtui/tui/term"
)

type Terminal struct {
	Input  *os.File
	Output *os.File
	Env    []string
	// Tell takes a safe sentence to print after the terminal is restored; nil
	// takes none.
	Tell func(sentence string)
}

// SignalError means that a signal ended the console.
type SignalError struct {
	Signal os.Signal
	// InFlight is set when a write was in flight; its outcome is unknown.
	InFlight bool
	// Draft says that an unsaved draft was lost.
	Draft bool
}

func (e *SignalError) Error() string {
	s := "ended by signal: " + e.Signal.String()
	if e.InFlight {
		s += ". A write was in flight, outcome unknown: look at the user before you write again"
	}
	if e.Draft {
		s += ". An unsaved draft was lost"
	}
	return s
}

// ErrInputEnded means that the terminal's input came to an end.
var ErrInputEnded = errors.New("the terminal's input ended")

// LeftError means that the console was left while the outcome of a write was
// unknown.
type LeftError struct {
	// InFlight is set when the write was in flight.
	InFlight bool
}

func (e *LeftError) Error() string {
	if !e.InFlight {
		return "outcome unknown: what became of a write was not found out. Look at the user before you write again"
	}
	return "outcome unknown: the console was left while a write was in flight. Look at the user before you write again"
}

// CrashError is a bug that ended the console. The terminal is restored.
type CrashError struct {
	Reason string // safe to draw
	Stack  string
}

func (e *CrashError) Error() string { return "apimtui crashed: " + e.Reason }

// Run shows the console until it is left, and always restores the terminal. It
// returns nil when the operator left, *SignalError, ErrInputEnded or *CrashError.
func Run(ctx context.Context, o Options, t Terminal) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	r := newRoot(ctx, o, term.Columns(t.Env), term.Lines(t.Env))
	line := &term.Line{}
	r.look.charset, r.look.heard = charsetOf(t.Env), line.Heard
	defer r.computer.clean()
	defer func() {
		if left := r.clip.clearOnQuit(); left != "" && t.Tell != nil {
			t.Tell(left)
		}
	}()
	defer r.close()
	return run(r, t, line)
}

// hangUpGrace delays the end of the input: a terminal that goes away also sends a
// signal, which is more specific.
const hangUpGrace = 200 * time.Millisecond

// framesPerSecond is the highest rate that Bubble Tea allows. What a key changes
// is drawn at the next tick, so each answer comes up to 8 ms sooner than at its
// usual rate. A tick without a change writes nothing.
const framesPerSecond = 120

// ended ends the program for a reason.
type ended struct{ reason error }

func run(m tea.Model, t Terminal, line *term.Line) error {
	g := &guarded{model: m, line: line, raw: func() bool { return term.Raw(t.Input) }, retake: func() { term.Retake(t.Input) }}
	options := []tea.ProgramOption{
		tea.WithInput(&term.Input{File: t.Input, Line: line, Gone: func() {
			time.AfterFunc(hangUpGrace, func() { g.end(ErrInputEnded) })
		}}),
		tea.WithOutput(term.Output{File: t.Output, Line: line}),
		tea.WithEnvironment(t.Env),
		tea.WithoutSignalHandler(),
		tea.WithFilter(g.filter),
		tea.WithFPS(framesPerSecond),
	}
	if term.NoColor(t.Env) {
		options = append(options, tea.WithColorProfile(colorprofile.Ascii))
	}
	p := tea.NewProgram(g, options...)
	g.send = p.Send
	if term.UTF8(t.Env) {
		line.Charset = func(utf8 bool) { go p.Send(takes{utf8}) }
	}

	hangups := make(chan os.Signal, 1)
	defer onSignal(term.Hangups(), func(s os.Signal) {
		select {
		case hangups <- s:
		default:
		}
		g.end(&SignalError{Signal: s})
	})()
	defer onSignal(term.Continued(), func(os.Signal) { p.Send(continued{}) })()

	_, err := p.Run()
	if g.reason == nil && errors.Is(err, syscall.EIO) {
		g.hungUp(hangups) // the terminal was gone before the signal was heard
	}
	if g.reason != nil {
		return g.reason
	}
	return err
}

// hungUp gives the reason why the terminal is gone: its signal, if one comes.
func (g *guarded) hungUp(hangups <-chan os.Signal) {
	g.reason = ErrInputEnded
	select {
	case s := <-hangups:
		g.reason = &SignalError{Signal: s}
	case <-time.After(hangUpGrace):
	}
	if r, ok := g.model.(*root); ok {
		r.cutOff(g.reason)
	}
}

// onSignal calls act for every such signal until stop is called.
func onSignal(kinds []os.Signal, act func(os.Signal)) (stop func()) {
	if len(kinds) == 0 {
		return func() {} // Notify would take all there are
	}
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, kinds...)
	go func() {
		for s := range signals {
			act(s)
		}
	}()
	return func() { signal.Stop(signals); close(signals) }
}
