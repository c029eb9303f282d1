package cli

import "golang.org/x/sys/unix"

// harden keeps memory, which holds bearer tokens, out of core dumps and away
// from other processes of the same user. Where the kernel refuses, the program
// works without it.
func harden() {
	_ = unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{})
	_ = unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0)
}
