package cli

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // for machines without zone data

	xterm "github.com/charmbracelet/x/term"

	"apimtui/tui"
	"apimtui/tui/term"
)

// stdio holds the streams and the environment of the process.
type stdio struct {
	out, err                             io.Writer
	inTerminal, outTerminal, errTerminal bool
	// lines means that questions are whole lines, and that no line is drawn over.
	lines bool
	env   []string
	// columns returns the width of the terminal on stdout.
	columns func() int
	// unsetenv removes a variable from the process and from what child
	// processes inherit.
	unsetenv func(string) error
	// input is standard input, for a password or an answer.
	input io.Reader
	// openTTY opens the controlling terminal, even if the output is redirected.
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

// shown returns a writer for text. Without UTF-8, a terminal would show each
// non-ASCII letter as several characters, or act on it.
func shown(f *os.File, env []string) io.Writer {
	if xterm.IsTerminal(f.Fd()) && !term.UTF8(env) {
		return term.ASCIIWriter{Writer: f}
	}
	return f
}

// width returns the maximum width of the output; 0 means no limit.
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
	s.env = slices.DeleteFunc(slices.Clone(s.env), func(e string) bool { return strings.HasPrefix(e, name+"=") })
	// It only fails for names that no variable can have.
	_ = s.unsetenv(name)
	return value
}

func (s *stdio) terminal() tui.Terminal {
	tell := func(sentence string) { fmt.Fprintln(s.err, "apimtui: "+sentence) }
	return tui.Terminal{Input: s.in, Output: s.screen, Env: s.env, Tell: tell}
}

// zone returns the local time zone, nil if TZ does not name a known one. The
// time package would silently use UTC.
func (s *stdio) zone() *time.Location {
	name := strings.TrimPrefix(s.getenv("TZ"), ":")
	switch {
	case name == "":
		return time.Local
	case strings.HasPrefix(name, "/"):
		data, err := os.ReadFile(name)
		if err != nil {
			return nil
		}
		return known(time.LoadLocationFromTZData(name, data))
	case name == "Local": // only the time package knows it
		return nil
	}
	return known(time.LoadLocation(name))
}

func known(l *time.Location, err error) *time.Location {
	if err != nil {
		return nil
	}
	return l
}
