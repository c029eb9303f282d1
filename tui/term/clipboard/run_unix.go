//go:build unix

package clipboard

import (
	"errors"
	"os"
	"os/exec"
	"syscall"
)

// killGroup makes the end of cmd's context also end what cmd started: a wrapper
// script must not leave a tool behind that holds a secret.
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
