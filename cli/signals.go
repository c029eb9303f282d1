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

// interrupted says that a signal ended a subcommand.
type interrupted struct{ signal os.Signal }

func (e *interrupted) Error() string { return "interrupted" }

// ExitCode implements the interface that exitCode looks for.
func (e *interrupted) ExitCode() int { return signalCode(term.SignalNumber(e.signal)) }

// untilSignal is a context that SIGINT, SIGTERM or SIGHUP ends, with the reason as its
// cause. A second signal ends the process at once.
func untilSignal(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	if !signal.Ignored(syscall.SIGHUP) { // as nohup has it
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

// interruptible makes a command end on a signal, whatever it made of the end
// of its context. The console is not one: it restores the terminal first.
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

// exitInterrupted is the exit code of a write that a signal interrupted after it
// was sent, and that is not applied.
const exitInterrupted = exitSignal + 2

// settling is interruptible for commands that write. Once a write was sent, what
// became of it counts more than that the reader gave up or closed the output.
func settling(run func(context.Context, *cobra.Command, []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		// A closed pipe must not end the process before it says what it did. It
		// is not ignored, which children would inherit.
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
