//go:build unix

package term

import (
	"os"
	"syscall"
	"time"

	"github.com/charmbracelet/x/term"
	"golang.org/x/sys/unix"
)

// WakeTime is longer than the signals of [WakeAfterSuspend] take.
const WakeTime = 11 * time.Second

// WakeAfterSuspend makes sure that a suspended program wakes up. Without a
// job-control shell as the parent, the kernel ignores the stop, and the SIGCONT
// that Bubble Tea waits for never comes; it is sent here, several times, because
// one that comes before Bubble Tea listens is lost. After a real stop these timers
// stood still too, and a SIGCONT to a running program does nothing.
func WakeAfterSuspend() {
	for _, after := range []time.Duration{300 * time.Millisecond, time.Second, 3 * time.Second, 10 * time.Second} {
		time.AfterFunc(after, func() {
			_ = syscall.Kill(os.Getpid(), syscall.SIGCONT)
		})
	}
}

// Hangups are the signals that end the program.
func Hangups() []os.Signal {
	return []os.Signal{syscall.SIGHUP, syscall.SIGTERM, syscall.SIGQUIT, syscall.SIGINT}
}

// Continued are the signals that end a stop.
func Continued() []os.Signal { return []os.Signal{syscall.SIGCONT} }

// SignalNumber is the number by which a shell knows a signal, 0 if none.
func SignalNumber(s os.Signal) int {
	if n, ok := s.(syscall.Signal); ok {
		return int(n)
	}
	return 0
}

// Ready implements [Source].
func (t tty) Ready(wait time.Duration) bool {
	fds := []unix.PollFd{{Fd: int32(t.Fd()), Events: unix.POLLIN}}
	for {
		n, err := unix.Poll(fds, int(wait.Milliseconds()))
		if err != unix.EINTR {
			return n > 0 && fds[0].Revents&unix.POLLNVAL == 0
		}
	}
}

// Raw reports whether a terminal passes on each key separately.
func Raw(f *os.File) bool {
	state, err := term.GetState(f.Fd())
	return err == nil && state.Lflag&unix.ICANON == 0
}

// Retake has a terminal hand on every key by itself, as Bubble Tea did at the start.
// What it was before is known there.
func Retake(f *os.File) { _, _ = term.MakeRaw(f.Fd()) }
