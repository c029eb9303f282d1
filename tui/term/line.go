package term

import (
	"bytes"
	"io"
	"slices"
	"strconv"
	"sync"
	"time"
)

// Sequences that the terminal answers.
const (
	enterScreen = "\x1b[?1049h"
	// probe draws a two-byte letter at the left edge, where the first frame covers
	// it, and asks for the column: 2 if the bytes are one letter.
	probe = "\r\u00e9\x1b[6n"
	// fence asks a question that every terminal answers. Answers come in order, so
	// this one means that no earlier answer is pending.
	fence = "\x1b[c"
)

const (
	// escapeTime is how long a lone escape may be the start of a sequence.
	escapeTime = 50 * time.Millisecond
	// answerTime bounds the wait for answers before the console ends: later ones
	// are typed into the shell.
	answerTime = 2 * time.Second
)

// Source is a source of input. Ready waits for input and reports whether there is
// some.
type Source interface {
	io.Reader
	Ready(wait time.Duration) bool
}

// Line is the line to the terminal, in both directions. It joins sequences that
// arrive in pieces, and knows whether the terminal still owes an answer and which
// frame it was sent.
type Line struct {
	// Charset receives whether the terminal takes UTF-8. It must not block. With
	// nil nothing is asked.
	Charset func(utf8 bool)

	mu      sync.Mutex
	in      sequences
	owed    int           // fences that were not answered
	probes  int           // that were not answered
	asked   time.Time     // the last fence
	settled chan struct{} // closed when nothing is owed; nil without a waiter
	frames  frames
}

// Read reads whole sequences. It may return 0 bytes without an error.
func (l *Line) Read(from Source, p []byte) (int, error) {
	l.in.answer = l.answer
	// The output may be longer than the input: by what was held, and by a few
	// bytes per sequence.
	buf := make([]byte, min(len(p)/3, mostHeld))
	n, err := from.Read(buf)
	l.mu.Lock()
	l.frames.read()
	l.mu.Unlock()
	out := l.in.feed(buf[:n], time.Now())
	for err == nil && l.in.lone() {
		if !from.Ready(escapeTime) {
			out = append(out, l.in.key(time.Now())...)
			break
		}
		n, err = from.Read(buf[:1])
		out = append(out, l.in.feed(buf[:n], time.Now())...)
	}
	return copy(p, out), err
}

// answer handles an answer to the line's own question.
func (l *Line) answer(seq []byte) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	body, final := seq[2:len(seq)-1], seq[len(seq)-1]
	switch {
	case final == 'c' && l.owed > 0 && bytes.HasPrefix(body, []byte("?")):
		if l.owed--; l.owed == 0 {
			l.settle()
		}
		return true
	case final == 'R' && l.probes > 0:
		l.probes--
		l.Charset(bytes.HasSuffix(body, []byte(";2")))
		return true
	}
	return false
}

// settle records that no answer is owed; the caller holds the lock.
func (l *Line) settle() {
	l.owed = 0
	if l.settled != nil {
		close(l.settled)
		l.settled = nil
	}
}

// Write writes the console's output and the line's own questions: a fence after
// any question, and the probe on entering the screen.
func (l *Line) Write(to io.Writer, p []byte) (int, error) {
	out := p
	l.mu.Lock()
	if l.Charset != nil && bytes.Contains(p, []byte(enterScreen)) {
		out = bytes.Replace(out, []byte(enterScreen), []byte(enterScreen+probe), 1)
		l.probes++
	}
	if asks(out) {
		out = append(bytes.Clone(out), fence...)
		l.owed++
		l.asked = time.Now()
	}
	out = l.frames.begin(out)
	l.mu.Unlock()
	_, err := to.Write(out)
	l.mu.Lock()
	l.frames.end()
	l.mu.Unlock()
	if err != nil {
		return 0, err
	}
	return len(p), nil
}

// Heard reports whether the last input came after the frame with that mark was
// sent.
func (l *Line) Heard(mark int) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.frames.heard(mark)
}

// asks reports whether p asks the terminal for something: a mode, a colour, the
// state of its keyboard, a position.
func asks(p []byte) bool {
	questions := []string{"\x1b[?2026$p", "\x1b[?2027$p", "\x1b]11;?", "\x1b[?u", "\x1b[6n"}
	return slices.ContainsFunc(questions, func(q string) bool { return bytes.Contains(p, []byte(q)) })
}

// Owes reports whether an answer is still pending.
func (l *Line) Owes() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.owed > 0
}

// Wait waits until the terminal has answered everything or the time is up. Nothing
// is owed after that.
func (l *Line) Wait() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.owed == 0 {
		return
	}
	if l.settled == nil {
		l.settled = make(chan struct{})
	}
	settled := l.settled
	left := time.Until(l.asked.Add(answerTime))
	l.mu.Unlock()
	select {
	case <-settled:
	case <-time.After(left):
	}
	l.mu.Lock()
	l.settle()
}

// HungUp records that no answer will come: the terminal is gone.
func (l *Line) HungUp() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.settle()
}

// A frame's mark is told to the line as the window's title, which the renderer writes
// together with the frame. The line takes it out again.
const (
	markStart = "\x1b]2;"
	markEnd   = "\a"
)

// Mark is the title of a frame that [Line.Heard] can be asked about.
func Mark(n int) string { return strconv.Itoa(n) }

// stallTime is longer than a write takes to a terminal that keeps up.
const stallTime = 20 * time.Millisecond

// frames knows which frame the terminal has been sent, and what was read since.
type frames struct {
	mark    int // of the frame that was sent last
	events  int // counts what follows
	sent    int // when the mark changed
	last    int // when something was read
	marked  bool
	writing time.Time // since when something is being written; zero while not
}

// begin takes the marks out of what is about to be written. A frame counts as sent
// from here on: the terminal may have it before the write returns.
func (f *frames) begin(p []byte) []byte {
	f.writing, f.marked = time.Now(), false
	for {
		before, rest, found := bytes.Cut(p, []byte(markStart))
		title, after, ended := bytes.Cut(rest, []byte(markEnd))
		if !found || !ended {
			return p
		}
		p = append(bytes.Clone(before), after...)
		if n, err := strconv.Atoi(string(title)); err == nil && n != f.mark {
			f.mark, f.marked = n, true
			f.events++
			f.sent = f.events
		}
	}
}

// end says that all is written. What was read while a terminal did not take the frame
// came too soon.
func (f *frames) end() {
	if f.marked && time.Since(f.writing) > stallTime {
		f.events++
		f.sent = f.events
	}
	f.writing = time.Time{}
}

func (f *frames) read() {
	f.events++
	f.last = f.events
}

func (f *frames) heard(mark int) bool {
	stalled := !f.writing.IsZero() && time.Since(f.writing) > stallTime
	return f.mark == mark && f.last > f.sent && !stalled
}
