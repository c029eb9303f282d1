//go:build !unix

package term

import "os"

// WakeAfterSuspend does nothing: there is no suspending here.
func WakeAfterSuspend() {}

// Hangups are the signals that end the program.
func Hangups() []os.Signal { return []os.Signal{os.Interrupt} }

// SignalNumber is the number by which a shell knows a signal, 0 if none.
func SignalNumber(os.Signal) int { return 0 }
