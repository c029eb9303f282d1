//go:build linux || darwin

package ptytest

import (
	"bytes"
	"strings"
	"syscall"
	"time"

	"apimtui/tui/tuitest/vterm"
)

// Screen returns the visible text at this moment: one line per row, blanks at
// the end of lines left out.
func (s *Session) Screen() string { return s.term.Screen() }

// Cell returns the cell at column x of row y, counted from 0, with its style.
func (s *Session) Cell(x, y int) vterm.Cell { return s.term.Cell(x, y) }

// Output returns the raw bytes received since the start or the last
// ResetOutput.
func (s *Session) Output() []byte { return s.term.Output() }

// ResetOutput forgets the raw bytes received so far.
func (s *Session) ResetOutput() { s.term.ResetOutput() }

// WaitFor waits until text stands on the screen, and fails the test when it
// does not within the timeout, or when the program ends without it.
func (s *Session) WaitFor(text string, timeout time.Duration) {
	s.t.Helper()
	seen := func() bool { return strings.Contains(s.term.Screen(), text) }
	if !s.until(timeout, func() bool { return s.eof || seen() }) {
		s.t.Fatalf("%q did not appear within %v:\n%s", text, timeout, s.framed())
	}
	if !seen() {
		s.t.Fatalf("the program closed the terminal without showing %q:\n%s", text, s.framed())
	}
}

// WaitGone waits until text stands on the screen no longer, and fails the test
// when it still does after the timeout.
func (s *Session) WaitGone(text string, timeout time.Duration) {
	s.t.Helper()
	if !s.until(timeout, func() bool { return !strings.Contains(s.term.Screen(), text) }) {
		s.t.Fatalf("%q is still there after %v:\n%s", text, timeout, s.framed())
	}
}

// WaitOutput waits until text stands in the raw bytes received since the start
// or the last ResetOutput, and fails the test when it does not within the
// timeout. It sees what the screen shows too shortly to be seen there.
func (s *Session) WaitOutput(text string, timeout time.Duration) {
	s.t.Helper()
	if !s.until(timeout, func() bool { return bytes.Contains(s.term.Output(), []byte(text)) }) {
		s.t.Fatalf("the program did not write %q within %v, but %q:\n%s", text, timeout, s.term.Output(), s.framed())
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
	if !s.until(timeout, func() bool { return s.exited && s.eof }) {
		s.t.Fatalf("the program is still running, or its terminal open, after %v:\n%s", timeout, s.framed())
	}
	e := Exit{Code: s.cmd.ProcessState.ExitCode()}
	if status, ok := s.cmd.ProcessState.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		e.Signal = status.Signal()
	}
	return e
}

// framed draws the screen with its edges, for messages.
func (s *Session) framed() string { return vterm.Framed(s.Screen()) }
