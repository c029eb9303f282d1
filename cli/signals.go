package cli

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"apimtui/tui/term"
)

// interrupted reports that a signal ended a subcommand.
type interrupted struct{ signal os.Signal }

func (e *interrupted) Error() string { return "interrupted" }

// ExitCode implements the interface that exitCode looks for.
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
		var n *notDone
		if cause, ok := context.Cause(ctx).(*interrupted); ok && err != nil && !errors.As(err, &n) {
			return cause
		}
		return err
	}
}
