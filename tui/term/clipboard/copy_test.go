package clipboard

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"apimtui/api/secret"
)

func secretOf(s string) secret.Value { return secret.New(s) }

const tmuxQuestionAsked = "tmux display-message -p -t %3 " + tmuxQuestion

func inTmuxSession(run func(context.Context, Program) (Output, error)) *machine {
	healthy := tmuxSays("3.3a", "/dev/pts/0", "77", "xterm", features, "external", "0")
	return &machine{
		env:       []string{"TERM=tmux", "TMUX=x", "TMUX_PANE=%3", "APIMTUI_ACCESS_TOKEN=bearer", "AZURE_CLIENT_SECRET=bearer", "HOME=/root"},
		installed: []string{"tmux"},
		run: func(ctx context.Context, p Program) (Output, error) {
			if slices.Contains(p.Args, "display-message") {
				return healthy(ctx, p)
			}
			return run(ctx, p)
		},
	}
}

var errExit = errors.New("exit status 1")

// TestNothingStaysInTmux holds that the buffer goes again whatever happens, or
// that the operator is told where it is.
func TestNothingStaysInTmux(t *testing.T) {
	step := func(name string) func(p Program) bool { return func(p Program) bool { return p.Args[1] == name } }
	for _, c := range []struct {
		name   string
		fails  func(Program) bool
		stderr string
		claim  Claim
		words  string
	}{
		{"all goes well", step("none"), "", Sent, "Sent to tmux 3.3a for your terminal; not confirmed."},
		{"loading fails", step("load-buffer"), "can't find client: /dev/pts/0\n", NotCopied, "Not copied: tmux: can't find client: /dev/pts/0."},
		{"both fail", func(p Program) bool { return true }, "unknown buffer: x", NotCopied, "Not copied: tmux: unknown buffer: x."},
		{"deleting fails", step("delete-buffer"), "server exited\n", Sent,
			"Sent to tmux 3.3a for your terminal; not confirmed. tmux may keep it in a buffer (tmux: server exited): run tmux delete-buffer -b NAME."},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := inTmuxSession(func(_ context.Context, p Program) (Output, error) {
				if c.fails(p) {
					return Output{Stderr: []byte(c.stderr)}, errExit
				}
				return Output{}, nil
			})
			r := copyCanary(t, m.copier("auto"))
			if got := readable(r.Words); r.Claim != c.claim || got != c.words {
				t.Errorf("claim %d: %s\nwant %d: %s", r.Claim, got, c.claim, c.words)
			}
			want := []string{tmuxQuestionAsked, "tmux load-buffer -w -t /dev/pts/0 -b NAME -", "tmux delete-buffer -b NAME"}
			if got := m.ran(); !slices.Equal(got, want) {
				t.Errorf("ran %q", got)
			}
			if m.calls[1].stdin != canary || m.calls[2].stdin != "" {
				t.Errorf("tmux read %q and %q", m.calls[1].stdin, m.calls[2].stdin)
			}
			if !slices.Contains(m.calls[1].env, "TMUX=x") {
				t.Errorf("tmux does not learn which session this is: %q", m.calls[1].env)
			}
			m.checkNoLeak(t, r.Words)
		})
	}
}

// readable puts NAME where a buffer's random name is.
func readable(s string) string {
	if i := strings.Index(s, "apimtui-"); i >= 0 {
		return s[:i] + "NAME."
	}
	return s
}

func TestTheBufferGoesAlsoWhenThePanelHasClosed(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	m := inTmuxSession(func(ctx context.Context, p Program) (Output, error) {
		if p.Args[1] == "load-buffer" {
			cancel()
			return Output{}, ctx.Err()
		}
		return Output{}, ctx.Err()
	})
	r := m.copier("auto").Copy(ctx, secretOf(canary))
	if got := m.ran(); got[len(got)-1] != "tmux delete-buffer -b NAME" {
		t.Errorf("ran %q", got)
	}
	if r.Words != "Not copied: tmux was not waited for, and may have copied it before it was ended." {
		t.Errorf("words: %s", r.Words)
	}
}

func TestACommandGetsTheTextOnItsInput(t *testing.T) {
	m := &machine{env: []string{"APIMTUI_ACCESS_TOKEN=bearer", "TERM=xterm"}, installed: []string{"mycopy"},
		run: func(context.Context, Program) (Output, error) { return Output{}, nil }}
	r := copyCanary(t, m.copier("command", "mycopy", "-p"))
	if r.Claim != Sent || r.Words != "Given to mycopy; not confirmed." || r.CanReadBack {
		t.Errorf("claim %d: %s", r.Claim, r.Words)
	}
	if m.calls[0].args != "mycopy -p" || m.calls[0].stdin != canary {
		t.Errorf("ran %q with %q", m.calls[0].args, m.calls[0].stdin)
	}
	m.checkNoLeak(t, r.Words)
}

