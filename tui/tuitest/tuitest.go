// Package tuitest runs a Bubble Tea model as a whole program in a virtual
// terminal, in simulated time, and drives it as a person would: keys go in as
// the bytes a terminal sends, and assertions are made on the screen.
//
//	tuitest.Run(t, tuitest.Options{Width: 80, Height: 24}, newModel, func(d *tuitest.Driver) {
//		d.Press("/")
//		d.Type("ada")
//		d.MustSee("1 of 12")
//		d.Golden("filtered")
//	})
//
// Everything happens inside a testing/synctest bubble: an hour passes in no
// time, and only when the whole program has nothing left to do. For that, what
// the model talks to has to be in-process (no sockets, no child processes) and
// made inside the bubble, in the model function or the script.
package tuitest

import (
	"cmp"
	"image/color"
	"runtime/pprof"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/tui/term"
	"apimtui/tui/tuitest/vterm"
)

// Options describes the terminal and the program. The zero value is an 80x24
// terminal with 256 colours and a dark background.
type Options struct {
	// Width and Height are in cells.
	Width, Height int

	// Env is the whole environment the program is told of, as "KEY=value":
	// TERM, NO_COLOR, COLORTERM, SSH_TTY, ... Nil is TERM=xterm-256color alone.
	Env []string

	// Background is what the terminal answers when asked for its background
	// colour; nil is black.
	Background color.Color

	// FPS is how often a second the program draws at most; 0 is 60. Fewer make
	// long simulated times cheaper.
	FPS int

	// Line is the program's line to the terminal; nil is one of its own.
	Line *term.Line

	// ProgramOptions are added to the driver's own, which set input, output,
	// size, environment and signal handling.
	ProgramOptions []tea.ProgramOption
}

const (
	// escapeTime is what a lone escape needs to be taken for the key, and an
	// escape with a letter for Alt: Bubble Tea waits 50 ms, and once more where
	// the clock stands exactly on them, as a simulated one does.
	escapeTime = 120 * time.Millisecond

	// grace is how long, in simulated time, work left behind by a program
	// that has quit may take to notice: longer than any deadline or timer.
	grace = 30 * time.Minute
)

// Run starts the program, waits for its first frame, runs script, and quits the
// program. It opens the synctest bubble itself, so it must not be called inside
// one; d.T() is the bubble's *testing.T. model is called inside the bubble.
//
// The test fails if the program ends with an error that the script did not look
// at with Done, or if any goroutine outlives the program.
func Run(t *testing.T, o Options, model func() tea.Model, script func(d *Driver)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		d := start(t, o, model())
		defer func() {
			d.stop()
			reportLeaks(t)
		}()
		d.Settle()
		script(d)
	})
}

// start runs the program on a terminal of its own.
func start(t *testing.T, o Options, model tea.Model) *Driver {
	if o.Width == 0 && o.Height == 0 {
		o.Width, o.Height = 80, 24
	}
	if o.Env == nil {
		o.Env = []string{"TERM=xterm-256color"}
	}
	in, line := newInput(), cmp.Or(o.Line, &term.Line{})
	o.FPS = cmp.Or(o.FPS, 60)
	d := &Driver{
		t: t,
		// A little more than the renderer's tick.
		frame: time.Second/time.Duration(o.FPS) + time.Millisecond/2,
		in:    in,
		done:  make(chan struct{}),
		Terminal: vterm.New(vterm.Options{
			Width: o.Width, Height: o.Height,
			MapNewline: true,
			Reply:      in.push,
			Background: o.Background,
		}),
	}
	// The output is no *os.File, so the colour profile would be "no terminal"
	// whatever the environment says.
	env := append([]string{"TTY_FORCE=1"}, o.Env...)
	d.program = tea.NewProgram(model, append([]tea.ProgramOption{
		tea.WithInput(lineInput{in, line}),
		tea.WithOutput(lineOutput{d.Terminal, line}),
		tea.WithWindowSize(o.Width, o.Height),
		tea.WithFPS(o.FPS),
		tea.WithEnvironment(env),
		// A signal can come from outside the bubble, so waiting for one keeps
		// simulated time from passing.
		tea.WithoutSignalHandler(),
	}, o.ProgramOptions...)...)
	go func() {
		defer close(d.done)
		d.model, d.err = d.program.Run()
	}()
	return d
}

// stop quits the program as kindly as it allows and lets what it started end.
func (d *Driver) stop() {
	d.t.Helper()
	synctest.Wait()
	if d.ended() && d.err != nil && !d.asked {
		d.t.Errorf("the program ended by itself: %v", d.err)
	}
	if !d.ended() {
		go d.program.Quit()
		d.Settle()
	}
	if !d.ended() { // a filter or a stuck Update keeps it from quitting
		go d.program.Kill()
		d.Settle()
	}
	d.in.close()
	d.Advance(grace)
	if err := d.Terminal.Close(); err != nil {
		d.t.Errorf("closing the virtual terminal: %v", err)
	}
	synctest.Wait()
}

// Carry runs a command and those that follow from it, as a program would, until
// none is left. take gets each message, one at a time. It is for a page or box
// without a program around it; what waits for time belongs into a synctest
// bubble.
func Carry(cmd tea.Cmd, take func(tea.Msg) tea.Cmd) {
	msgs := make(chan tea.Msg)
	running := 0
	start := func(c tea.Cmd) {
		if c != nil {
			running++
			go func() { msgs <- c() }()
		}
	}
	for start(cmd); running > 0; {
		m := <-msgs
		running--
		if batch, ok := m.(tea.BatchMsg); ok {
			for _, c := range batch {
				start(c)
			}
		} else if m != nil {
			start(take(m))
		}
	}
}

// reportLeaks fails the test for every goroutine of its bubble that is not one of
// synctest's own. The bubble would end in a deadlock panic for them too, without
// telling which of the program's goroutines it was.
func reportLeaks(t *testing.T) {
	t.Helper()
	var all strings.Builder
	_ = pprof.Lookup("goroutine").WriteTo(&all, 2)
	bubble := ""
	for stack := range strings.SplitSeq(all.String(), "\n\n") {
		// "goroutine 12 [sleep (durable), synctest bubble 3]:"
		header, _, _ := strings.Cut(stack, "]:")
		_, in, found := strings.Cut(header, "synctest bubble ")
		if bubble == "" { // the caller's own stack always comes first
			bubble = in
		}
		if found && in == bubble && !strings.Contains(stack, "testing/synctest.") {
			t.Errorf("a goroutine outlived the program:\n%s", stack)
		}
	}
}
