package tui

import (
	"strings"
	"testing"
	"time"

	"apimtui/tui/tuitest"
)

// Text that comes without the marks of a paste answers no question that it opened.
func TestBurstConfirmsNothing(t *testing.T) {
	t.Parallel()
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
	t.Parallel()
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

// What is read after the question was drawn makes it a new one, which has to be on
// the screen first. From then on an answer counts, however quick.
func TestYesCountsOnlyForWhatWasShown(t *testing.T) {
	t.Parallel()
	w := &world{}
	w.simulated.Latency = 200 * time.Millisecond
	w.show(t, func(d *tuitest.Driver) {
		d.Advance(5 * time.Second)
		at(d, amelia)
		d.Advance(time.Second)
		d.Burst("D")
		early := 0
		for ; !strings.Contains(d.Screen(), "product subscription"); early++ {
			d.Burst("y")
			d.Advance(time.Millisecond)
		}
		if n := len(w.writes(t)); n != 0 || early < 200 {
			t.Fatalf("%d writes, after %d keys that came too soon", n, early)
		}
		d.Burst("y")
		d.WaitFor("deleted", time.Minute)
	})
}
