package term

import (
	"bytes"
	"strconv"
	"time"
)

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
