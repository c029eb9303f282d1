//go:build unix

package config

import (
	"io/fs"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// writers reports whether a file or directory belongs to a user other than
// root, and whether others may write to it. In a sticky directory such as /tmp
// they can only add files, not replace those of others.
func writers(info fs.FileInfo) (foreign, open bool) {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return false, false
	}
	sticky := info.IsDir() && info.Mode()&fs.ModeSticky != 0
	link := info.Mode()&fs.ModeSymlink != 0 // its own mode has no effect
	return stat.Uid != 0 && int(stat.Uid) != os.Geteuid(), info.Mode()&0o022 != 0 && !sticky && !link
}

func writable(dir string) error { return unix.Access(dir, unix.W_OK|unix.X_OK) }
