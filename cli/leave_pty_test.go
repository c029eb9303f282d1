//go:build linux || darwin

package cli

import (
	"strings"
	"testing"
)

// TestLeavingSaysWhatMayStayInTheClipboard copies to where nothing can be read
// back, and leaves: it is said where it is not lost with the screen.
func TestLeavingSaysWhatMayStayInTheClipboard(t *testing.T) {
	t.Parallel()
	s := openProgram(t, usual, []string{"SSH_CONNECTION=1 2 3 4", "APIMTUI_CLIPBOARD=osc52"}, "--demo")
	s.WaitFor("Amelia Hart", patience)
	s.Type("j")
	s.Type("t")
	s.WaitFor("enter makes the token", patience)
	s.Press("enter")
	s.WaitFor("masked", patience)
	s.Type("y")
	s.WaitFor("X overwrites it", patience)
	s.Type("qq")
	mustEnd(t, s, 0)
	s.WaitFor("apimtui: What was copied last (Token, raw) may still be in the clipboard", patience)
	if out := string(s.Output()); strings.Index(out, "What was copied last") < strings.LastIndex(out, leavesScreen) {
		t.Error("it was said before the screen was left")
	}
}
