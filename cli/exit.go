package cli

import (
	"cmp"
	"errors"

	"apimtui/api"
	"apimtui/config"
	"apimtui/tui"
	"apimtui/tui/term"
)

// The exit codes. Scripts depend on them.
const (
	exitDone      = 0
	exitFailed    = 1
	exitUsage     = 2
	exitNotFound  = 3
	exitSignIn    = 4
	exitConflict  = 5
	exitThrottled = 6
	exitUnknown   = 7
	exitTimedOut  = 124
	exitSignal    = 128 // plus the signal's number; 130 is SIGINT
)

// exitHelp is the end of every --help and part of the man page.
const exitHelp = `Exit codes:
  0  done                         5  conflict or precondition
  1  failed, or list incomplete   6  throttled
  2  usage or configuration       7  outcome unknown
  3  not found                  124  timed out
  4  sign-in or permission      130  interrupted
Other signals exit with 128 plus their number:
129 hang-up, 143 terminated. A write that was
sent and is not applied exits with 130.
`

// exitCode maps errors to exit codes.
func exitCode(err error) int {
	var coded interface{ ExitCode() int }
	var signal *tui.SignalError
	var left *tui.LeftError
	var failed *api.Error
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &coded):
		return coded.ExitCode()
	case errors.As(err, &left):
		return exitUnknown
	case errors.As(err, &signal):
		return signalCode(term.SignalNumber(signal.Signal))
	case errors.Is(err, config.ErrInvalid):
		return exitUsage
	case errors.As(err, &failed):
		return kindCode(failed)
	}
	return exitFailed
}

func kindCode(e *api.Error) int {
	if e.Foreign && e.Kind != api.KindThrottled {
		return exitFailed // the answer is not from the service
	}
	if e.Kind == api.KindInvalid && e.Status == 0 {
		// The client itself found the input invalid, so it was typed wrong. A
		// refusal by the service is a plain failure.
		return exitUsage
	}
	return cmp.Or(map[api.Kind]int{
		api.KindNotFound: exitNotFound, api.KindNoService: exitNotFound, api.KindSignIn: exitSignIn, api.KindForbidden: exitSignIn,
		api.KindConflict: exitConflict, api.KindPrecondition: exitConflict, api.KindThrottled: exitThrottled,
		api.KindTimeout: exitTimedOut, api.KindVersion: exitUsage,
	}[e.Kind], exitFailed)
}

// signalCode returns the exit code that a shell reports for a process ended by
// a signal. Where signals have no numbers, it is that of SIGINT.
func signalCode(number int) int {
	if number == 0 {
		number = 2
	}
	return exitSignal + number
}
