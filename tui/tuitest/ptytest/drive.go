//go:build linux || darwin

package ptytest

import (
	"bytes"
	"os"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"apimtui/tui/tuitest/vterm"
)

// Send writes bytes to the program as the terminal would. It is for what is no
// key; the program reads one Send in one piece if it is short.
func (s *Session) Send(input string) {
	s.t.Helper()
	if _, err := s.ptmx.WriteString(input); err != nil {
		s.t.Fatalf("sending %q: %v\n%s", input, err, s.framed())
	}
}

// Type sends printable text, all at once, as a fast typist or a script does.
func (s *Session) Type(text string) {
	s.t.Helper()
	if _, err := vterm.Keystrokes(text); err != nil {
		s.t.Fatalf("Type: %v", err)
	}
	s.Send(text)
}

// Press sends keys by their Bubble Tea names, in the encoding of a terminal
// without enhanced keyboard reports. A lone escape takes the program some time
// to recognise: wait for what it does before the next key.
func (s *Session) Press(keys ...string) {
	s.t.Helper()
	for _, k := range keys {
		seq, err := vterm.Encode(k)
		if err != nil {
			s.t.Fatalf("Press: %v", err)
		}
		s.Send(string(seq))
	}
}

// Answer presses a key, as often as it takes, until a question is gone from the
// screen: a key that the program read before it drew the question, or right after
// that, counts for nothing.
func (s *Session) Answer(key, question string, timeout time.Duration) {
	s.t.Helper()
	s.WaitFor(question, timeout)
	gone := func() bool { return s.eof || !strings.Contains(s.Screen(), question) }
	for deadline := time.Now().Add(timeout); time.Now().Before(deadline); {
		s.Press(key)
		if s.until(2*time.Second, gone) {
			return
		}
	}
	s.t.Fatalf("%s did not answer %q within %v:\n%s", key, question, timeout, s.framed())
}

// Paste sends text as one paste, in brackets if the program asked for them.
func (s *Session) Paste(text string) {
	s.t.Helper()
	s.Send(string(s.Terminal.Paste(text)))
}

// Resize changes the size of the terminal, in cells; the kernel tells the
// program.
func (s *Session) Resize(width, height int) {
	s.t.Helper()
	s.Terminal.Resize(width, height)
	if err := s.setSize(winsize(width, height)); err != nil {
		s.t.Fatalf("resizing the terminal: %v", err)
	}
}

func winsize(width, height int) unix.Winsize {
	return unix.Winsize{Col: uint16(width), Row: uint16(height)}
}

// setSize gives the kernel the size.
func (s *Session) setSize(size unix.Winsize) error {
	return s.control(func(fd int) error { return unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &size) })
}

// Signal sends a signal to the program, as kill does.
func (s *Session) Signal(sig os.Signal) {
	s.t.Helper()
	if err := s.cmd.Process.Signal(sig); err != nil {
		s.t.Fatalf("sending %v: %v", sig, err)
	}
}

// Pid returns the program's process id.
func (s *Session) Pid() int { return s.cmd.Process.Pid }

// CloseInput takes the terminal away, as a lost connection does: the program
// gets SIGHUP, and the end of its input. What it still writes goes nowhere.
func (s *Session) CloseInput() { s.hangUp() }

// WaitFor waits until text stands on the screen, and fails the test when it
// does not within the timeout, or when the program ends without it.
func (s *Session) WaitFor(text string, timeout time.Duration) {
	s.t.Helper()
	seen := func() bool { return strings.Contains(s.Screen(), text) }
	s.must(timeout, func() bool { return s.eof || seen() }, "%q did not appear within %v", text, timeout)
	if !seen() {
		s.t.Fatalf("the program closed the terminal without showing %q:\n%s", text, s.framed())
	}
}

// WaitGone waits until text stands on the screen no longer, and fails the test
// when it still does after the timeout.
func (s *Session) WaitGone(text string, timeout time.Duration) {
	s.t.Helper()
	gone := func() bool { return !strings.Contains(s.Screen(), text) }
	s.must(timeout, gone, "%q is still there after %v", text, timeout)
}

