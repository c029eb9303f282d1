//go:build linux

package clipboard

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestInRealScreen(t *testing.T) {
	need(t, "screen")
	for name, padding := range map[string]string{"short": "", "many strings": strings.Repeat("x", 3000)} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "s")
			if err := os.Mkdir(dir, 0o700); err != nil {
				t.Fatal(err)
			}
			env := []string{"SCREENDIR=" + dir, "CLIPBOARD_PADDING=" + padding}
			o := inTerminal(t, []string{"screen", "-c", "/dev/null", "-S", "copy", itself(t)}, env, func() {
				quit := exec.Command("screen", "-S", "copy", "-X", "quit")
				quit.Env = append(os.Environ(), env...)
				if out, err := quit.CombinedOutput(); err != nil {
					t.Errorf("ending screen: %v: %s", err, out)
				}
			})
			if got := o.clipboards(t); o.Claim != Sent || len(got) != 1 || got[0] != padding+canary {
				t.Errorf("%s\nand the terminal's clipboard gets %q", o.Words, got)
			}
		})
	}
}
