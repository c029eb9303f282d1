package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"slices"
	"strings"
	"sync"
	"time"
	_ "time/tzdata" // for machines without zone data

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/log"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
	xterm "github.com/charmbracelet/x/term"

	"apimtui/api"
	"apimtui/api/secret"
	"apimtui/api/text"
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

// progress is a line on stderr that is overwritten, at a terminal.
type progress struct {
	io    *stdio
	shown int // cells
}

// show draws s, which is safe text.
func (p *progress) show(s string) {
	if !p.io.errTerminal || p.io.lines {
		return
	}
	// A line that wraps cannot be overwritten.
	s = term.Cut(s, p.io.columns()-1)
	w := max(p.shown, term.Width(s))
	p.shown = term.Width(s)
	_, _ = io.WriteString(p.io.err, "\r"+term.Pad(s, w))
}

func (p *progress) clear() {
	if p.shown == 0 {
		return
	}
	_, _ = io.WriteString(p.io.err, "\r"+strings.Repeat(" ", p.shown)+"\r")
	p.shown = 0
}

// throttled prints that a request waits for a retry. It is also printed in
// scripts, because a minute of silence looks like a hang.
func (a *app) throttled(now api.Progress) {
	if now.Throttled > 0 {
		fmt.Fprintf(a.io.err, "Azure throttles this subscription; retrying in %s. Ctrl+C stops.\n", seconds(now.Throttled))
	}
}

// seconds rounds up, so that the retry is not later than announced.
func seconds(d time.Duration) string {
	return fmt.Sprintf("%d s", int64((d+time.Second-1)/time.Second))
}

// logFile is a log of what the program does. A nil logFile discards everything.
type logFile struct {
	mu   sync.Mutex
	file *os.File
}

// openLog opens a log for appending. Only its owner can read the file. Symbolic
// links are not followed, because another user could choose the target.
func openLog(path string) (*logFile, error) {
	refuse := func(why string) error { return refusal("--log-file %q: %s", path, why) }
	if info, err := os.Lstat(path); err == nil && !info.Mode().IsRegular() {
		return nil, refuse("it is not a regular file; name a file to append the log to")
	}
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY|noFollow, 0o600)
	if err != nil {
		return nil, refuse("it cannot be written: " + reason(err))
	}
	if err := file.Chmod(0o600); err != nil {
		return nil, errors.Join(refuse("its access cannot be restricted to its owner: "+reason(err)), file.Close())
	}
	return &logFile{file: file}, nil
}

// reason returns an error without the path or address, which the surrounding
// sentence names.
func reason(err error) string {
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		return path.Err.Error()
	}
	if op, ok := errors.AsType[*net.OpError](err); ok {
		return op.Err.Error()
	}
	return err.Error()
}

// listen receives the SDK's log. Whole error bodies are excluded: their content
// is untrusted.
func (l *logFile) listen() {
	log.SetEvents(log.EventRequest, log.EventResponse, log.EventRetryPolicy, azidentity.EventAuthentication)
	log.SetListener(func(e log.Event, message string) { l.write(string(e), message) })
}

// write appends the lines of a message, each with the time and without secrets
// or control characters. Errors are ignored.
func (l *logFile) write(event, message string) {
	if l == nil {
		return
	}
	stamp := time.Now().UTC().Format("2006-01-02T15:04:05.000Z") + " " + event + ": "
	var b strings.Builder
	for line := range strings.Lines(message) {
		if line = strings.TrimSpace(line); line != "" {
			b.WriteString(stamp + text.Clean(secret.Redact(line)).String() + "\n")
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	_, _ = l.file.WriteString(b.String())
}

func (l *logFile) close() {
	if l == nil {
		return
	}
	// The SDK still calls the listener for requests under way, and replacing
	// the listener is not synchronized.
	l.mu.Lock()
	defer l.mu.Unlock()
	_ = l.file.Close() // every line is already written
}
