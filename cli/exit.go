package cli

import (
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
	exitSignal    = 128 // and the signal's number; 130 is SIGINT
)

// exitHelp stands at the end of every --help and in the man page.
const exitHelp = `Exit codes:
  0  done                         5  conflict or precondition
  1  failed, or list incomplete   6  throttled
  2  usage or configuration       7  outcome unknown
  3  not found                  124  timed out
  4  sign-in or permission      130  interrupted
Another signal ends it with 128 and its number:
129 hang-up, 143 terminated. A write that was
sent and is not applied ends with 130.
`

// exitCode is the one place where errors become exit codes.
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
		return exitFailed // it is not known what the service says
	}
	switch e.Kind {
	case api.KindNotFound, api.KindNoService:
		return exitNotFound
	case api.KindSignIn, api.KindForbidden:
		return exitSignIn
	case api.KindConflict, api.KindPrecondition:
		return exitConflict
	case api.KindThrottled:
		return exitThrottled
	case api.KindTimeout:
		return exitTimedOut
	case api.KindVersion:
		return exitUsage
	case api.KindInvalid:
		// What the client itself found invalid was typed wrong; what the
		// service refuses has simply failed.
		if e.Status == 0 {
			return exitUsage
		}
	}
	return exitFailed
}

// signalCode is what a shell reports for a process that a signal ended. Where
// signals have no numbers, the only one there is stands for SIGINT.
func signalCode(number int) int {
	if number == 0 {
		number = 2
	}
	return exitSignal + number
}
