//go:build unix

package config

import (
	"os"
	"syscall"
	"testing"
)

// TestMain makes files that only their owner can write, which are the ones that
// are read.
func TestMain(m *testing.M) {
	syscall.Umask(0o022)
	os.Exit(m.Run())
}
