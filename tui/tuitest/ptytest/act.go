//go:build linux || darwin

package ptytest

import (
	"os"
	"strings"
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
	gone := func() bool { return s.eof || !strings.Contains(s.term.Screen(), question) }
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
	s.Send(string(s.term.Paste(text)))
}

// Resize changes the size of the terminal, in cells; the kernel tells the
// program.
func (s *Session) Resize(width, height int) {
	s.t.Helper()
	s.term.Resize(width, height)
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
