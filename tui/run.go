package tui

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"apimtui/api/text"
	"apimtui/tui/term"
)

// Terminal is where the console is shown.
type Terminal struct {
	Input  *os.File
	Output *os.File
	Env    []string
	// Tell takes a sentence that matters once the console is left and the
	// terminal restored, safe to draw; nil takes none.
	Tell func(sentence string)
}

// SignalError says that a signal ended the console.
type SignalError struct {
	Signal os.Signal
	// InFlight says that a write was, whose outcome is unknown.
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

// ErrInputEnded says that the terminal's input came to an end.
var ErrInputEnded = errors.New("the terminal's input ended")

// LeftError says that the console was left while a write was in flight: what
// became of the write is not known.
type LeftError struct{}

func (e *LeftError) Error() string {
	return "outcome unknown: the console was left while a write was in flight. Look at the user before you write again"
}

// CrashError is a bug that ended the console. The terminal is restored.
type CrashError struct {
	Reason string // safe to draw
	Stack  string
}

func (e *CrashError) Error() string { return "apimtui crashed: " + e.Reason }

// Run shows the console until it is left. It always restores the terminal. It
// gives nil when the operator left, *SignalError, ErrInputEnded or *CrashError.
func Run(ctx context.Context, o Options, t Terminal) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	r := newRoot(ctx, o, term.Columns(t.Env), term.Lines(t.Env))
	defer r.computer.leftovers.clear()
	defer func() {
		if left := r.clip.clearOnQuit(); left != "" && t.Tell != nil {
			t.Tell(left)
		}
	}()
	defer r.close()
	return run(r, t)
}

// hangUpGrace is how long the end of the input waits before it counts: a
// terminal that goes away also sends a signal, which says more.
const hangUpGrace = 200 * time.Millisecond

// ended is a message that ends the program for a reason.
type ended struct{ reason error }

func run(m tea.Model, t Terminal) error {
	g := &guarded{model: m}
	options := []tea.ProgramOption{
		tea.WithInput(&term.Input{File: t.Input, Gone: func() {
			time.AfterFunc(hangUpGrace, func() { g.end(ErrInputEnded) })
		}}),
		tea.WithOutput(term.Output{File: t.Output}),
		tea.WithEnvironment(t.Env),
		tea.WithoutSignalHandler(),
	}
	if term.NoColor(t.Env) {
		options = append(options, tea.WithColorProfile(colorprofile.Ascii))
	}
	p := tea.NewProgram(g, options...)
	g.send = p.Send

	signals := make(chan os.Signal, 1)
	signal.Notify(signals, term.Hangups()...)
	defer signal.Stop(signals)
	done := make(chan struct{})
	defer close(done)
	go func() {
		select {
		case s := <-signals:
			g.end(&SignalError{Signal: s})
		case <-done:
		}
	}()

	_, err := p.Run()
	if g.reason != nil {
		return g.reason
	}
	return err
}

// guarded turns a panic anywhere in the console into an orderly end. What a
// panic says may hold text of strangers, so it is made safe before it reaches
// the terminal.
type guarded struct {
	model  tea.Model
	send   func(tea.Msg)
	reason error
}

func (g *guarded) end(reason error) { g.send(ended{reason}) }

func crash(p any) *CrashError {
	return &CrashError{Reason: text.Clean(fmt.Sprint(p)).String(), Stack: string(debug.Stack())}
}

// Init implements tea.Model.
func (g *guarded) Init() tea.Cmd { return watch(g.model.Init()) }

// Update implements tea.Model.
func (g *guarded) Update(msg tea.Msg) (_ tea.Model, cmd tea.Cmd) {
	if e, ok := msg.(ended); ok {
		if g.reason != nil {
			return g, tea.Quit
		}
		g.reason = e.reason
		if r, ok := g.model.(*root); ok {
			r.cutOff(e.reason)
		}
		return g, tea.Quit
	}
	defer func() {
		if p := recover(); p != nil {
			g.reason = crash(p)
			cmd = tea.Quit
		}
	}()
	_, cmd = g.model.Update(msg)
	return g, watch(cmd)
}

// View implements tea.Model.
func (g *guarded) View() (v tea.View) {
	defer func() {
		if p := recover(); p != nil && g.reason == nil {
			g.reason = crash(p)
			go g.end(g.reason)
		}
	}()
	if _, crashed := g.reason.(*CrashError); crashed {
		return tea.View{}
	}
	return g.model.View()
}

// watch keeps a panic in a command from ending the process with the terminal
// still raw. It reaches into batches, whose commands run by themselves.
func watch(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() (msg tea.Msg) {
		defer func() {
			if p := recover(); p != nil {
				msg = ended{crash(p)}
			}
		}()
		msg = cmd()
		if batch, ok := msg.(tea.BatchMsg); ok {
			for i := range batch {
				batch[i] = watch(batch[i])
			}
			return batch
		}
		return msg
	}
}
