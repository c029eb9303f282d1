package clipboard

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"runtime"

	"github.com/atotto/clipboard"

	"apimtui/api/secret"
	"apimtui/tui/term"
)

// Desktop is the clipboard of a desktop.
type Desktop interface {
	Write(s string) error
	Read() (string, error)
}

// atottoDesktop is the desktop of the machine that the program runs on. On Linux
// and the BSDs it runs a tool that package atotto chose at program start.
//
// That package sets no time limit, hides the tool's error output, and passes on
// this process's environment. So calls go through [Copier.within],
// [Copier.diagnose] finds the errors, and the command line removes the bearer
// token from the environment first.
type atottoDesktop struct{}

func (atottoDesktop) Write(s string) error { return clipboard.WriteAll(s) }

func (atottoDesktop) Read() (string, error) { return clipboard.ReadAll() }

var (
	errGivenUp = errors.New("given up")
	errCrashed = errors.New("it crashed")
)

// write puts s on the desktop's clipboard.
func (c *Copier) write(ctx context.Context, s string) error {
	_, err := within(ctx, func() (string, error) { return "", c.o.Desktop.Write(s) })
	return err
}

// within waits for a call to the desktop up to the limit. The call itself
// continues and may yet succeed: it cannot be stopped.
func within(ctx context.Context, call func() (string, error)) (string, error) {
	type answer struct {
		s   string
		err error
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	done := make(chan answer, 1)
	go func() {
		defer func() {
			// A panic here would leave the terminal raw.
			if p := recover(); p != nil {
				done <- answer{err: errCrashed}
			}
		}()
		s, err := call()
		done <- answer{s, err}
	}()
	select {
	case a := <-done:
		return a.s, a.err
	case <-ctx.Done():
		return "", fmt.Errorf("%w: %w", errGivenUp, ctx.Err())
	}
}

// writeDesktop copies to the desktop, or falls back to the next route.
func (c *Copier) writeDesktop(ctx context.Context, p Plan, v secret.Value) Result {
	err := c.write(ctx, v.Reveal())
	if err == nil {
		return Result{Claim: p.Claim, Words: p.done, CanReadBack: true}
	}
	reason, late := c.diagnose(ctx, p.tool, err, v), errors.Is(err, errGivenUp)
	if late {
		reason += ", and may still copy it"
	}
	r := notCopied(reason)
	if p.next != nil && ctx.Err() == nil {
		r = c.send(ctx, *p.next, v)
		r.Words += " (" + reason + ")"
	}
	r.CanReadBack, r.perhaps = late, late
	return r
}

// diagnose explains why the desktop's tool failed. Its error output is lost, so it
// is asked something harmless: the cause is usually the same.
func (c *Copier) diagnose(ctx context.Context, t tool, err error, v secret.Value) string {
	switch {
	case errors.Is(err, context.Canceled):
		return t.name + " was not waited for"
	case errors.Is(err, errGivenUp):
		return t.name + " did not finish within 2 s"
	}
	if reason, _ := c.probe(ctx, t, v); reason != "" {
		return reason
	}
	return t.name + ": " + complaint(nil, err, v)
}

// probe runs the tool's harmless question and returns its complaint, if any, or that
// it only complains of an empty clipboard.
func (c *Copier) probe(ctx context.Context, t tool, v secret.Value) (reason string, bare bool) {
	if len(t.probe) == 0 {
		return "", false
	}
	out, failed := c.try(ctx, Program{Args: t.probe}, v)
	switch {
	case failed == nil, len(out.Stderr) == 0 && !failed.ended:
		return "", false
	case bytes.Contains(out.Stderr, []byte("not available")), bytes.Contains(out.Stderr, []byte("Nothing is copied")):
		return "", true
	}
	return failed.reason, false
}

// tool is the program behind a desktop's clipboard.
type tool struct {
	name string
	// probe asks for the content types of the clipboard. Its output is discarded.
	probe []string
}

// planNative uses the clipboard of the desktop here.
func (c *Copier) planNative() Plan {
	t, reason := findTool(runtime.GOOS, c.o.Env, func(name string) bool {
		_, err := c.o.LookPath(name)
		return err == nil
	})
	if reason != "" {
		return refuse(reason)
	}
	done := "Copied (" + t.name + ")."
	if c.remote() && !c.forwarded() {
		done = "Copied (" + t.name + " on the machine that apimtui runs on)."
	}
	p := going(RouteNative, Copied, done).because("The desktop's clipboard is reached by " + t.name + ".")
	p.tool = t
	return p
}

// findTool predicts which tool package atotto has chosen, and why it would fail.
// The order is that package's. The reason has no final period.
func findTool(goos string, env []string, has func(string) bool) (t tool, reason string) {
	wayland, x := term.Getenv(env, "WAYLAND_DISPLAY") != "", term.Getenv(env, "DISPLAY") != ""
	switch {
	case goos == "windows":
		return tool{name: "the Windows clipboard"}, ""
	case goos == "darwin":
		return tool{name: "pbcopy"}, ""
	case goos == "plan9":
		return tool{name: "/dev/snarf"}, ""
	case wayland && has("wl-copy") && has("wl-paste"):
		return tool{"wl-copy", []string{"wl-paste", "--list-types"}}, ""
	case (has("xclip") || has("xsel")) && !x:
		if wayland {
			return tool{}, "WAYLAND_DISPLAY is set, but wl-copy and wl-paste are not installed"
		}
		return tool{}, "there is no desktop here (neither DISPLAY nor WAYLAND_DISPLAY is set)"
	case has("xclip"):
		return tool{"xclip", []string{"xclip", "-out", "-selection", "clipboard", "-target", "TARGETS"}}, ""
	case has("xsel"):
		return tool{"xsel", []string{"xsel", "--output", "--clipboard"}}, ""
	case has("termux-clipboard-set") && has("termux-clipboard-get"):
		return tool{name: "termux-clipboard-set"}, ""
	case has("clip.exe") && has("powershell.exe"):
		return tool{name: "clip.exe"}, ""
	case wayland:
		return tool{}, "wl-copy and wl-paste (package wl-clipboard) are not installed"
	case x:
		return tool{}, "no clipboard tool is installed (xclip or xsel)"
	}
	return tool{}, "there is no desktop here (neither DISPLAY nor WAYLAND_DISPLAY is set)"
}
