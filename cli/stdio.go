package cli

import (
	"fmt"
	"io"
	"os"
	"strings"

	xterm "github.com/charmbracelet/x/term"

	"apimtui/tui"
	"apimtui/tui/term"
)

// stdio is what the process was given by whoever started it.
type stdio struct {
	out, err                             io.Writer
	inTerminal, outTerminal, errTerminal bool
	env                                  []string
	// columns is the width of the terminal that out is.
	columns func() int
	// unsetenv takes a variable out of the process, and so out of what its
	// children inherit.
	unsetenv func(string) error
	// input is what was given as standard input, for a password or an answer.
	input io.Reader
	// openTTY opens the terminal that the process belongs to, wherever its
	// output goes.
	openTTY func() (io.WriteCloser, error)
	// in and screen are the files that the console needs.
	in, screen *os.File
}

func newStdio(in, out, err *os.File, env []string) stdio {
	return stdio{
		out: shown(out, env), err: shown(err, env),
		inTerminal:  xterm.IsTerminal(in.Fd()),
		outTerminal: xterm.IsTerminal(out.Fd()),
		errTerminal: xterm.IsTerminal(err.Fd()),
		env:         env,
		columns: func() int {
			if w, _, err := xterm.GetSize(out.Fd()); err == nil && w > 0 {
				return w
			}
			return term.Columns(env)
		},
		unsetenv: os.Unsetenv,
		input:    in,
		openTTY:  func() (io.WriteCloser, error) { return os.OpenFile("/dev/tty", os.O_WRONLY, 0) },
		in:       in, screen: out,
	}
}

// shown is a file for text: a terminal that is not one of UTF-8 would show each
// letter above ASCII as several, or obey it.
func shown(f *os.File, env []string) io.Writer {
	if xterm.IsTerminal(f.Fd()) && !term.UTF8(env) {
		return term.ASCIIWriter{Writer: f}
	}
	return f
}

// width is how wide output may be, 0 for as wide as it comes out.
func (s *stdio) width() int {
	if !s.outTerminal {
		return 0
	}
	return s.columns()
}

func (s *stdio) getenv(name string) string { return term.Getenv(s.env, name) }

// take reads a variable and removes it from the environment.
func (s *stdio) take(name string) string {
	value := s.getenv(name)
	var rest []string
	for _, e := range s.env {
		if !strings.HasPrefix(e, name+"=") {
			rest = append(rest, e)
		}
	}
	s.env = rest
	// It fails only for names that no variable can have.
	_ = s.unsetenv(name)
	return value
}

func (s *stdio) terminal() tui.Terminal {
	tell := func(sentence string) { fmt.Fprintln(s.err, "apimtui: "+sentence) }
	return tui.Terminal{Input: s.in, Output: s.screen, Env: s.env, Tell: tell}
}
