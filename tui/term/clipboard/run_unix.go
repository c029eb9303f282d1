//go:build unix

package clipboard

import (
	"errors"
	"os"
	"os/exec"
	"syscall"
)

// killGroup has the end of cmd's context end what cmd has started too: a script
// around a tool must not leave the tool behind, with a secret in its hands.
func killGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error {
		err := syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		if errors.Is(err, syscall.ESRCH) {
			return os.ErrProcessDone
		}
		return err
	}
}
