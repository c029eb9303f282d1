//go:build linux

package clipboard

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// inRealTmux copies in a tmux of its own, and fails when something stays there.
func inRealTmux(t *testing.T, config, outerTERM, mode string) outcome {
	t.Helper()
	need(t, "tmux")
	// $TMUX is a list with commas, which the name of a test's own folder may hold.
	dir, err := os.MkdirTemp("", "tmux")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	socket, file := filepath.Join(dir, "s"), filepath.Join(dir, "conf")
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	tmux := func(args ...string) string {
		out, err := exec.Command("tmux", append([]string{"-S", socket}, args...)...).CombinedOutput()
		if err != nil {
			t.Errorf("tmux %q: %v: %s", args, err, out)
		}
		return string(out)
	}
	return inTerminal(t, []string{"tmux", "-S", socket, "-f", file, "new-session", itself(t)},
		[]string{"TERM=" + outerTERM, "CLIPBOARD_MODE=" + mode, "APIMTUI_ACCESS_TOKEN=bearer"}, func() {
			if left := tmux("list-buffers"); left != "" {
				t.Errorf("tmux keeps %s", left)
			}
			if screen := tmux("capture-pane", "-p", "-S", "-"); strings.Contains(screen, "canary") {
				t.Errorf("tmux shows %s", screen)
			}
			tmux("kill-server")
		})
}

func TestInRealTmux(t *testing.T) {
	for _, c := range []struct {
		name, config, term, mode string
		claim                    Claim
	}{
		{"default", "", "xterm-256color", "auto", Sent},
		{"set-clipboard on", "set -g set-clipboard on", "xterm-256color", "auto", Sent},
		{"set-clipboard off", "set -g set-clipboard off", "xterm-256color", "auto", Sent},
		{"allow-passthrough on", "set -g allow-passthrough on", "xterm-256color", "auto", Sent},
		{"both on", "set -g set-clipboard on\nset -g allow-passthrough on", "xterm-256color", "auto", Sent},
		{"terminal without a clipboard", "", "vt100", "auto", WouldBeDropped},
		{"the same, allow-passthrough on", "set -g allow-passthrough on", "vt100", "auto", Sent},
		{"OSC 52, default", "", "xterm-256color", "osc52", WouldBeDropped},
		{"OSC 52, set-clipboard on", "set -g set-clipboard on", "xterm-256color", "osc52", Sent},
		{"OSC 52, allow-passthrough on", "set -g allow-passthrough on", "xterm-256color", "osc52", Sent},
	} {
		t.Run(c.name, func(t *testing.T) { checkOnce(t, inRealTmux(t, c.config, c.term, c.mode), c.claim) })
	}
}

// TestTheLineForTmuxWorks configures what the plan advises.
func TestTheLineForTmuxWorks(t *testing.T) {
	for _, c := range []struct{ name, term, mode string }{
		{"terminal-features", "vt100", "auto"},
		{"set-clipboard", "xterm-256color", "osc52"},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := inRealTmux(t, "", c.term, c.mode)
			checkOnce(t, before, WouldBeDropped)
			if before.Line == "" {
				t.Fatalf("no line is advised: %s", before.Words)
			}
			checkOnce(t, inRealTmux(t, before.Line+"\n", c.term, c.mode), Sent)
		})
	}
}
