//go:build linux

package clipboard

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// connect starts a mosh server for the arguments and joins it.
const connect = `set -- $(mosh-server new -i 127.0.0.1 -- "$@" 2>/dev/null | grep "MOSH CONNECT")
MOSH_KEY=$4 exec mosh-client 127.0.0.1 "$3"`

// TestThroughRealMosh copies through mosh on its own, and through tmux inside it,
// before and after what the plan advises is configured.
func TestThroughRealMosh(t *testing.T) {
	need(t, "mosh-server", "mosh-client")
	through := func(t *testing.T, args ...string) outcome {
		return inTerminal(t, append([]string{"sh", "-c", connect, "sh"}, args...), []string{"LC_ALL=C.UTF-8", "SSH_CONNECTION=1 2 3 4"}, func() {})
	}
	t.Run("alone", func(t *testing.T) {
		o := through(t, itself(t))
		checkOnce(t, o, Sent)
	})
	t.Run("around tmux", func(t *testing.T) {
		need(t, "tmux")
		inTmux := func(config string) outcome {
			dir, err := os.MkdirTemp("", "mosh")
			if err != nil {
				t.Fatal(err)
			}
			socket, file := filepath.Join(dir, "s"), filepath.Join(dir, "conf")
			t.Cleanup(func() {
				_ = exec.Command("tmux", "-S", socket, "kill-server").Run()
				_ = os.RemoveAll(dir)
			})
			if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
				t.Fatal(err)
			}
			return through(t, "tmux", "-S", socket, "-f", file, "new-session", itself(t))
		}
		before := inTmux("")
		checkOnce(t, before, WouldBeDropped)
		checkOnce(t, inTmux(before.Line+"\n"), Sent)
	})
}
