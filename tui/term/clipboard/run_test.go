//go:build unix

package clipboard

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestRunForReal runs sh.
func TestRunForReal(t *testing.T) {
	got := filepath.Join(t.TempDir(), "got")
	c := New(Options{
		Mode: "command", Command: []string{"sh", "-c", `cat >"$OUT"; env >>"$OUT"`},
		Env: []string{"OUT=" + got, "PATH=" + os.Getenv("PATH"), "APIMTUI_ACCESS_TOKEN=bearer"},
	})
	if r := copyCanary(t, c); r.Words != "Given to sh; not confirmed." {
		t.Fatal(r.Words)
	}
	raw, err := os.ReadFile(got)
	if err != nil || !strings.HasPrefix(string(raw), canary) || strings.Contains(string(raw), "bearer") {
		t.Errorf("the command got %q (%v)", raw, err)
	}
}

func TestRunFails(t *testing.T) {
	for script, want := range map[string]string{
		"cat >/dev/null; echo no luck >&2; exit 3": "Not copied: sh: no luck.",
		"exit 3":          "Not copied: sh: exit status 3.",
		"cat >&2; exit 3": "Not copied: sh: it failed, and its message repeats what was copied.",
	} {
		c := New(Options{Mode: "command", Command: []string{"sh", "-c", script}, Env: []string{"PATH=" + os.Getenv("PATH")}})
		if r := copyCanary(t, c); r.Words != want {
			t.Errorf("%q: %s", script, r.Words)
		}
	}
}

// TestAToolMayStayBehind has one that goes on serving with its output open.
func TestAToolMayStayBehind(t *testing.T) {
	start := time.Now()
	out, err := run(t.Context(), Program{Args: []string{"sh", "-c", "sleep 60 & echo $!"}, Env: []string{"PATH=" + os.Getenv("PATH")}, Output: true})
	if err != nil || time.Since(start) > 30*time.Second {
		t.Errorf("after %v: %v", time.Since(start), err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(out.Stdout)))
	if err != nil {
		t.Fatalf("it wrote %q", out.Stdout)
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Errorf("what should stay behind has gone: %v", err)
	}
}

// TestAScriptIsEndedWithItsTool holds that nothing keeps what it has read.
func TestAScriptIsEndedWithItsTool(t *testing.T) {
	fifo := filepath.Join(t.TempDir(), "fifo")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		_, err := run(ctx, Program{Args: []string{"sh", "-c", "exec 3>" + fifo + "; sleep 60 & echo up >&3; wait"}, Env: []string{"PATH=" + os.Getenv("PATH")}})
		ended <- err
	}()
	alive, err := os.Open(fifo)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = alive.Close() }()
	if _, err := alive.Read(make([]byte, 3)); err != nil {
		t.Fatal(err)
	}
	cancel()
	if err := <-ended; err == nil {
		t.Error("it is said to have done its work")
	}
	// The end of the file comes when the last of them has gone.
	_ = alive.SetReadDeadline(time.Now().Add(30 * time.Second))
	if rest, err := io.ReadAll(alive); err != nil {
		t.Errorf("something is still running: %v after %q", err, rest)
	}
}
