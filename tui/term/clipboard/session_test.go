//go:build linux

package clipboard

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"go.uber.org/goleak"

	"apimtui/api/secret"
)

// endMark is drawn by the program in the terminal after all it had to write there.
const endMark = "~~that-was-all~~"

// TestMain is also the program that copies inside a real terminal: told where to
// write its result, it copies the canary once and waits to be killed.
func TestMain(m *testing.M) {
	if file := os.Getenv("CLIPBOARD_RESULT"); file != "" {
		os.Exit(copyForReal(file))
	}
	goleak.VerifyTestMain(m)
}

func copyForReal(file string) int {
	c := New(Options{Mode: os.Getenv("CLIPBOARD_MODE"), Env: os.Environ()})
	r, p := c.Copy(context.Background(), secret.New(os.Getenv("CLIPBOARD_PADDING")+canary)), c.Plan(context.Background())
	raw, err := json.Marshal(map[string]any{"claim": r.Claim, "words": r.Words, "line": p.Line, "route": p.Route.String()})
	if err == nil {
		err = os.WriteFile(file, raw, 0o600)
	}
	if err != nil {
		return 1
	}
	_, _ = os.Stdout.WriteString(r.Sequence.Reveal() + endMark)
	_, _ = os.Stdin.Read(make([]byte, 1))
	return 0
}

// outcome is what the program in the terminal came to, and what the terminal got.
type outcome struct {
	Claim       Claim
	Words, Line string
	Route       string
	raw         []byte
}

// clipboards lists what the terminal was told to put into its clipboard, decoded.
func (o outcome) clipboards(t *testing.T) []string {
	t.Helper()
	var all []string
	rest := o.raw
	for {
		_, after, found := bytes.Cut(rest, []byte("\x1b]52;"))
		if !found {
			return all
		}
		end := bytes.IndexAny(after, "\x07\x1b")
		_, data, _ := bytes.Cut(after[:max(end, 0)], []byte(";"))
		text, err := base64.StdEncoding.DecodeString(string(data))
		if end < 0 || err != nil {
			t.Fatalf("the terminal gets a broken sequence: %q", after[:min(len(after), 80)])
		}
		all = append(all, string(text))
		rest = after[end:]
	}
}

// inTerminal runs args, which are to run the program of TestMain, in a terminal of
// the test's and waits until the program has written everything. What inspect does
// then happens while the program is still there.
func inTerminal(t *testing.T, args, env []string, inspect func()) outcome {
	t.Helper()
	result := filepath.Join(t.TempDir(), "result")
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir(), "LANG=C.UTF-8", "TERM=xterm-256color", "CLIPBOARD_RESULT=" + result}, env...)
	terminal, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: 80})
	if err != nil {
		t.Fatalf("starting %q: %v", args, err)
	}
	raw, done := record(terminal)
	select {
	case <-done:
	case <-time.After(20 * time.Second):
		t.Errorf("%q did not come to its end; the terminal shows %q", args, raw())
	}
	inspect()
	_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
	_ = cmd.Wait()
	_ = terminal.Close()
	o := outcome{raw: raw()}
	read, err := os.ReadFile(result)
	if err == nil {
		err = json.Unmarshal(read, &o)
	}
	if err != nil {
		t.Fatalf("the program left no result: %v; the terminal shows %q", err, o.raw)
	}
	return o
}

// record keeps what a terminal gets, and closes done at the end mark or when the
// terminal is closed.
func record(terminal *os.File) (raw func() []byte, done chan struct{}) {
	var mu sync.Mutex
	var all []byte
	done = make(chan struct{})
	finish := sync.OnceFunc(func() { close(done) })
	go func() {
		defer finish()
		buf := make([]byte, 64<<10)
		for {
			n, err := terminal.Read(buf)
			mu.Lock()
			all = append(all, buf[:n]...)
			ended := bytes.Contains(all, []byte(endMark))
			mu.Unlock()
			if ended {
				finish()
			}
			if err != nil {
				return
			}
		}
	}()
	return func() []byte {
		mu.Lock()
		defer mu.Unlock()
		return bytes.Clone(all)
	}, done
}

// need skips a test whose tools are not installed.
func need(t *testing.T, tools ...string) {
	t.Helper()
	for _, tool := range tools {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is not installed", tool)
		}
	}
}

// itself is the test's own program.
func itself(t *testing.T) string {
	t.Helper()
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// checkOnce holds the promise: the terminal gets the text exactly once, or the
// result says that it does not.
func checkOnce(t *testing.T, o outcome, want Claim) {
	t.Helper()
	got := o.clipboards(t)
	if o.Claim != want {
		t.Errorf("claim %d, want %d: %s", o.Claim, want, o.Words)
	}
	if want == Sent && (len(got) != 1 || got[0] != canary) {
		t.Errorf("%s\nbut the terminal's clipboard gets %q", o.Words, got)
	}
	if want != Sent && len(got) != 0 {
		t.Errorf("%s\nbut the terminal's clipboard gets %q", o.Words, got)
	}
	if strings.Contains(string(o.raw), "canary") {
		t.Error("the secret is drawn on the screen")
	}
}
