//go:build linux

package clipboard

import (
	"bufio"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// xDisplay starts an X server without a screen to look at, and gives its display.
func xDisplay(t *testing.T) string {
	t.Helper()
	need(t, "Xvfb", "xclip")
	if os.Getenv("WAYLAND_DISPLAY") != "" {
		t.Skip("the desktop's tool is that of Wayland here")
	}
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	server := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "64x64x8", "-nolisten", "tcp")
	server.ExtraFiles = []*os.File{w}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = server.Process.Kill()
		_ = server.Wait()
		_ = r.Close()
	})
	_ = w.Close()
	number, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		t.Skipf("Xvfb does not start here: %v", err)
	}
	return ":" + strings.TrimSpace(number)
}

// xclip is the judge, and someone else who copies.
func xclip(t *testing.T, stdin string, args ...string) string {
	t.Helper()
	cmd := exec.Command("xclip", append([]string{"-selection", "clipboard"}, args...)...)
	cmd.Stdin = strings.NewReader(stdin)
	if len(args) == 0 { // it stays behind to serve what it took, with its output open
		if err := cmd.Run(); err != nil {
			t.Fatalf("xclip: %v", err)
		}
		return ""
	}
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("xclip %q: %v", args, err)
	}
	return string(out)
}

// wantXClip waits for what xclip took: it ends before it owns the clipboard.
func wantXClip(t *testing.T, want string) {
	t.Helper()
	got := ""
	for range 200 {
		out, _ := exec.Command("xclip", "-selection", "clipboard", "-out").Output() // fails while no one owns it
		if got = string(out); got == want {
			return
		}
	}
	t.Errorf("the clipboard holds %q, want %q", got, want)
}

func TestOnARealDesktop(t *testing.T) {
	display := xDisplay(t)
	t.Setenv("DISPLAY", display) // which package atotto's tool inherits
	c := New(Options{Mode: "auto", Env: []string{"TERM=xterm", "PATH=" + os.Getenv("PATH"), "DISPLAY=" + display}})

	r := copyCanary(t, c)
	if r.Claim != Copied || r.Words != "Copied (xclip)." || !r.CanReadBack || !r.Sequence.Empty() {
		t.Fatalf("claim %d: %s", r.Claim, r.Words)
	}
	wantXClip(t, canary)
	if got := c.Clear(t.Context(), secretOf(canary)); got.Outcome != Cleared {
		t.Errorf("clearing: %s", got.Words)
	}
	if got := xclip(t, "", "-out"); got != "" {
		t.Errorf("after clearing, the clipboard holds %q", got)
	}

	copyCanary(t, c)
	wantXClip(t, canary)
	xclip(t, "theirs")
	wantXClip(t, "theirs")
	if got := c.Clear(t.Context(), secretOf(canary)); got.Outcome != Changed {
		t.Errorf("clearing what others copied: %s", got.Words)
	}
	if got := xclip(t, "", "-out"); got != "theirs" {
		t.Errorf("after that, the clipboard holds %q", got)
	}
}

func TestAnEmptyDesktopIsNotOurs(t *testing.T) {
	display := xDisplay(t)
	t.Setenv("DISPLAY", display)
	c := New(Options{Env: []string{"PATH=" + os.Getenv("PATH"), "DISPLAY=" + display}})
	c.remember(c.Plan(t.Context()), Result{Claim: Copied, CanReadBack: true})
	if got := c.Clear(t.Context(), secretOf(canary)); got.Outcome != Changed {
		t.Errorf("outcome %d: %s", got.Outcome, got.Words)
	}
}

func TestXclipWithoutADisplay(t *testing.T) {
	need(t, "xclip")
	if os.Getenv("WAYLAND_DISPLAY") != "" {
		t.Skip("the desktop's tool is that of Wayland here")
	}
	for _, c := range []struct{ mode, display, words string }{
		{"native", "", "Not copied: there is no desktop here (neither DISPLAY nor WAYLAND_DISPLAY is set)."},
		{"native", ":59999", "Not copied: xclip: Error: Can't open display: :59999."},
		{"auto", "", "Sent to your terminal; not confirmed."},
		{"auto", ":59999", "Sent to your terminal; not confirmed. (xclip: Error: Can't open display: :59999)"},
	} {
		t.Setenv("DISPLAY", c.display)
		copier := New(Options{Mode: c.mode, Env: []string{"TERM=xterm", "PATH=" + os.Getenv("PATH"), "DISPLAY=" + c.display}})
		if r := copyCanary(t, copier); r.Words != c.words || r.Claim == Copied {
			t.Errorf("%s with DISPLAY=%s: claim %d: %s", c.mode, c.display, r.Claim, r.Words)
		}
	}
}
