//go:build linux || darwin

// Package ptytest runs a real binary on a real pseudo-terminal, for what no
// simulation shows: signals, hang-ups, suspending, the state of the tty
// afterwards, start-up time and the bytes a key costs.
//
// Time is real here. Nothing sleeps: waiting ends with the output, or the end
// of the program, that is waited for, and a deadline fails the test with the
// screen.
package ptytest

import (
	"errors"
	"image/color"
	"io"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"

	"apimtui/tui/tuitest/vterm"
)

// Session is a running program and the terminal it runs in, which is embedded for what
// stands on it now. Its methods are called from the test's goroutine.
type Session struct {
	*vterm.Terminal
	t       testing.TB
	cmd     *exec.Cmd
	ptmx    *os.File
	tty     unix.Termios // before the program started
	started time.Time
	hangUp  func()             // closes ptmx once
	real    io.ReadWriteCloser // the terminal that answers, or nil for term

	mu         sync.Mutex
	news       *sync.Cond // broadcast at every change below, and at deadlines
	received   int        // bytes of output, ever
	firstFrame time.Duration
	eof        bool // the terminal is closed: no more output can come
	exited     bool // the program has ended
}

// Start runs cmd in a terminal of the given size in cells. Its environment is
// PATH, LANG, TERM=xterm-256color and an empty HOME, with env ("KEY=value")
// added and winning. The process and everything in its session is killed when
// the test ends.
func Start(t testing.TB, cmd []string, env []string, width, height int) *Session {
	t.Helper()
	return StartOn(t, nil, cmd, env, width, height)
}

// StartOn is Start in a terminal that reports a background, black when nil.
func StartOn(t testing.TB, background color.Color, cmd []string, env []string, width, height int) *Session {
	t.Helper()
	return start(t, cmd, env, winsize(width, height), vterm.Options{Width: width, Height: height, Background: background}, nil)
}

// StartIn is Start in a real terminal, which reads what the program writes and
// answers its questions. The session's own screen is a copy. The terminal is
// closed when the test ends.
func StartIn(t testing.TB, real io.ReadWriteCloser, cmd []string, env []string, width, height int) *Session {
	t.Helper()
	return start(t, cmd, env, winsize(width, height), vterm.Options{Width: width, Height: height}, real)
}

// StartUnsized is Start in a terminal that does not tell its size: to the
// program it is 0x0, as that of some serial lines, containers and expect
// scripts.
func StartUnsized(t testing.TB, cmd []string, env []string, width, height int) *Session {
	t.Helper()
	return start(t, cmd, env, unix.Winsize{}, vterm.Options{Width: width, Height: height}, nil)
}

func start(t testing.TB, cmd []string, env []string, told unix.Winsize, screen vterm.Options, real io.ReadWriteCloser) *Session {
	t.Helper()
	s := &Session{t: t, cmd: exec.Command(cmd[0], cmd[1:]...), real: real}
	s.news = sync.NewCond(&s.mu)
	s.cmd.Env = append([]string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir(), "LANG=C.UTF-8", "TERM=xterm-256color",
	}, env...)
	if err := s.open(told); err != nil {
		t.Fatalf("starting %q in a pseudo-terminal: %v", cmd, err)
	}
	s.hangUp = sync.OnceFunc(func() { _ = s.ptmx.Close() })
	var workers sync.WaitGroup
	if real == nil {
		screen.Reply = func(b []byte) { _, _ = s.ptmx.Write(b) }
	} else {
		workers.Go(func() { _, _ = io.Copy(s.ptmx, real) })
	}
	s.Terminal = vterm.New(screen)
	workers.Go(s.read)
	workers.Go(s.wait)
	t.Cleanup(func() {
		// The program leads its session, so the negative id is all of it.
		_ = syscall.Kill(-s.cmd.Process.Pid, syscall.SIGKILL)
		s.hangUp()
		if real != nil {
			_ = real.Close()
		}
		workers.Wait()
		_ = s.Terminal.Close()
	})
	return s
}

// open makes the pseudo-terminal and starts the program as the leader of a
// session of its own, with that terminal to control it.
func (s *Session) open(size unix.Winsize) error {
	ptmx, tty, err := pty.Open()
	if err != nil {
		return err
	}
	// The program's own copy has to be the last one: otherwise the end of the
	// program would not end the output.
	defer func() { _ = tty.Close() }()
	// Closing has to wake the reader, which it does in non-blocking mode alone.
	s.ptmx, err = nonBlocking(ptmx)
	if err != nil {
		return err
	}
	if err := s.setSize(size); err != nil {
		return errors.Join(err, s.ptmx.Close())
	}
	if s.tty, err = s.termios(); err != nil {
		return errors.Join(err, s.ptmx.Close())
	}
	s.cmd.Stdin, s.cmd.Stdout, s.cmd.Stderr = tty, tty, tty
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	s.started = time.Now()
	if err := s.cmd.Start(); err != nil {
		return errors.Join(err, s.ptmx.Close())
	}
	return nil
}

// nonBlocking returns f as a file that the runtime polls, and closes f.
func nonBlocking(f *os.File) (*os.File, error) {
	defer func() { _ = f.Close() }()
	fd, err := unix.FcntlInt(f.Fd(), unix.F_DUPFD_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	if err := unix.SetNonblock(fd, true); err != nil {
		return nil, errors.Join(err, unix.Close(fd))
	}
	return os.NewFile(uintptr(fd), f.Name()), nil
}

// read draws the program's output until its last process has closed the
// terminal, which Linux reports as an I/O error.
func (s *Session) read() {
	buf := make([]byte, 64<<10)
	for {
		n, err := s.ptmx.Read(buf)
		if s.real != nil {
			_, _ = s.real.Write(buf[:n])
		}
		// The lock covers the drawing too, so that a reader who sees a text on the
		// screen also sees its bookkeeping.
		s.mu.Lock()
		_, _ = s.Terminal.Write(buf[:n])
		s.received += n
		if s.firstFrame == 0 && s.Terminal.Visible() {
			s.firstFrame = time.Since(s.started)
		}
		s.eof = err != nil
		s.news.Broadcast()
		s.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// wait notes the end of the program.
func (s *Session) wait() {
	_ = s.cmd.Wait() // the outcome is in ProcessState
	s.mu.Lock()
	defer s.mu.Unlock()
	s.exited = true
	s.news.Broadcast()
}

// until waits for a condition, which is asked with the lock held at every
// change, and reports whether it came true in time.
func (s *Session) until(timeout time.Duration, condition func() bool) bool {
	deadline := time.Now().Add(timeout)
	timer := time.AfterFunc(timeout, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.news.Broadcast()
	})
	defer timer.Stop()
	s.mu.Lock()
	defer s.mu.Unlock()
	for !condition() {
		if !time.Now().Before(deadline) {
			return false
		}
		s.news.Wait()
	}
	return true
}
