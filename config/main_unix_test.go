//go:build unix

package config

import (
	"os"
	"syscall"
	"testing"
)

// TestMain sets the umask so that only the owner can write new files. Other
// files are refused.
func TestMain(m *testing.M) {
	syscall.Umask(0o022)
	os.Exit(m.Run())
}
