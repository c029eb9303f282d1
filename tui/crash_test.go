//go:build unix

package tui

import (
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"syscall"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/tui/term"
	"apimtui/tui/tuitest/ptytest"
)

// crashVariable makes the test binary show a console that fails on a key.
const crashVariable = "APIMTUI_TEST_CRASH"

func TestMain(m *testing.M) {
	if how := os.Getenv(crashVariable); how != "" {
		os.Exit(crashing(how))
	}
	debug.SetGCPercent(400) // what is drawn is garbage at once, and there is little else
	os.Exit(m.Run())
}

// crashing shows a console that panics in the given place, and tells how it
// ended as a command would.
func crashing(how string) int {
	err := run(&faulty{how: how}, Terminal{Input: os.Stdin, Output: os.Stdout, Env: os.Environ()}, &term.Line{})
	var crash *CrashError
	var signal *SignalError
	switch {
	case errors.As(err, &crash):
		fmt.Println("crashed: " + crash.Reason)
		return 70
	case errors.As(err, &signal):
		return 128 + int(signal.Signal.(syscall.Signal))
	case errors.Is(err, ErrInputEnded):
		return 71
	case err != nil:
		return 72
	}
	return 0
}

type faulty struct {
	how    string
	broken bool
}

func (f *faulty) Init() tea.Cmd { return nil }

func (f *faulty) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if _, ok := msg.(tea.KeyPressMsg); !ok {
		return f, nil
	}
	bad := func() tea.Msg { panic("in a command\x1b]0;title\x07") }
	switch f.how {
	case "update":
		panic("in update\x1b]0;title\x07")
	case "view":
		f.broken = true
	case "command":
		return f, bad
	case "batch":
		return f, tea.Batch(bad, func() tea.Msg { return nil })
	}
	return f, nil
}

func (f *faulty) View() tea.View {
	if f.broken {
		panic("in view\x1b]0;title\x07")
	}
	v := tea.NewView("ready")
	v.AltScreen = true
	return v
}

func startFaulty(t *testing.T, how string) *ptytest.Session {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	s := ptytest.Start(t, []string{exe}, []string{crashVariable + "=" + how}, 80, 24)
	s.WaitFor("ready", 20*time.Second)
	return s
}

func TestPanicRestoresTheTerminal(t *testing.T) {
	for _, how := range []string{"update", "view", "command", "batch"} {
		t.Run(how, func(t *testing.T) {
			s := startFaulty(t, how)
			s.Press("x")
			if exit := s.Wait(20 * time.Second); exit.Code != 70 {
				t.Errorf("exit %+v, want 70", exit)
			}
			if !s.RestoredScreen() || !s.RestoredTTY() {
				t.Errorf("left over: %v", s.LeftOver())
			}
			if out := string(s.Output()); !strings.Contains(out, "crashed: in ") || strings.Contains(out, "\x1b]0;") {
				t.Errorf("the message is not there, or not safe: %q", out)
			}
		})
	}
}

func TestSignalsRestoreTheTerminal(t *testing.T) {
	for _, sig := range []syscall.Signal{syscall.SIGHUP, syscall.SIGTERM, syscall.SIGQUIT, syscall.SIGINT} {
		t.Run(sig.String(), func(t *testing.T) {
			s := startFaulty(t, "never")
			s.Signal(sig)
			if exit := s.Wait(20 * time.Second); exit.Code != 128+int(sig) {
				t.Errorf("exit %+v, want %d", exit, 128+int(sig))
			}
			if !s.RestoredScreen() || !s.RestoredTTY() {
				t.Errorf("left over: %v", s.LeftOver())
			}
		})
	}
}

func TestLostTerminalEndsTheProgram(t *testing.T) {
	s := startFaulty(t, "never")
	s.CloseInput()
	exit := s.Wait(20 * time.Second)
	if exit.Code == 0 && exit.Signal == 0 {
		t.Errorf("exit %+v after the terminal went", exit)
	}
}
