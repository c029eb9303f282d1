//go:build linux || darwin

package cli

import (
	"strings"
	"testing"
)

// TestLeavingSaysWhatMayStayInTheClipboard copies to a clipboard that cannot be
// read back and quits: the notice is printed after the screen is restored.
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
		t.Error("the notice was printed before the screen was restored")
	}
}
