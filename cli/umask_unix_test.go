//go:build unix

package cli

import "syscall"

// ownFiles makes files that only their owner can write, which are the ones that
// are read.
func ownFiles() { syscall.Umask(0o022) }
