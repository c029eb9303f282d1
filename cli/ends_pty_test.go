//go:build linux || darwin

package cli

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"

	"apimtui/tui/tuitest/ptytest"
)

// What a program writes when it leaves and enters the alternate screen.
const (
	leavesScreen = "\x1b[?1049l"
	entersScreen = "\x1b[?1049h"
)

func TestKeysThatQuit(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"q", "ctrl+c"} {
		s := openProgram(t, usual, nil, "--demo")
		s.WaitFor("Amelia Hart", patience)
		s.Press(key)
		mustEnd(t, s, 0)
		if screen := s.Screen(); strings.TrimSpace(screen) != "" {
			t.Errorf("%s leaves something behind:\n%s", key, screen)
		}
	}
}

// TestSignalsRestoreTheTerminal sends each signal in different situations.
func TestSignalsRestoreTheTerminal(t *testing.T) {
	t.Parallel()
	hanging := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }))
	t.Cleanup(hanging.Close)
	t.Cleanup(hanging.CloseClientConnections)
	doing := map[string]func(*testing.T) *ptytest.Session{
		"list": func(t *testing.T) *ptytest.Session {
			s := openProgram(t, usual, nil, "--demo")
			s.WaitFor("Amelia Hart", patience)
			return s
		},
		"loading": func(t *testing.T) *ptytest.Session {
			s := openProgram(t, usual, []string{"APIMTUI_ACCESS_TOKEN=x"}, at(hanging.URL, "token")...)
			s.WaitFor("s, esc cancels", patience)
			return s
		},
		"typing": func(t *testing.T) *ptytest.Session {
			s := openProgram(t, usual, nil, "--demo")
			s.WaitFor("Amelia Hart", patience)
			s.Type("/zzz")
			s.WaitGone("Amelia Hart", patience)
			return s
		},
	}
	for name, open := range doing {
		for _, sig := range []syscall.Signal{syscall.SIGHUP, syscall.SIGTERM, syscall.SIGQUIT} {
			t.Run(name+"/"+sig.String(), func(t *testing.T) {
				t.Parallel()
				s := open(t)
				s.Signal(sig)
				mustEnd(t, s, 128+int(sig))
				s.WaitFor("apimtui: Ended by signal", patience)
			})
		}
	}
}

// TestHangUpEndsTheProgram closes the terminal, as a lost connection does.
func TestHangUpEndsTheProgram(t *testing.T) {
	t.Parallel()
	s := openProgram(t, usual, nil, "--demo")
	s.WaitFor("Amelia Hart", patience)
	s.CloseInput()
	if e := s.Wait(patience); e.Code != 128+int(syscall.SIGHUP) {
		t.Errorf("ended with %+v, want 129", e)
	}
}

