//go:build linux || darwin

package cli

import (
	"strings"
	"testing"
	"time"

	"apimtui/tui/tuitest/ptytest"
)

// Limits for a slow connection.
const (
	mostCursorBytes = 60 // a cursor move on a 100x40 list
)

// settles is how long the output must be quiet before an answer counts as
// complete.
const settles = 50 * time.Millisecond

// cost returns how many bytes a quiet program writes for an action, until shown
// is on the screen and the output is quiet.
func cost(s *ptytest.Session, act func(), shown string) int {
	s.ResetOutput()
	act()
	s.WaitFor(shown, patience)
	s.WaitQuiet(settles, patience)
	return len(s.Output())
}

// selected marks the row with the cursor.
const selected = "│▌"

// cursorMoves presses a key once for every row below the selected one, and
// returns the cost of each.
func cursorMoves(t testing.TB, s *ptytest.Session, key string) []int {
	t.Helper()
	s.WaitQuiet(20*settles, patience) // the colours follow the terminal's answer
	_, below, ok := strings.Cut(s.Screen(), "\n"+selected)
	if !ok {
		t.Fatalf("no row is selected:\n%s", s.Screen())
	}
	below, _, _ = strings.Cut(below, "\n╰") // the end of the frame
	var costs []int
	for _, row := range strings.Split(below, "\n")[1:] {
		user, _, _ := strings.Cut(strings.TrimPrefix(row, "│ "), "@")
		costs = append(costs, cost(s, func() { s.Press(key) }, selected+user))
	}
	return costs
}

func TestCursorMovesCostFewBytes(t *testing.T) {
	t.Parallel()
	for name, env := range map[string][]string{"colour": {"COLORTERM=truecolor"}, "mono": {"NO_COLOR=1"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := openProgram(t, size{100, 40}, env, "--demo")
			s.WaitFor("Users 60/60", patience)
			costs := cursorMoves(t, s, "j")
			if len(costs) < 30 {
				t.Fatalf("only %d moves on a 100x40 list:\n%s", len(costs), s.Screen())
			}
			// On a busy machine, the bytes of one move may be counted with the
			// next, so only their sum is checked, and a late answer of the
			// terminal has all drawn anew with the first. The tests of the
			// console check single moves in a virtual terminal.
			costs = costs[1:]
			total := 0
			for _, n := range costs {
				total += n
			}
			if total == 0 || total > mostCursorBytes*len(costs) {
				t.Errorf("%d moves cost %d bytes, the limit is %d each: %v", len(costs), total, mostCursorBytes, costs)
			}
		})
	}
}

// TestIdleIsSilent waits longer than a spinner takes to turn.
func TestIdleIsSilent(t *testing.T) {
	t.Parallel()
	onlyInFull(t)
	s := openProgram(t, wide, nil, "--demo")
	s.WaitFor("Users 60/60", patience)
	s.WaitQuiet(500*time.Millisecond, patience)
	s.ResetOutput()
	s.WaitQuiet(2*time.Second, patience)
	if out := s.Output(); len(out) != 0 {
		t.Errorf("an idle console wrote %q", out)
	}
}
