package cli

import (
	"cmp"
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

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
func signalCode(number int) int { return exitSignal + cmp.Or(number, 2) }

// interrupted reports that a signal ended a subcommand.
type interrupted struct{ signal os.Signal }

func (e *interrupted) Error() string { return "interrupted" }

func (e *interrupted) ExitCode() int { return signalCode(term.SignalNumber(e.signal)) }

// untilSignal returns a context that SIGINT, SIGTERM or SIGHUP cancels, with
// the signal as its cause. A second signal ends the process at once.
func untilSignal(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	if !signal.Ignored(syscall.SIGHUP) { // as under nohup
		signal.Notify(signals, syscall.SIGHUP)
	}
	go func() {
		select {
		case s := <-signals:
			signal.Stop(signals)
			cancel(&interrupted{s})
		case <-ctx.Done():
		}
	}()
	return ctx, func() {
		signal.Stop(signals)
		cancel(nil)
	}
}

// interruptible makes a command end on a signal, even if it ignores its
// context. The console does not use it: it restores the terminal first.
func interruptible(run func(context.Context, *cobra.Command, []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		ctx, stop := untilSignal(cmd.Context())
		defer stop()
		err := run(ctx, cmd, args)
		if cause, ok := context.Cause(ctx).(*interrupted); ok {
			return cause
		}
		return err
	}
}

// exitInterrupted is the exit code of a write that was sent, interrupted and
// not applied.
const exitInterrupted = exitSignal + 2

// settling is interruptible for commands that write. After a write was sent,
// its outcome is reported even if the user interrupts or closes the output.
func settling(run func(context.Context, *cobra.Command, []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		// A closed pipe must not end the process before it reports the outcome.
		// The signal is not ignored, because child processes would inherit
		// that.
		signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
		ctx, stop := untilSignal(cmd.Context())
		defer stop()
		err := run(ctx, cmd, args)
		if _, sent := errors.AsType[*notDone](err); sent || err == nil {
			return err
		}
		if cause, ok := context.Cause(ctx).(*interrupted); ok {
			return cause
		}
		return err
	}
}
