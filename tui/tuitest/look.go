package tuitest

import (
	"strings"
	"time"

	"apimtui/tui/tuitest/vterm"
)

// Screen returns the visible text at this moment: one line per row, blanks at
// the end of lines left out. Settle first to see what the last key led to.
func (d *Driver) Screen() string { return d.term.Screen() }

// Cell returns the cell at column x of row y, counted from 0, with its style.
func (d *Driver) Cell(x, y int) vterm.Cell { return d.term.Cell(x, y) }

// Find returns the cell where text first stands on the screen, and fails the
// test if it does not. It settles first.
func (d *Driver) Find(text string) (x, y int) {
	d.t.Helper()
	d.MustSee(text)
	x, y, _ = d.term.Find(text)
	return x, y
}

// Styled returns the screen with colours and attributes as SGR sequences.
func (d *Driver) Styled() string { return d.term.Styled() }

// Cursor returns the cursor's column and row, counted from 0, and whether it is
// shown.
func (d *Driver) Cursor() (x, y int, shown bool) { return d.term.Cursor() }

// Output returns the raw bytes the program wrote since its start or the last
// ResetOutput.
func (d *Driver) Output() []byte { return d.term.Output() }

// ResetOutput forgets the raw bytes written so far.
func (d *Driver) ResetOutput() { d.term.ResetOutput() }

// LeftOver names the terminal settings the program has changed and not put
// back; see vterm.Terminal.LeftOver.
func (d *Driver) LeftOver() []string { return d.term.LeftOver() }

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
	for deadline := time.Now().Add(within); ; d.pass(d.frame) {
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
