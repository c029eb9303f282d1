//go:build linux || darwin

package ptytest_test

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"go.uber.org/goleak"
	"golang.org/x/sys/unix"

	"apimtui/tui/tuitest/ptytest"
)

const patience = 20 * time.Second

// asProgram makes the test binary run as the program under test.
const asProgram = "PTYTEST_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) == "" {
		goleak.VerifyTestMain(m) // exits
	}
	if _, err := tea.NewProgram(program{}).Run(); err != nil {
		os.Exit(3)
	}
	os.Exit(7)
}

// program is a full-screen program that shows its size and the last key.
type program struct {
	width, height int
	last          string
}

func (m program) Init() tea.Cmd { return nil }

func (m program) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
	case tea.PasteMsg:
		m.last = "paste of " + msg.Content
	case tea.KeyPressMsg:
		m.last = msg.String()
		if m.last == "q" {
			return m, tea.Quit
		}
		if m.last == "K" { // dies without putting anything back
			_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		}
	}
	return m, nil
}

func (m program) View() tea.View {
	v := tea.NewView(fmt.Sprintf("size %dx%d\nlast key %s!\n", m.width, m.height, m.last))
	v.AltScreen, v.MouseMode = true, tea.MouseModeCellMotion
	return v
}

func startProgram(t testing.TB) *ptytest.Session {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	s := ptytest.Start(t, []string{self}, []string{asProgram + "=1"}, 40, 10)
	s.WaitFor("size 40x10", patience)
	return s
}

func TestProgramIsDrivenAndQuits(t *testing.T) {
	s := startProgram(t)
	if frame := s.FirstFrame(); frame <= 0 || frame > patience {
		t.Errorf("first frame after %v", frame)
	}
	if now := s.Termios(); now.Lflag&(unix.ICANON|unix.ECHO) != 0 || s.RestoredTTY() {
		t.Error("a running full-screen program has left the tty in line mode")
	}
	if s.RestoredScreen() {
		t.Error("a running full-screen program has changed no terminal mode")
	}
	s.Press("shift+tab")
	s.WaitFor("last key shift+tab!", patience)
	s.Type("é")
	s.WaitFor("last key é!", patience)
	s.Paste("a\nb")
	s.WaitFor("paste of a", patience)
	s.Resize(60, 20)
	s.WaitFor("size 60x20", patience)
	s.Press("q")
	if got, want := s.Wait(patience), (ptytest.Exit{Code: 7}); got != want {
		t.Errorf("exit %+v, want %+v", got, want)
	}
	if !s.RestoredScreen() {
		t.Errorf("left over: %q", s.LeftOver())
	}
	if !s.RestoredTTY() {
		t.Error("the tty's settings are not those from before")
	}
	if strings.Contains(s.Screen(), "size") {
		t.Error("the program's last frame is still on the screen")
	}
}

func TestKilledProgramIsSeenToRestoreNothing(t *testing.T) {
	s := startProgram(t)
	s.Press("K")
	if got, want := s.Wait(patience), (ptytest.Exit{Code: -1, Signal: syscall.SIGKILL}); got != want {
		t.Errorf("exit %+v, want %+v", got, want)
	}
	if s.RestoredScreen() || s.RestoredTTY() {
		t.Errorf("restored: screen %v, tty %v", s.RestoredScreen(), s.RestoredTTY())
	}
}

func TestKeyCostsFewBytes(t *testing.T) {
	s := startProgram(t)
	s.WaitQuiet(100*time.Millisecond, patience)
	s.ResetOutput()
	s.Press("x")
	s.WaitFor("last key x!", patience)
	s.WaitQuiet(100*time.Millisecond, patience)
	if n := len(s.Output()); n == 0 || n > 60 {
		t.Errorf("one key cost %d bytes: %q", n, s.Output())
	}
}

func TestSignalEndsProgram(t *testing.T) {
	s := ptytest.Start(t, []string{"sleep", "1000"}, nil, 40, 10)
	s.Signal(syscall.SIGTERM)
	if got, want := s.Wait(patience), (ptytest.Exit{Code: -1, Signal: syscall.SIGTERM}); got != want {
		t.Errorf("exit %+v, want %+v", got, want)
	}
}

func TestTerminalSignalsComeFromKeys(t *testing.T) {
	s := ptytest.Start(t, []string{"sleep", "1000"}, nil, 40, 10)
	s.Press("ctrl+c")
	if got, want := s.Wait(patience), (ptytest.Exit{Code: -1, Signal: syscall.SIGINT}); got != want {
		t.Errorf("exit %+v, want %+v", got, want)
	}
}

func TestCloseInputHangsUp(t *testing.T) {
	s := ptytest.Start(t, []string{"sleep", "1000"}, nil, 40, 10)
	s.CloseInput()
	if got, want := s.Wait(patience), (ptytest.Exit{Code: -1, Signal: syscall.SIGHUP}); got != want {
		t.Errorf("exit %+v, want %+v", got, want)
	}
}

func TestEnvironmentIsSmallAndGiven(t *testing.T) {
	t.Setenv("PTYTEST_LEAK", "leaked")
	script := `echo "[$TERM][$COLORTERM][$PTYTEST_LEAK]"; test -d "$HOME" && stty size`
	s := ptytest.Start(t, []string{"sh", "-c", script}, []string{"TERM=vt100", "COLORTERM=truecolor"}, 61, 17)
	s.WaitFor("[vt100][truecolor][]", patience)
	s.WaitFor("17 61", patience)
	if got := s.Wait(patience); got.Code != 0 {
		t.Errorf("exit %+v", got)
	}
}

func TestWaitGone(t *testing.T) {
	s := ptytest.Start(t, []string{"sh", "-c", `echo here; read x; printf '\033[2J'; read x`}, nil, 40, 10)
	s.WaitFor("here", patience)
	s.Press("enter")
	s.WaitGone("here", patience)
}

// recorder is a testing.TB that keeps the message of a Fatalf.
type recorder struct {
	testing.TB
	fatal chan string
}

func (r *recorder) Fatalf(format string, args ...any) {
	r.fatal <- fmt.Sprintf(format, args...)
	runtime.Goexit()
}

func TestFailuresShowTheScreen(t *testing.T) {
	tests := map[string]struct {
		script string
		fail   func(s *ptytest.Session)
		want   []string
	}{
		"never shown": {`echo partly; read x`, func(s *ptytest.Session) {
			s.WaitFor("partly", patience)
			s.WaitFor("wholly", 50*time.Millisecond)
		}, []string{`"wholly" did not appear within 50ms`, "|partly"}},
		"ended first": {`echo partly`, func(s *ptytest.Session) { s.WaitFor("wholly", patience) },
			[]string{`without showing "wholly"`, "|partly"}},
		"still running": {`echo partly; read x`, func(s *ptytest.Session) {
			s.WaitFor("partly", patience)
			s.Wait(50 * time.Millisecond)
		}, []string{"still running", "|partly"}},
		"never quiet": {`while :; do echo partly; sleep 0.01; done`, func(s *ptytest.Session) {
			s.WaitQuiet(patience, 50*time.Millisecond)
		}, []string{"not quiet for 20s"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			r := &recorder{TB: t, fatal: make(chan string, 1)}
			go func() {
				defer close(r.fatal)
				tt.fail(ptytest.Start(r, []string{"sh", "-c", tt.script}, nil, 40, 10))
			}()
			message := <-r.fatal
			for _, want := range tt.want {
				if !strings.Contains(message, want) {
					t.Errorf("the message lacks %q:\n%s", want, message)
				}
			}
		})
	}
}