// TestEndOfInputEndsTheProgram closes a terminal that does not control the
// program, which therefore gets no signal and must notice by itself.
func TestEndOfInputEndsTheProgram(t *testing.T) {
	t.Parallel()
	cmd := exec.CommandContext(t.Context(), programDir(t)+"/apimtui", "--demo")
	ptmx, tty, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	if err := pty.Setsize(ptmx, &pty.Winsize{Cols: 80, Rows: 24}); err != nil {
		t.Fatal(err)
	}
	cmd.Env = withProgram(t, "TERM=xterm-256color", "HOME="+t.TempDir())
	cmd.Stdin, cmd.Stdout = tty, tty
	var said strings.Builder
	cmd.Stderr = &said
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if err := tty.Close(); err != nil {
		t.Fatal(err)
	}
	awaitOutput(t, ptmx, "Amelia Hart")
	if err := ptmx.Close(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	if code := exitOf(t, within(t, ended)); code != exitFailed {
		t.Errorf("exit code %d", code)
	}
	if !strings.Contains(said.String(), "input ended") {
		t.Errorf("stderr: %q", said.String())
	}
}

// awaitOutput reads until text arrives.
func awaitOutput(t *testing.T, r io.Reader, text string) {
	t.Helper()
	came := make(chan error, 1)
	go func() {
		var all []byte
		buf := make([]byte, 64<<10)
		for !strings.Contains(string(all), text) {
			n, err := r.Read(buf)
			if all = append(all, buf[:n]...); err != nil {
				came <- errors.Join(err, errors.New(strconv.Quote(string(all))))
				return
			}
		}
		came <- nil
	}()
	if err := within(t, came); err != nil {
		t.Fatal(err)
	}
}

// TestSuspendWithoutJobControl presses ctrl+z without a shell that could say
// fg: the kernel ignores the stop, and the console must resume by itself.
func TestSuspendWithoutJobControl(t *testing.T) {
	t.Parallel()
	s := openProgram(t, usual, nil, "--demo")
	s.WaitFor("Amelia Hart", patience)
	for range 2 {
		s.ResetOutput()
		s.Press("ctrl+z")
		s.WaitOutput(leavesScreen, patience)
		s.WaitOutput(entersScreen, patience)
		s.WaitFor("Amelia Hart", patience)
		s.Type("?")
		s.WaitFor("Keys, ", patience)
		s.Type("?")
		s.WaitGone("Keys, ", patience)
	}
	s.Press("q")
	mustEnd(t, s, 0)
}

// TestSuspendToAShell presses ctrl+z under a shell with job control, changes
// the terminal's size there, and resumes with fg.
func TestSuspendToAShell(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("bash is missing")
	}
	env := withProgram(t, "PS1=sh> ", "HISTFILE=/dev/null")
	s := ptytest.Start(t, []string{"bash", "--norc", "--noprofile", "-i"}, env, usual.width, usual.height)
	s.WaitFor("sh>", patience)
	s.Send("apimtui --demo\r")
	s.WaitFor("Amelia Hart", patience)
	for range 2 {
		s.ResetOutput()
		s.Press("ctrl+z")
		s.WaitOutput("Stopped", patience)
		mustNotSee(t, s, "Amelia Hart")
		s.Send("echo it is a she''ll again\r")
		s.WaitOutput("it is a shell again", patience)
		s.Resize(wide.width, wide.height)
		s.Send("fg\r")
		s.WaitFor("Amelia Hart", patience)
		s.WaitFor("╭─ Administrator ─", patience) // now it fits
		s.Type("?")
		s.WaitFor("Keys, ", patience)
		s.Type("?")
		s.WaitGone("Keys, ", patience)
	}
	s.ResetOutput()
	s.Press("q")
	s.WaitOutput("sh>", patience) // until then, input goes to the console
	s.Send("echo ended with $?.\r")
	s.WaitFor("ended with 0.", patience)
	if left := s.LeftOver(); len(left) != 0 && !strings.Contains(strings.Join(left, " "), "bracketed paste") {
		t.Errorf("left over: %v", left)
	}
}

// TestStopFromOutside stops the console from outside, as kill -STOP does, and
// resumes with fg. The shell owns the terminal meanwhile.
func TestStopFromOutside(t *testing.T) {
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("bash is missing")
	}
	env := withProgram(t, "PS1=sh> ", "HISTFILE=/dev/null")
	s := ptytest.Start(t, []string{"bash", "--norc", "--noprofile", "-i"}, env, usual.width, usual.height)
	s.WaitFor("sh>", patience)
	s.Send("apimtui --demo\r")
	s.WaitFor("Amelia Hart", patience)
	for _, signal := range []string{"-STOP", "-TSTP", "-STOP", "-TSTP"} {
		s.Type("?") // by now it has read what the terminal answered
		s.WaitFor("Keys, ", patience)
		s.Type("?")
		s.WaitGone("Keys, ", patience)
		s.ResetOutput()
		stop := exec.Command("pkill", signal, "-P", strconv.Itoa(s.Pid()))
		if out, err := stop.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		s.WaitOutput("Stopped", patience)
		s.Send("echo it is a she''ll again\r")
		s.WaitOutput("it is a shell again", patience)
		s.ResetOutput()
		s.Send("fg\r")
		s.WaitOutput(entersScreen, patience)
		s.WaitFor("Amelia Hart", patience)
		mustNotSee(t, s, "shell")
		if s.Termios().Lflag&(unix.ICANON|unix.ECHO) != 0 {
			t.Error("the terminal is in line mode")
		}
		s.Type("?")
		s.WaitFor("Keys, ", patience)
		s.Type("?")
		s.WaitGone("Keys, ", patience)
	}
	s.Press("q")
	s.WaitOutput("sh>", patience)
}
