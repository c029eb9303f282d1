package cli

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"apimtui/api"
	"apimtui/api/text"
	"apimtui/config"
	"apimtui/tui"
	"apimtui/tui/term"
)

// coded is an error with an exit code.
type coded struct {
	err  error
	code int
}

func (e *coded) Error() string { return e.err.Error() }
func (e *coded) Unwrap() error { return e.err }
func (e *coded) ExitCode() int { return e.code }

// usageError reports an invalid command line.
type usageError struct {
	command string // the command whose help explains it; "" for none
	err     error
}

func (e *usageError) Error() string {
	s := e.err.Error()
	if e.command != "" {
		s = stop(s) + " See `" + e.command + " --help`."
	}
	return s
}

func (e *usageError) Unwrap() error { return e.err }

func (e *usageError) ExitCode() int { return exitUsage }

// usage turns an error of cobra or a command into a usageError.
func usage(cmd *cobra.Command, err error) error {
	if _, already := errors.AsType[*usageError](err); already {
		return err
	}
	return &usageError{command: cmd.CommandPath(), err: err}
}

func usagef(cmd *cobra.Command, format string, args ...any) error {
	return usage(cmd, fmt.Errorf(format, args...))
}

// refusal is a usageError that no help text explains.
func refusal(format string, args ...any) error {
	return &usageError{err: fmt.Errorf(format, args...)}
}

// listed is an error with extra lines below it, such as candidates. They are
// safe to draw.
type listed struct {
	error
	lines []string
}

func (e *listed) Unwrap() error { return e.error }

// fail prints an error and returns the exit code. All errors reach the user
// here.
func (a *app) fail(cmd *cobra.Command, err error) int {
	a.printFailure(cmd, err)
	var out bytes.Buffer
	for _, line := range a.sentences(err) {
		fmt.Fprintln(&out, "apimtui: "+line)
		a.log.write("apimtui", line)
	}
	if more, ok := errors.AsType[*listed](err); ok {
		for _, line := range more.lines {
			fmt.Fprintln(&out, line)
		}
	}
	a.crash(&out, err)
	_, _ = a.io.err.Write(out.Bytes()) // nothing is left to report a failure to
	return exitCode(err)
}

// crash adds the details for a bug report, in the log if there is one. A stack
// trace holds names and addresses of the program, no values.
func (a *app) crash(out *bytes.Buffer, err error) {
	c, ok := errors.AsType[*tui.CrashError](err)
	if !ok {
		return
	}
	if a.log != nil {
		a.log.write("apimtui", c.Stack)
		fmt.Fprintln(out, "apimtui: This is a bug; the log file has the details.")
		return
	}
	fmt.Fprintln(out, "apimtui: This is a bug; please report it with the lines below.")
	for line := range strings.Lines(c.Stack) {
		fmt.Fprintln(out, "  "+text.Clean(strings.TrimSpace(line)).String())
	}
}

// sentences puts an error into words, one line for each problem, safe to draw.
func (a *app) sentences(err error) []string {
	if crash, ok := errors.AsType[*tui.CrashError](err); ok {
		return []string{stop("Crashed: " + text.Clean(crash.Reason).String())}
	}
	if _, known := errors.AsType[*api.Error](err); known || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return []string{a.explain(err)}
	}
	var lines []string
	for _, line := range text.Text(err.Error()).Lines() {
		if !line.Empty() {
			lines = append(lines, stop(text.Capital(line.String())))
		}
	}
	return lines
}

// stop is text.Stop for text that may end with a request id in brackets.
func stop(s string) string {
	if strings.HasSuffix(s, ")") && strings.Contains(s, "(request id ") {
		return s
	}
	return text.Stop(s)
}

// explain describes an error in one line, safe to draw. It returns "" for nil.
func (a *app) explain(err error) string {
	if err == nil {
		return ""
	}
	return inLine(api.Explain(err))
}

// inLine writes an explanation as one line. The service's details become
// sentences.
func inLine(x api.Explanation) string {
	for i, m := range x.More {
		x.More[i] = text.Clean(text.Stop(m.String()))
	}
	return x.Line().String()
}

// failureJSON describes a failure for a script.
type failureJSON struct {
	Code      text.Text    `json:"code"`
	Message   text.Text    `json:"message"` // the service's message
	Details   []api.Detail `json:"details"`
	RequestID text.Text    `json:"requestId"`
	Advice    string       `json:"advice"`
}

// failureOf returns nil for errors that do not come from the client, or that
// have no details.
func failureOf(err error) *failureJSON {
	e, ok := errors.AsType[*api.Error](err)
	if !ok || e.Message == "" {
		return nil
	}
	details := append([]api.Detail{}, e.Details...) // none is [], not null
	return &failureJSON{e.Code, e.Message, details, e.RequestID, api.Explain(err).Do.String()}
}

// printFailure prints a failure as JSON if the script requested JSON. Commands
// that write have already printed an object.
func (a *app) printFailure(cmd *cobra.Command, err error) {
	failure := failureOf(err)
	if failure == nil || cmd == nil || cmd.Flag("output") == nil {
		return
	}
	o := options{app: a, output: format(cmd.Flag("output").Value.String())}
	if o.json() {
		_ = o.printObject(failure) // stderr and the exit code report it too
	}
}

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
	// A write was sent, interrupted and not applied.
	exitInterrupted = exitSignal + 2
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

// runner is what a command does, until its context ends.
type runner = func(ctx context.Context, cmd *cobra.Command, args []string) error

// interruptible makes a command end on a signal, even if it ignores its
// context. The console does not use it: it restores the terminal first.
func interruptible(run runner) func(*cobra.Command, []string) error {
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

// settling is interruptible for commands that write. After a write was sent,
// its outcome is reported even if the user interrupts or closes the output.
func settling(run runner) func(*cobra.Command, []string) error {
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
