//go:build !linux && !darwin

package cli

import (
	"os/exec"
	"path/filepath"
)

// builtProgram is the test binary that acts as the program.
func builtProgram() (string, error) {
	path, err := exec.LookPath("apimtui")
	return filepath.Dir(path), err
}
