//go:build linux || darwin

package ptytest

import "golang.org/x/sys/unix"

// RestoredScreen reports whether the program has put back every terminal mode
// it changed: the alternate screen left, the cursor shown, mouse, focus, paste
// and keyboard modes off. LeftOver says what is missing.
func (s *Session) RestoredScreen() bool { return len(s.term.LeftOver()) == 0 }

// LeftOver names the terminal modes the program has changed and not put back.
func (s *Session) LeftOver() []string { return s.term.LeftOver() }

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
