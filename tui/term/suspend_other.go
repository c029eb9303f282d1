//go:build !unix

package term

import (
	"os"
	"time"
)

// WakeTime is how long signals of [WakeAfterSuspend] come.
const WakeTime = 0

// WakeAfterSuspend does nothing: suspension is not supported here.
func WakeAfterSuspend() {}

// Hangups are the signals that end the program.
func Hangups() []os.Signal { return []os.Signal{os.Interrupt} }

// Continued are the signals that end a stop.
func Continued() []os.Signal { return nil }

// SignalNumber is the number by which a shell knows a signal, 0 if none.
func SignalNumber(os.Signal) int { return 0 }

// Ready implements [Source]: it never waits for sequences here.
func (t tty) Ready(time.Duration) bool { return false }

// Raw reports whether a terminal passes on each key separately.
func Raw(*os.File) bool { return true }

// Retake does nothing: there is no stopping here.
func Retake(*os.File) {}