// TestComplaintsAreSafeToShow holds that what a tool writes neither reaches the
// terminal as it is nor brings the secret onto the screen.
func TestComplaintsAreSafeToShow(t *testing.T) {
	for _, c := range []struct{ stderr, want string }{
		{"no display\nsecond line\n", "mycopy: no display"},
		{"\x1b]52;c;eA==\x07oops", "mycopy: ␛]52;c;eA==␇oops"},
		{"", "mycopy: exit status 1"},
		{"cannot copy " + canary, "mycopy: it failed, and its message repeats what was copied"},
		{"cannot copy ..." + canary[5:14], "mycopy: it failed, and its message repeats what was copied"},
		{"Authorization: Bearer abc", "mycopy: Authorization: [redacted]"},
		{strings.Repeat("x", 300), "mycopy: " + strings.Repeat("x", 119) + "…"},
	} {
		m := &machine{installed: []string{"mycopy"}, run: func(context.Context, Program) (Output, error) {
			return Output{Stderr: []byte(c.stderr)}, errExit
		}}
		r := copyCanary(t, m.copier("command", "mycopy"))
		if r.Claim != NotCopied || r.Words != "Not copied: "+c.want+"." {
			t.Errorf("%q becomes %q", c.stderr, r.Words)
		}
	}
}

func TestCommandsThatAreNotThere(t *testing.T) {
	m := &machine{}
	for want, command := range map[string][]string{
		`Not copied: clipboard is set to command, but clipboardCommand names none (clipboardCommand: ["wl-copy"]).`: nil,
		"Not copied: my␛copy (clipboardCommand) is not installed.":                                                  {"my\x1bcopy"},
	} {
		if r := copyCanary(t, m.copier("command", command...)); r.Words != want || len(m.calls) != 0 {
			t.Errorf("words: %s", r.Words)
		}
	}
}

func TestNothingIsNoCopy(t *testing.T) {
	d := &memoryDesktop{text: "theirs"}
	m := &machine{env: []string{"DISPLAY=:0"}, installed: []string{"xclip"}, desktop: d}
	wiped := secretOf("x")
	wiped.Wipe()
	if r := m.copier("auto").Copy(t.Context(), wiped); r.Words != "Not copied: there is nothing to copy." || d.text != "theirs" {
		t.Errorf("%s, and the clipboard holds %q", r.Words, d.text)
	}
}

// TestAPanelMayCloseWhileItCopies holds that wiping the panel's secret halfway
// does not make an empty copy of it.
func TestAPanelMayCloseWhileItCopies(t *testing.T) {
	m := inTmuxSession(func(context.Context, Program) (Output, error) { return Output{}, nil })
	v := secretOf(canary)
	answer := m.run
	m.run = func(ctx context.Context, p Program) (Output, error) {
		v.Wipe()
		return answer(ctx, p)
	}
	if m.copier("auto").Copy(t.Context(), v); m.calls[1].stdin != canary {
		t.Errorf("tmux read %q", m.calls[1].stdin)
	}
}

// TestADesktopThatFails holds that the tool's own words are found, and that the
// terminal is tried next.
func TestADesktopThatFails(t *testing.T) {
	complains := func(stderr string) func(context.Context, Program) (Output, error) {
		return func(context.Context, Program) (Output, error) { return Output{Stderr: []byte(stderr)}, errExit }
	}
	for _, c := range []struct {
		name, mode string
		run        func(context.Context, Program) (Output, error)
		claim      Claim
		words      string
	}{
		{"native", "native", complains("Error: Can't open display: :0\n"), NotCopied, "Not copied: xclip: Error: Can't open display: :0."},
		{"auto", "auto", complains("Error: Can't open display: :0\n"), Sent, "Sent to your terminal; not confirmed. (xclip: Error: Can't open display: :0)"},
		{"an empty clipboard is no reason", "native", complains("Error: target TARGETS not available\n"), NotCopied, "Not copied: xclip: exit status 1."},
	} {
		m := &machine{env: []string{"TERM=xterm", "DISPLAY=:0"}, installed: []string{"xclip"}, desktop: &memoryDesktop{err: errExit}, run: c.run}
		r := copyCanary(t, m.copier(c.mode))
		if r.Claim != c.claim || r.Words != c.words || r.CanReadBack {
			t.Errorf("%s: claim %d: %s", c.name, r.Claim, r.Words)
		}
		if r.Sequence.Empty() == (c.claim == Sent) {
			t.Errorf("%s: the terminal gets %q", c.name, r.Sequence.Reveal())
		}
	}
}

type crashingDesktop struct{ memoryDesktop }

func (*crashingDesktop) Write(string) error { panic("boom " + canary) }

func TestADesktopThatCrashes(t *testing.T) {
	m := &machine{env: []string{"DISPLAY=:0"}, installed: []string{"xclip"}, desktop: &crashingDesktop{},
		run: func(context.Context, Program) (Output, error) { return Output{}, nil }}
	if r := copyCanary(t, m.copier("native")); r.Words != "Not copied: xclip: it crashed." {
		t.Errorf("words: %s", r.Words)
	}
}
