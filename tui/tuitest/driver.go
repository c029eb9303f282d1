package tuitest

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/tui/tuitest/vterm"
)

// Driver is the person at the terminal, which is embedded for what stands on it now:
// settle first to see what the last key led to. Its methods are called from the script
// alone, one at a time.
type Driver struct {
	*vterm.Terminal
	t       *testing.T
	frame   time.Duration
	in      *input
	program *tea.Program
	done    chan struct{}
	model   tea.Model // valid once done is closed
	err     error     // valid once done is closed
	asked   bool      // the script looked at err
	pressed time.Time // the last key
}

// T returns the test that runs inside the bubble.
func (d *Driver) T() *testing.T { return d.t }

// Type sends printable text as a keyboard would: one message per character.
// Between two characters the program finishes all it can without time passing.
func (d *Driver) Type(text string) {
	d.t.Helper()
	keys, err := vterm.Keystrokes(text)
	if err != nil {
		d.t.Fatalf("Type: %v", err)
	}
	for _, k := range keys {
		d.send([]byte(k), k)
	}
}

// Press sends keys by the names Bubble Tea gives them: "enter", "esc",
// "ctrl+s", "shift+tab", "pgdown", "space", "G". They are encoded as a terminal
// without enhanced keyboard reports does. Before each the program draws, as it
// does between two keys that a person presses; after "esc" and two-byte alt chords
// more time passes, since a program cannot tell them at once from the beginning of
// a longer sequence.
func (d *Driver) Press(keys ...string) {
	d.t.Helper()
	for _, k := range keys {
		seq, err := vterm.Encode(k)
		if err != nil {
			d.t.Fatalf("Press: %v", err)
		}
		d.Advance(max(0, 3*d.frame-time.Since(d.pressed)))
		d.send(seq, k)
		d.pressed = time.Now()
		if vterm.NeedsPause(seq) {
			d.Advance(escapeTime)
		}
	}
}

// Burst sends keys all at once, as a paste without marks does.
func (d *Driver) Burst(keys string) {
	d.t.Helper()
	d.send([]byte(keys), keys)
}

// Paste sends text as one paste, in brackets if the program asked for them.
func (d *Driver) Paste(text string) {
	d.t.Helper()
	d.send(d.Terminal.Paste(text), "a paste")
}

// CloseInput ends the program's input, as a standard input that was closed does.
func (d *Driver) CloseInput() {
	d.in.close()
	synctest.Wait()
}

// send gives the program what the keyboard sent and lets it react.
func (d *Driver) send(seq []byte, name string) {
	d.t.Helper()
	// A program that has ended reads no input, and a test that types into one has
	// lost track of what it tests.
	if d.ended() {
		d.t.Fatalf("the program has already ended (error: %v); cannot send %q", d.err, name)
	}
	d.in.push(seq)
	synctest.Wait()
}

// Resize changes the terminal's size in cells and tells the program.
func (d *Driver) Resize(width, height int) {
	d.Terminal.Resize(width, height)
	d.Send(tea.WindowSizeMsg{Width: width, Height: height})
}

// Send gives the program a message that no key stands for.
func (d *Driver) Send(msg tea.Msg) {
	d.program.Send(msg)
	synctest.Wait()
}

// Settle waits until the program has drawn all it can draw without waiting for
// anything: three frames, about 50 ms of simulated time. They are a key's own,
// the terminal's answer to a query in it, and the one that this answer leads to.
func (d *Driver) Settle() { d.Advance(3 * d.frame) }

// Advance lets simulated time pass and the program finish what becomes due at its end.
func (d *Driver) Advance(dur time.Duration) {
	time.Sleep(dur)
	synctest.Wait()
}

// Done settles, then reports whether the program has ended, with its last model
// and its error. Without it a program that ends with an error fails the test.
func (d *Driver) Done() (model tea.Model, err error, ended bool) {
	d.Settle()
	if !d.ended() {
		return nil, nil, false
	}
	d.asked = true
	return d.model, d.err, true
}

// ended reports whether Program.Run has returned.
func (d *Driver) ended() bool {
	select {
	case <-d.done:
		return true
	default:
		return false
	}
}

// Click presses and releases the left button where text first stands on the screen.
func (d *Driver) Click(text string) {
	d.t.Helper()
	x, y := d.Find(text)
	d.ClickAt(x, y)
}

// ClickAt does so at a column and row, counted from 0.
func (d *Driver) ClickAt(x, y int) {
	d.t.Helper()
	d.mouse(0, x, y)
}

// Wheel turns the wheel by that many notches, downwards if positive.
func (d *Driver) Wheel(notches int) {
	d.t.Helper()
	button := 65
	if notches < 0 {
		button, notches = 64, -notches
	}
	for range notches {
		d.mouse(button, 10, 5)
	}
}

func (d *Driver) mouse(button, x, y int) {
	d.t.Helper()
	seq := d.Terminal.Mouse(button, x, y)
	if seq == nil {
		d.t.Fatal("the program does not read the mouse")
	}
	d.send(seq, "the mouse")
	d.Settle()
}

// Find returns the cell where text first stands on the screen, and fails the
// test if it does not. It settles first.
func (d *Driver) Find(text string) (x, y int) {
	d.t.Helper()
	d.MustSee(text)
	x, y, _ = d.Terminal.Find(text)
	return x, y
}

// MustSee settles and fails the test unless every text stands on the screen,
// each within one row.
func (d *Driver) MustSee(wants ...string) {
	d.t.Helper()
	d.Settle()
	screen := d.Screen()
	for _, want := range wants {
		if !strings.Contains(screen, want) {
			d.t.Fatalf("%q is not on the screen:\n%s", want, d.framed())
		}
	}
}

// MustNotSee settles and fails the test if any of the texts stands on the
// screen.
func (d *Driver) MustNotSee(unwanted ...string) {
	d.t.Helper()
	d.Settle()
	screen := d.Screen()
	for _, text := range unwanted {
		if strings.Contains(screen, text) {
			d.t.Fatalf("%q is on the screen, and should not be:\n%s", text, d.framed())
		}
	}
}

// WaitFor lets simulated time pass, frame by frame, until want stands on the
// screen, and fails the test when it does not do so in time.
func (d *Driver) WaitFor(want string, within time.Duration) {
	d.t.Helper()
	for deadline := time.Now().Add(within); ; d.Advance(d.frame) {
		if strings.Contains(d.Screen(), want) {
			return
		}
		if !time.Now().Before(deadline) {
			d.t.Fatalf("%q did not appear within %v:\n%s", want, within, d.framed())
		}
	}
}

// framed draws the screen with its edges, for messages.
func (d *Driver) framed() string {
	d.t.Helper()
	note := ""
	if d.ended() {
		note = "\n(the program has ended)"
	}
	return vterm.Framed(d.Screen()) + note
}
