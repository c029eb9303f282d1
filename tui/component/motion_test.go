package component

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"apimtui/tui/keys"
	"apimtui/tui/theme"
)

// Whatever is pressed and however the list and the screen change, the cursor is
// on a row and in view, and the view is full where it can be.
func TestCursorStaysInSight(t *testing.T) {
	moves := []keys.Action{keys.Up, keys.Down, keys.PageUp, keys.PageDown, keys.Home, keys.End}
	rapid.Check(t, func(t *rapid.T) {
		var c Cursor
		var s Scroll
		for range rapid.IntRange(1, 20).Draw(t, "steps") {
			n, height := rapid.IntRange(1, 30).Draw(t, "rows"), rapid.IntRange(1, 12).Draw(t, "height")
			a := rapid.SampledFrom(moves).Draw(t, "move")
			if !c.Move(a, n, height) || !s.Move(a, n, height) {
				t.Fatalf("%s is no movement", a)
			}
			if c.At < 0 || c.At >= n || c.At < c.Top || c.At >= c.Top+height || c.Top < 0 || c.Top > max(0, n-height) {
				t.Fatalf("at %d of %d, rows from %d, %d high", c.At, n, c.Top, height)
			}
			if s.Top < 0 || s.Top > max(0, n-height) {
				t.Fatalf("scrolled to %d of %d, %d high", s.Top, n, height)
			}
		}
	})
}

func TestMovesGoWhereTheySay(t *testing.T) {
	for _, m := range []struct {
		a          keys.Action
		at, scroll int // from 10 of 50 rows, 6 high
	}{{keys.Up, 9, 9}, {keys.Down, 11, 11}, {keys.PageUp, 5, 5}, {keys.PageDown, 15, 15}, {keys.Home, 0, 0}, {keys.End, 49, 44}} {
		c, s := Cursor{At: 10, Top: 8}, Scroll{Top: 10}
		c.Move(m.a, 50, 6)
		s.Move(m.a, 50, 6)
		if c.At != m.at || s.Top != m.scroll {
			t.Errorf("%s: at %d, scrolled to %d", m.a, c.At, s.Top)
		}
	}
	c, s := Cursor{At: 3}, Scroll{Top: 3}
	if c.Move(keys.Open, 50, 6) || s.Move(keys.Open, 50, 6) || c.At != 3 || s.Top != 3 {
		t.Error("what is no movement moves")
	}
}

// A box that opens by itself is deaf while keys follow one another, but not for
// ever.
func TestQuiet(t *testing.T) {
	now := time.Unix(1000, 0)
	var q Quiet
	if q.Swallow(now) {
		t.Error("a box that was asked for is deaf")
	}
	q.Open(now)
	for _, c := range []struct {
		after   time.Duration
		swallow bool
	}{{400 * time.Millisecond, true}, {400 * time.Millisecond, true}, {425 * time.Millisecond, false}, {0, false}} {
		if now = now.Add(c.after); q.Swallow(now) != c.swallow {
			t.Errorf("%v later: swallowed %v", c.after, !c.swallow)
		}
	}
	q.Open(now)
	swallowed := 0
	for q.Swallow(now) {
		now = now.Add(100 * time.Millisecond)
		swallowed++
	}
	if swallowed != 15 {
		t.Errorf("deaf for %d keys, one every 100 ms", swallowed)
	}
}

func TestBusy(t *testing.T) {
	var b Busy
	mono, began := theme.New(theme.Mono), time.Unix(1000, 0)
	if b.Active() || b.View(mono) != "" || b.Until(began) != 0 {
		t.Error("idle, and says something")
	}
	b.Start(began)
	resume := began.Add(5500 * time.Millisecond)
	for _, c := range []struct {
		at    time.Duration
		view  string
		until int
	}{{100 * time.Millisecond, "", 6}, {150 * time.Millisecond, "◐", 6}, {500 * time.Millisecond, "◑", 5}, {2 * time.Second, "◐ 2 s, esc cancels", 4}, {5400 * time.Millisecond, "◓ 5 s, esc cancels", 1}, {7 * time.Second, "◐ 7 s, esc cancels", 0}} {
		if every := b.Tick(began.Add(c.at)); every != TickEvery {
			t.Errorf("looks again after %v", every)
		}
		if got := plain(b.View(mono)); got != c.view || b.Until(resume) != c.until {
			t.Errorf("after %v: %q, %d s left", c.at, got, b.Until(resume))
		}
	}
	b.Bound = true
	if got := plain(b.View(mono)); got != "◐ 7 s" {
		t.Errorf("with no way out: %q", got)
	}
	if b.Stop(); b.Active() || b.View(mono) != "" {
		t.Error("it goes on")
	}
}
