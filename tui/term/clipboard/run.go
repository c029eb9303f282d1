package clipboard

import (
	"bytes"
	"context"
	"errors"
	"os/exec"
	"slices"
	"strings"
	"time"

	"apimtui/api/secret"
	"apimtui/api/text"
	"apimtui/tui/term"
)

// Program is a program to run. Its arguments and environment hold no secret.
type Program struct {
	Args []string
	Env  []string
	// Stdin is its standard input.
	Stdin secret.Value
	// Output keeps its standard output, which is discarded otherwise.
	Output bool
}

// Output is what a program wrote, up to 64 KiB of each.
type Output struct{ Stdout, Stderr []byte }

// lingering is how long to wait for the output of a program that has ended. A tool
// that stays to serve the clipboard, as xclip does, may keep it open.
const lingering = 100 * time.Millisecond

// run runs a program for real.
func run(ctx context.Context, p Program) (Output, error) {
	cmd := exec.CommandContext(ctx, p.Args[0], p.Args[1:]...)
	cmd.Env = p.Env
	cmd.Stdin = strings.NewReader(p.Stdin.Reveal())
	var stdout, stderr head
	cmd.Stderr = &stderr
	if p.Output {
		cmd.Stdout = &stdout
	}
	cmd.WaitDelay = lingering
	killGroup(cmd)
	err := cmd.Run()
	if errors.Is(err, exec.ErrWaitDelay) {
		err = nil
	}
	return Output{stdout.b.Bytes(), stderr.b.Bytes()}, err
}

type head struct{ b bytes.Buffer }

func (h *head) Write(p []byte) (int, error) {
	h.b.Write(p[:min(len(p), 64<<10-h.b.Len())])
	return len(p), nil
}

// failure is why a program did not do its work.
type failure struct {
	// reason is a sentence without its period, safe to draw and without any part
	// of what was copied.
	reason string
	// ended is set when the program was ended while it ran, so that it may have
	// done its work.
	ended bool
}

func (f failure) result() Result {
	if !f.ended {
		return notCopied(f.reason)
	}
	r := notCopied(f.reason + ", and may have copied it before it was ended")
	r.perhaps = true
	return r
}

// try runs a program within the limit and without secrets in its environment. Its
// complaint is checked for parts of v.
func (c *Copier) try(ctx context.Context, p Program, v secret.Value) (Output, *failure) {
	name := text.Clean(p.Args[0]).String()
	if _, err := c.o.LookPath(p.Args[0]); err != nil {
		return Output{}, &failure{reason: name + " is not installed"}
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	p.Env = withoutSecrets(c.o.Env)
	out, err := c.o.Run(ctx, p)
	switch {
	case err == nil:
		return out, nil
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return out, &failure{name + " did not finish within 2 s", true}
	case ctx.Err() != nil:
		return out, &failure{name + " was not waited for", true}
	}
	return out, &failure{reason: name + ": " + complaint(out.Stderr, err, v)}
}

// withoutSecrets removes secrets from an environment. Some tools stay running, and
// a tmux client sends its environment to its server.
func withoutSecrets(env []string) []string {
	secrets := []string{"APIMTUI_ACCESS_TOKEN", "AZURE_CLIENT_SECRET", "AZURE_CLIENT_CERTIFICATE_PASSWORD", "AZURE_PASSWORD"}
	return slices.DeleteFunc(slices.Clone(env), func(e string) bool {
		name, _, _ := strings.Cut(e, "=")
		return slices.Contains(secrets, name)
	})
}

// complaint is the first line of a program's standard error, or else the error of
// running it, safe to draw and without a period.
func complaint(stderr []byte, err error, v secret.Value) string {
	line, _, _ := strings.Cut(strings.TrimSpace(string(stderr)), "\n")
	if line == "" {
		line = err.Error()
	}
	if repeats(line, v) {
		return "it failed, and its message repeats what was copied"
	}
	line = text.Clean(strings.TrimSpace(secret.Redact(line))).String()
	return strings.TrimSuffix(term.Cut(line, 120), ".")
}

// repeats reports whether line contains eight consecutive bytes of v, or all of a
// shorter one. Less than four bytes are no secret.
func repeats(line string, v secret.Value) bool {
	s := v.Reveal()
	if len(s) < 4 {
		return false
	}
	run := min(8, len(s))
	for i := 0; i+run <= len(s); i++ {
		if strings.Contains(line, s[i:i+run]) {
			return true
		}
	}
	return false
}

// planCommand runs the operator's own program. What it does with the text is
// unknown, so only sending is claimed.
func (c *Copier) planCommand() Plan {
	if len(c.o.Command) == 0 || c.o.Command[0] == "" {
		return refuse(`clipboard is set to command, but clipboardCommand names none (clipboardCommand: ["wl-copy"])`)
	}
	name := text.Clean(c.o.Command[0]).String()
	if _, err := c.o.LookPath(c.o.Command[0]); err != nil {
		return refuse(name + " (clipboardCommand) is not installed")
	}
	return going(RouteCommand, Sent, "Given to "+name+"; not confirmed.").
		because("clipboard is set to command.")
}

func (c *Copier) runCommand(ctx context.Context, p Plan, v secret.Value) Result {
	if _, failed := c.try(ctx, Program{Args: c.o.Command, Stdin: v}, v); failed != nil {
		return failed.result()
	}
	return Result{Claim: p.Claim, Words: p.done}
}
