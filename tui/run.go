package tui

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"apimtui/api"
	"apimtui/api/secret"
	"apimtui/tui/term"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

// Badge is a short word in the top line.
type Badge struct {
	Text string
	Kind ui.Kind
}

// Options configures the console.
type Options struct {
	Client     *api.Client // of the service; nil while none is chosen
	WritesLeft func() int  // tells how many writes the budget has left; nil asks the client
	Context    string      // the context's name, safe to draw
	Service    string      // the service's name, safe to draw
	Badges     []Badge
	Theme      theme.Name
	// Colors are the operator's own, by meaning, as theme.With takes them. FullRow
	// draws a chosen row as a bar. Mouse reads the mouse.
	Colors  map[string]string
	FullRow bool
	Mouse   bool
	// Columns are those of the list of users; none are all. KeepColumns keeps others
	// for later sessions; nil where nothing is kept.
	Columns     []string
	KeepColumns func(columns []string) error
	// Command is the command line for this service, program and flags, for
	// copying.
	Command []string
	Entered func() // called when the console shows the service; nil for nothing
	// Contexts opens other services; nil for none. Without Users, no service is
	// chosen yet, and the console offers ways to one.
	Contexts Contexts
	SignIns  *SignIns // passes on what a sign-in asks of the operator; nil for nothing
	// Identity says who is signed in, in words that are safe to draw; "" while
	// no one is. Where is the service in full, for the first notice.
	Identity func() string
	Where    func() string
	Query    string // opens the console on one user instead of the list
	// Present is a presentation: addresses and ids are masked on the screen, and
	// nowhere else, and the pressed keys are shown.
	Present    bool
	ReadOnly   bool // disables and marks what would change the service
	Production bool // asks for the typed user id before deleting
	// Another simulates a change by another administrator and describes it; nil
	// outside a demonstration.
	Another func(api.UserID) string
	Scenes  []Scene // what a demonstration can bring about; nil outside one
	// Portal finds the developer portal for sign-in links, and why a link may not
	// open it.
	Portal func(ctx context.Context) (address, warning string, err error)
	// TokenTarget finds where a user's shared access token can be used.
	TokenTarget func(ctx context.Context, id api.UserID) (string, error)
	Env         []string       // the environment, for the browser and the directory for files
	Local       *time.Location // the operator's time zone; nil is this machine's
	// NoZone is set when the zone is unknown and Local stands in for it, so that a
	// typed date has to include one.
	NoZone bool
	// Forgets is the reason, as a sentence, why writes are not recorded, and an
	// interrupted one will not be reported at the next start; "" when they are.
	Forgets   string
	Notices   []string                 // sentences to show once, at the start
	NewToken  func(secret.Value) error // takes a fresh bearer token; nil for other ways to sign in
	Clipboard Clipboard                // copies; nil copies nothing
	// ClearAfter is how long a copied secret stays in the clipboard; 0 never
	// clears it.
	ClearAfter time.Duration
	Random     io.Reader // makes user ids and passwords; nil is the system's
	// Journal records writes; nil records nothing. Left are the writes of earlier
	// sessions with an unknown outcome.
	Journal api.Journal
	Left    []Left
	// Exchanges returns the requests of this session, oldest first; nil are the client's.
	Exchanges func() []api.Exchange
	Now       func() time.Time // returns the service's time; nil means this machine's
}

func (o *Options) fill() {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Local == nil {
		o.Local = time.Local
	}
	if o.Client == nil {
		return
	}
	if o.WritesLeft == nil {
		o.WritesLeft = o.Client.WritesLeft
	}
	if o.Exchanges == nil {
		o.Exchanges = o.Client.Exchanges
	}
}

func (o *Options) identity() string {
	if o.Identity == nil {
		return ""
	}
	return o.Identity()
}

// clock formats a time of day for the operator.
func (o *Options) clock(t time.Time) string { return t.In(o.Local).Format("15:04") }

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
	Signal   os.Signal
	InFlight bool // set when a write was in flight; its outcome is unknown
	Draft    bool // says that an unsaved draft was lost
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
	InFlight bool // set when the write was in flight
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
