package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"apimtui/api"
	"apimtui/api/text"
	"apimtui/tui"
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
