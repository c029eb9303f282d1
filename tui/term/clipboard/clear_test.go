package clipboard

import (
	"context"
	"testing"
	"testing/synctest"
)

func TestClear(t *testing.T) {
	for _, c := range []struct {
		name    string
		mode    string
		after   func(*memoryDesktop) // what happens between copying and clearing
		outcome ClearOutcome
		words   string
		left    string
	}{
		{"still ours", "native", func(*memoryDesktop) {}, Cleared, "Cleared (xclip).", ""},
		{"changed meanwhile", "native", func(d *memoryDesktop) { d.text = "theirs" }, Changed, "Not cleared: the clipboard holds something else by now.", "theirs"},
		{"nearly ours", "native", func(d *memoryDesktop) { d.text = canary + "\n" }, Changed, "Not cleared: the clipboard holds something else by now.", canary + "\n"},
		{"cannot be read", "native", func(d *memoryDesktop) { d.readErr = errExit }, ClearFailed,
			"Not cleared: xclip: Error: Can't open display. The clipboard may still hold what was copied.", canary},
		{"cannot be written", "native", func(d *memoryDesktop) { d.err = errExit }, ClearFailed,
			"Not cleared: xclip: Error: Can't open display. The clipboard may still hold what was copied.", canary},
		{"was sent", "osc52", func(d *memoryDesktop) { d.text = canary }, CannotReadBack,
			"Not cleared: nothing tells what your clipboard holds now. It can be overwritten with a space instead.", canary},
	} {
		d := &memoryDesktop{}
		m := &machine{env: []string{"TERM=xterm", "DISPLAY=:0"}, installed: []string{"xclip"}, desktop: d,
			run: func(context.Context, Program) (Output, error) {
				return Output{Stderr: []byte("Error: Can't open display")}, errExit
			}}
		copier := m.copier(c.mode)
		copyCanary(t, copier)
		c.after(d)
		got := copier.Clear(t.Context(), secretOf(canary))
		if got.Outcome != c.outcome || got.Words != c.words || d.text != c.left {
			t.Errorf("%s: outcome %d: %s The clipboard holds %q", c.name, got.Outcome, got.Words, d.text)
		}
	}
}

// slowDesktop has what was written only after it was read a few times.
type slowDesktop struct {
	*memoryDesktop
	late int // reads; -1 is never
	was  string
}

func (d *slowDesktop) Write(s string) error {
	d.was = d.text
	return d.memoryDesktop.Write(s)
}

func (d *slowDesktop) Read() (string, error) {
	if d.was != "" && d.late != 0 {
		d.late--
		return d.was, nil
	}
	return d.memoryDesktop.Read()
}

// A tool ends before the desktop has what it took, or has never.
func TestClearedIsWhatTheDesktopSays(t *testing.T) {
	for late, want := range map[int]ClearOutcome{3: Cleared, -1: ClearFailed} {
		synctest.Test(t, func(t *testing.T) {
			d := &slowDesktop{memoryDesktop: &memoryDesktop{}, late: late}
			c := (&machine{env: []string{"DISPLAY=:0"}, installed: []string{"xclip"}, desktop: d}).copier("native")
			copyCanary(t, c)
			if got := c.Clear(t.Context(), secretOf(canary)); got.Outcome != want {
				t.Errorf("late by %d reads: %s", late, got.Words)
			}
		})
	}
}

func TestAClipboardNobodyOwnsIsEmpty(t *testing.T) {
	d := &memoryDesktop{}
	m := &machine{env: []string{"DISPLAY=:0"}, installed: []string{"xclip"}, desktop: d,
		run: func(context.Context, Program) (Output, error) {
			return Output{Stderr: []byte("Error: target TARGETS not available\n")}, errExit
		}}
	c := m.copier("native")
	copyCanary(t, c)
	d.readErr = errExit
	if got := c.Clear(t.Context(), secretOf(canary)); got.Outcome != Changed || d.writes != 1 {
		t.Errorf("outcome %d: %s", got.Outcome, got.Words)
	}
}

func TestNothingIsClearedBeforeACopy(t *testing.T) {
	d := &memoryDesktop{text: canary}
	m := &machine{env: []string{"DISPLAY=:0"}, installed: []string{"xclip"}, desktop: d}
	c := m.copier("native")
	if got := c.Clear(t.Context(), secretOf(canary)); got.Words != "Nothing was copied from here." || d.text != canary {
		t.Errorf("%s The clipboard holds %q", got.Words, d.text)
	}
	if got := c.Overwrite(t.Context()); got.Words != "Not overwritten: nothing was copied from here." || d.text != canary {
		t.Errorf("%s The clipboard holds %q", got.Words, d.text)
	}
}

func TestOverwriteGoesTheSameWay(t *testing.T) {
	m := inTmuxSession(func(context.Context, Program) (Output, error) { return Output{}, nil })
	c := m.copier("auto")
	copyCanary(t, c)
	r := c.Overwrite(t.Context())
	if r.Claim != Sent || r.Words != "A space instead: Sent to tmux 3.3a for your terminal; not confirmed." {
		t.Errorf("tmux: claim %d: %s", r.Claim, r.Words)
	}
	if last := m.calls[len(m.calls)-2]; last.stdin != " " {
		t.Errorf("tmux read %q", last.stdin)
	}

	m = &machine{env: []string{"TERM=xterm", "SSH_TTY=x"}}
	c = m.copier("auto")
	copyCanary(t, c)
	if r = c.Overwrite(t.Context()); r.Sequence.Reveal() != "\x1b]52;c;IA==\x07" {
		t.Errorf("the terminal gets %q", r.Sequence.Reveal())
	}

	d := &memoryDesktop{}
	m = &machine{env: []string{"DISPLAY=:0"}, installed: []string{"xclip"}, desktop: d}
	c = m.copier("auto")
	copyCanary(t, c)
	if r = c.Overwrite(t.Context()); r.Words != "Overwritten with a space (xclip)." || d.text != " " {
		t.Errorf("%s The clipboard holds %q", r.Words, d.text)
	}
	if got := c.Clear(t.Context(), secretOf(canary)); got.Outcome != Changed {
		t.Errorf("after that: %s", got.Words)
	}
}
