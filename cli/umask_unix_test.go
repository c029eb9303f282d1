//go:build unix

package cli

import "syscall"

// ownFiles sets the umask so that only the owner can write new files. Other
// files are refused.
func ownFiles() { syscall.Umask(0o022) }
