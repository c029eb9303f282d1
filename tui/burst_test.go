package tui

import (
	"testing"
	"time"

	"apimtui/tui/term"
	"apimtui/tui/tuitest"
)

// Text that comes without the marks of a paste answers no question that it opened.
func TestBurstConfirmsNothing(t *testing.T) {
	for _, text := range []string{"bob yes\r", "by", "byyyyyy", "Delete by\r", "Dy", "py", "iy"} {
		t.Run(text, func(t *testing.T) {
			w := &world{}
			w.show(t, func(d *tuitest.Driver) {
				at(d, amelia)
				d.Settle()
				d.Burst(text)
				d.Advance(10 * time.Second)
				if n := len(w.writes(t)); n != 0 {
					t.Errorf("%q wrote %d times", text, n)
				}
			})
		})
	}
}

// Text that a slow line hands on a character at a time answers nothing either, as
// long as one of them means nothing to the box.
func TestSlowTextConfirmsNothing(t *testing.T) {
	w := &world{}
	w.show(t, func(d *tuitest.Driver) {
		at(d, amelia)
		for _, letter := range []string{"b", "o", "b", "y", "x", "y"} {
			d.Advance(100 * time.Millisecond)
			d.Burst(letter)
		}
		d.MustSee("Block")
		if n := len(w.writes(t)); n != 0 {
			t.Fatalf("it wrote %d times", n)
		}
		d.Advance(500 * time.Millisecond)
		d.Burst("y") // and this is an answer
		d.MustSee("saved: Amelia Hart is blocked")
	})
}

// What is read after the question was drawn is a new one.
func TestYesCountsOnlyForWhatWasShown(t *testing.T) {
	w := &world{}
	w.simulated.Latency = 200 * time.Millisecond
	w.show(t, func(d *tuitest.Driver) {
		d.Advance(5 * time.Second)
		at(d, amelia)
		d.Advance(time.Second)
		d.Burst("D")
		d.WaitFor("product subscription", time.Minute)
		d.Burst("y")
		d.Advance(5 * time.Second)
		if n := len(w.writes(t)); n != 0 {
			t.Fatalf("deleted on a reading that had not been drawn for longer than a frame")
		}
		d.Burst("y")
		d.WaitFor("deleted", time.Minute)
	})
}

// stuck is a terminal that takes nothing for a second.
type stuck struct{}

func (stuck) Write(p []byte) (int, error) { time.Sleep(time.Second); return len(p), nil }

// A question that the terminal has not taken yet is on no screen.
func TestYesCountsOnlyForAFrameThatWasSent(t *testing.T) {
	w := &world{}
	var line *term.Line
	w.change = func(g *guarded) { g.line = &term.Line{}; line = g.line }
	w.show(t, func(d *tuitest.Driver) {
		at(d, amelia)
		d.Press("b")
		go func() { _, _ = line.Write(stuck{}, []byte("frame")) }()
		d.Advance(900 * time.Millisecond)
		d.Burst("y")
		d.MustSee("Block")
		d.Advance(time.Second)
		d.Burst("y")
		d.MustSee("saved: Amelia Hart is blocked")
	})
}