// WaitOutput waits until text stands in the raw bytes received since the start
// or the last ResetOutput, and fails the test when it does not within the
// timeout. It sees what the screen shows too shortly to be seen there.
func (s *Session) WaitOutput(text string, timeout time.Duration) {
	s.t.Helper()
	if !s.until(timeout, func() bool { return bytes.Contains(s.Output(), []byte(text)) }) {
		s.t.Fatalf("the program did not write %q within %v, but %q:\n%s", text, timeout, s.Output(), s.framed())
	}
}

// WaitQuiet waits until the program has written nothing for the given time, and
// fails the test when it goes on writing for longer than the timeout. The cost
// of a key in bytes is what Output holds afterwards.
func (s *Session) WaitQuiet(quiet, timeout time.Duration) {
	s.t.Helper()
	deadline := time.Now().Add(timeout)
	for {
		s.mu.Lock()
		before := s.received
		s.mu.Unlock()
		if !s.until(quiet, func() bool { return s.received != before || s.eof }) {
			return
		}
		if s.until(0, func() bool { return s.eof }) {
			return
		}
		if time.Now().After(deadline) {
			s.t.Fatalf("the program was not quiet for %v within %v:\n%s", quiet, timeout, s.framed())
		}
	}
}

// FirstFrame returns the time from the start of the process to the first byte
// of visible text, or 0 while there was none.
func (s *Session) FirstFrame() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.firstFrame
}

// Exit is how a program ended: with an exit code, or by a signal and code -1.
type Exit struct {
	Code   int
	Signal syscall.Signal
}

// Wait waits for the end of the program and of its output, and fails the test
// when it is still running after the timeout.
func (s *Session) Wait(timeout time.Duration) Exit {
	s.t.Helper()
	ended := func() bool { return s.exited && s.eof }
	s.must(timeout, ended, "the program is still running, or its terminal open, after %v", timeout)
	e := Exit{Code: s.cmd.ProcessState.ExitCode()}
	if status, ok := s.cmd.ProcessState.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		e.Signal = status.Signal()
	}
	return e
}

// must waits for a condition, and fails the test with that message and the screen when
// it does not come true in time.
func (s *Session) must(timeout time.Duration, condition func() bool, format string, args ...any) {
	s.t.Helper()
	if !s.until(timeout, condition) {
		s.t.Fatalf(format+":\n%s", append(args, s.framed())...)
	}
}

// framed draws the screen with its edges, for messages.
func (s *Session) framed() string { return vterm.Framed(s.Screen()) }

// RestoredScreen reports whether the program has put back every terminal mode
// it changed: the alternate screen left, the cursor shown, mouse, focus, paste
// and keyboard modes off. LeftOver says what is missing.
func (s *Session) RestoredScreen() bool { return len(s.LeftOver()) == 0 }

// Termios returns the settings of the tty at this moment: a full-screen program
// clears unix.ICANON and unix.ECHO in Lflag and has to set them again. It works
// after the end of the program, but not after CloseInput.
func (s *Session) Termios() unix.Termios {
	s.t.Helper()
	now, err := s.termios()
	if err != nil {
		s.t.Fatalf("reading the tty's settings: %v", err)
	}
	return now
}

// RestoredTTY reports whether the tty's settings are those from before the
// program started.
func (s *Session) RestoredTTY() bool {
	s.t.Helper()
	return s.Termios() == s.tty
}

// termios asks the kernel, which answers for the program's side of the pair.
func (s *Session) termios() (settings unix.Termios, err error) {
	err = s.control(func(fd int) error {
		now, err := unix.IoctlGetTermios(fd, getTermios)
		if err == nil {
			settings = *now
		}
		return err
	})
	return settings, err
}

// control runs an ioctl on the terminal. File.Fd would do for that only where
// it leaves the file non-blocking.
func (s *Session) control(ioctl func(fd int) error) error {
	conn, err := s.ptmx.SyscallConn()
	if err != nil {
		return err
	}
	var result error
	if err := conn.Control(func(fd uintptr) { result = ioctl(int(fd)) }); err != nil {
		return err
	}
	return result
}
