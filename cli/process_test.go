//go:build unix

package cli

import (
	"bufio"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"apimtui/tui/tuitest/ptytest"
)

const patience = 20 * time.Second

// start runs the program until the test ends and returns the first line it
// prints.
func start(t *testing.T, args ...string) (*exec.Cmd, string) {
	t.Helper()
	cmd := exec.Command("apimtui", args...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if cmd.ProcessState == nil {
			_ = cmd.Process.Kill()
			_ = cmd.Wait() // it was killed
		}
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("nothing printed: %v", err)
	}
	return cmd, strings.TrimSuffix(line, "\n")
}

func exitOf(t *testing.T, err error) int {
	t.Helper()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		return exit.ExitCode()
	}
	t.Fatal(err)
	return -1
}

func TestSimulatorIsOpenedByTheLineItPrints(t *testing.T) {
	t.Parallel()
	server, line := start(t, "simulate", "--addr", "127.0.0.1:0", "--users", "150", "--seed", "7")
	if strings.ContainsAny(line, `'"\$*?`) {
		t.Errorf("the line needs quotes: %s", line)
	}
	for _, c := range []struct {
		args string
		want int
	}{
		{"users list -o jsonl", 150},
		{"users list --state blocked --filter '@' -o csv", 16},
		{"--api-version 2021-08-01 users show 1 -o jsonl", 1},
	} {
		out, err := exec.CommandContext(t.Context(), "sh", "-c", line+" "+c.args).Output()
		if n := strings.Count(string(out), "\n"); err != nil || n != c.want {
			t.Errorf("%s: %d lines, want %d: %v", c.args, n, c.want, err)
		}
	}
	if err := server.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	if code := exitOf(t, server.Wait()); code != 130 {
		t.Errorf("exit code %d after SIGINT, want 130", code)
	}
}

func TestConsoleOnTheSimulator(t *testing.T) {
	t.Parallel()
	_, line := start(t, "simulate", "--users", "40")
	s := ptytest.Start(t, []string{"sh", "-c", line}, []string{"NO_COLOR=1"}, 100, 24)
	s.WaitFor("Amelia Hart", patience)
	s.WaitFor("contoso-apim", patience)
	s.Press("q")
	if e := s.Wait(patience); e.Code != 0 || !s.RestoredScreen() {
		t.Errorf("ended with %+v, left over %v", e, s.LeftOver())
	}
}

func TestSignalsEndTheConsole(t *testing.T) {
	t.Parallel()
	for sig, code := range map[syscall.Signal]int{syscall.SIGTERM: 143, syscall.SIGHUP: 129, syscall.SIGINT: 130} {
		s := ptytest.Start(t, []string{"apimtui", "--demo"}, []string{"NO_COLOR=1"}, 80, 24)
		s.WaitFor("Amelia Hart", patience)
		s.Signal(sig)
		if e := s.Wait(patience); e.Code != code || !s.RestoredScreen() || !s.RestoredTTY() {
			t.Errorf("%v: ended with %+v, left over %v", sig, e, s.LeftOver())
		}
		s.WaitFor("apimtui: Ended by signal", patience)
	}
}

func TestSignalsEndACommand(t *testing.T) {
	t.Parallel()
	arrived := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		arrived <- struct{}{}
		<-r.Context().Done()
	}))
	defer server.Close()
	for sig, code := range map[syscall.Signal]int{syscall.SIGINT: 130, syscall.SIGTERM: 143} {
		cmd := exec.CommandContext(t.Context(), "apimtui", "users", "list", "--endpoint", server.URL,
			"--subscription", "00000000-0000-0000-0000-000000000000", "-g", "rg1", "-n", "s")
		cmd.Env = append(os.Environ(), "APIMTUI_ACCESS_TOKEN=x")
		var out, said strings.Builder
		cmd.Stdout, cmd.Stderr = &out, &said
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		<-arrived
		if err := cmd.Process.Signal(sig); err != nil {
			t.Fatal(err)
		}
		if got := exitOf(t, cmd.Wait()); got != code || out.String() != "" || said.String() != "apimtui: Interrupted.\n" {
			t.Errorf("%v: exit code %d, want %d; stdout %q, stderr %q", sig, got, code, out.String(), said.String())
		}
	}
}

func TestServerEndsOnSIGTERM(t *testing.T) {
	t.Parallel()
	server, _ := start(t, "simulate")
	if err := server.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if code := exitOf(t, server.Wait()); code != 143 {
		t.Errorf("exit code %d after SIGTERM, want 143", code)
	}
}

// TestTokenIsNotPassedOn replaces the Azure CLI by a stub that records its
// environment and fails with escapes on stderr.
func TestTokenIsNotPassedOn(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	stub := "#!/bin/sh\nenv >" + dir + "/env\nprintf 'ERROR: \\033]0;owned\\007 Please run az login\\n' >&2\nexit 1\n"
	if err := os.WriteFile(filepath.Join(dir, "az"), []byte(stub), 0o700); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "apimtui", "users", "list", "--auth", "cli", "--endpoint", "https://127.0.0.1:1",
		"--subscription", "00000000-0000-0000-0000-000000000000", "-g", "rg1", "-n", "s")
	cmd.Env = append(os.Environ(), "APIMTUI_ACCESS_TOKEN=canary", "PATH="+dir+":"+os.Getenv("PATH"))
	var said strings.Builder
	cmd.Stderr = &said
	if code := exitOf(t, cmd.Run()); code != exitSignIn {
		t.Errorf("exit code %d: %s", code, said.String())
	}
	if firstHarm(said.String()) != "" || !strings.Contains(said.String(), "az login") {
		t.Errorf("stderr: %q", said.String())
	}
	env, err := os.ReadFile(filepath.Join(dir, "env"))
	if err != nil || strings.Contains(string(env), "canary") {
		t.Errorf("the child's environment has the token (%v)", err)
	}
}
