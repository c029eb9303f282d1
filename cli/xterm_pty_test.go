//go:build linux

package cli

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"apimtui/tui/tuitest/ptytest"
	"apimtui/tui/tuitest/vterm"
)

// realXterm is xterm xterm on a display of its own. It reads what a program writes
// and answers it.
type realXterm struct {
	net.Conn
	t     *testing.T
	pages string // the named pipe to which it prints
}

// startXterm starts xterm for one program. A socket takes the place of the
// terminal device that it would open.
func startXterm(t *testing.T, args ...string) realXterm {
	t.Helper()
	for _, program := range []string{"Xvfb", "xterm"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skip(program + " is missing")
		}
	}
	pages := filepath.Join(t.TempDir(), "pages")
	if err := unix.Mkfifo(pages, 0o600); err != nil {
		t.Fatal(err)
	}
	conn, its := socketPair(t)
	background(t, exec.Command("xterm", append(args, "-S0/3", "-display", display(t),
		"-geometry", fmt.Sprintf("%dx%d", windowWidth, windowHeight),
		"-xrm", "*printAttributes: 2", "-xrm", "*printerAutoClose: true", "-xrm", "*printerCommand: cat >"+pages)...), its)
	window := make([]byte, 1)
	for window[0] != '\n' { // it begins with the number of its window
		if _, err := conn.Read(window); err != nil {
			t.Fatalf("xterm ended: %v", err)
		}
	}
	return realXterm{Conn: conn, t: t, pages: pages}
}

// display starts an X server without a screen, and returns the display's name.
func display(t *testing.T) string {
	t.Helper()
	ready, its, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	background(t, exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "1600x1000x24", "-nolisten", "tcp"), its)
	number, err := io.ReadAll(ready) // Xvfb closes it when the display can be used
	if err != nil || len(number) == 0 {
		t.Skipf("Xvfb has no display: %v", err)
	}
	return ":" + strings.TrimSpace(string(number))
}

// background runs a command until the test ends, and hands it a file as its
// descriptor 3.
func background(t *testing.T, command *exec.Cmd, file *os.File) {
	t.Helper()
	command.ExtraFiles = []*os.File{file}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	_ = file.Close()
	t.Cleanup(func() {
		_ = command.Process.Kill()
		_ = command.Wait()
	})
}

func socketPair(t *testing.T) (net.Conn, *os.File) {
	t.Helper()
	ends, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	ours := os.NewFile(uintptr(ends[0]), "ours")
	conn, err := net.FileConn(ours)
	if err != nil {
		t.Fatal(err)
	}
	_ = ours.Close()
	return conn, os.NewFile(uintptr(ends[1]), "its")
}

// cells are what xterm shows after all that it was told. It prints its screen
// with the attributes and colours of each character.
func (x realXterm) cells() [][]vterm.Cell {
	x.t.Helper()
	if _, err := io.WriteString(x, "\x1b[?10i"); err != nil {
		x.t.Fatal(err)
	}
	page, err := os.ReadFile(x.pages)
	if err != nil {
		x.t.Fatal(err)
	}
	screen := vterm.New(vterm.Options{Width: windowWidth, Height: windowHeight + 1}) // the last line ends with a line feed too
	defer func() { _ = screen.Close() }()
	_, _ = screen.Write(bytes.ReplaceAll(page, []byte("\uffff"), nil)) // the second half of a wide character
	return cells(screen.Cell)
}

// unstyled leaves the styles out: xterm prints other colours for reversed characters.
func unstyled(all [][]vterm.Cell) [][]vterm.Cell {
	plain := make([][]vterm.Cell, len(all))
	for y, row := range all {
		for _, c := range row {
			plain[y] = append(plain[y], vterm.Cell{Text: c.Text, Width: c.Width})
		}
	}
	return plain
}

// TestRowsAreRightInXterm does the same in a real xterm, which is asked for its
// cells.
func TestRowsAreRightInXterm(t *testing.T) {
	onlyInFull(t)
	for name, in := range map[string]struct{ encoding, locale, before, row string }{
		"UTF-8":                   {"-u8", "C.UTF-8", "", "● active  Amelia Hart"},
		"8-bit":                   {"+u8", "C", "", "* active  Amelia Hart"},
		"8-bit, console in UTF-8": {"+u8", "C.UTF-8", "▌", "* active  Amelia Hart"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x := startXterm(t, in.encoding, "+lc")
			_, _ = io.WriteString(x, in.before) // as the first frame may, before the terminal has answered
			command := []string{filepath.Join(programDir(t), "apimtui"), "--demo"}
			s := ptytest.StartIn(t, x, command, withProgram(t, "LANG="+in.locale), windowWidth, windowHeight)
			s.WaitFor(in.row, patience)
			mustStayRight(t, s, func() [][]vterm.Cell {
				shown := x.cells()
				mustBeCells(t, "in xterm", unstyled(shown), unstyled(cells(s.Cell)), s.Screen())
				return shown
			})
		})
	}
}
