//go:build linux || darwin

package cli

import (
	"path/filepath"
	"strings"
	"testing"

	"apimtui/tui/tuitest/ptytest"
)

// TestTerminalOfUnknownSizeIsUsed opens the console on a terminal that reports
// its size later.
func TestTerminalOfUnknownSizeIsUsed(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		env  []string
		size size
	}{
		"nothing is known":    {nil, usual},
		"by the environment":  {[]string{"COLUMNS=100", "LINES=30"}, size{100, 30}},
		"nonsense beside one": {[]string{"COLUMNS=wide", "LINES=30"}, size{80, 30}},
	} {
		t.Run(name, func(t *testing.T) {
			command := []string{filepath.Join(programDir(t), "apimtui"), "--demo"}
			s := ptytest.StartUnsized(t, command, withProgram(t, c.env...), c.size.width, c.size.height)
			s.WaitFor("Amelia Hart", patience)
			s.WaitFor("q quit", patience)
			if lines := strings.Split(s.Screen(), "\n"); !strings.Contains(lines[c.size.height-1], "q quit") {
				t.Errorf("the status line is not the last of %d:\n%s", c.size.height, s.Screen())
			}
			s.Resize(120, 40)
			s.WaitFor("╭─ Administrator ─", patience)
			s.Press("q")
			mustEnd(t, s, 0)
		})
	}
}
