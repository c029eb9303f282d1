package tui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"apimtui/tui/tuitest"
)

// What a key may cost on a slow line.
const (
	mostCursorBytes = 60 // a move of the cursor, on a list without wide characters in view
	mostLetterBytes = 40 // a letter of the filter that changes no row
)

func TestCursorMoveCostsFewBytes(t *testing.T) {
	t.Parallel()
	onlyInFull(t)
	for name, env := range map[string][]string{"colour": {"TERM=xterm-256color"}, "truecolour": {"TERM=xterm-256color", "COLORTERM=truecolor"}, "mono": {"NO_COLOR=1"}} {
		for _, size := range [][2]int{{100, 40}, {120, 40}} {
			t.Run(fmt.Sprint(name, size[0]), func(t *testing.T) {
				w := &world{size: size, env: env}
				w.show(t, func(d *tuitest.Driver) {
					d.Settle()
					for move := range 32 {
						d.ResetOutput()
						d.Press("j")
						d.Settle()
						if n := len(d.Output()); n == 0 || n > mostCursorBytes {
							t.Errorf("move %d cost %d bytes, at most %d may be written: %q", move+1, n, mostCursorBytes, d.Output())
						}
					}
				})
			})
		}
	}
}

func TestLetterThatChangesNoRowCostsFewBytes(t *testing.T) {
	t.Parallel()
	w := &world{size: [2]int{120, 40}}
	w.show(t, func(d *tuitest.Driver) {
		d.Settle()
		d.Press("/")
		d.Type("zzzz")
		d.Settle()
		d.ResetOutput()
		d.Type("y")
		d.Settle()
		if n := len(d.Output()); n == 0 || n > mostLetterBytes {
			t.Errorf("a letter cost %d bytes, at most %d may be written: %q", n, mostLetterBytes, d.Output())
		}
		if !strings.Contains(d.Screen(), "/zzzzy") {
			t.Error("the letter is not shown")
		}
	})
}

// Opening a page writes little more than what is then on the screen.
func TestOpeningAPageCostsWhatItShows(t *testing.T) {
	t.Parallel()
	w := &world{size: [2]int{120, 40}}
	w.show(t, func(d *tuitest.Driver) {
		at(d, amelia)
		d.Advance(time.Second)
		d.ResetOutput()
		d.Press("enter")
		d.WaitFor("Developers", time.Minute)
		d.Settle()
		if n, drawn := len(d.Output()), len(d.Screen()); n == 0 || n > drawn*3/2 {
			t.Errorf("%d bytes were written for a screen of %d", n, drawn)
		}
	})
}
