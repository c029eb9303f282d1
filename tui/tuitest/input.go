package tuitest

import (
	"io"
	"sync"
	"time"

	"apimtui/tui/term"
)

// input is the keyboard side of the terminal: a queue without limit, so that
// neither the driver nor the terminal's answers ever wait for the program.
// A reader blocks on a condition variable, which lets simulated time pass; a
// pipe of the operating system would not.
type input struct {
	mu     sync.Mutex
	more   *sync.Cond
	chunks [][]byte
	closed bool
}

func newInput() *input {
	i := &input{}
	i.more = sync.NewCond(&i.mu)
	return i
}

// push queues what arrives at once: a keystroke, a paste, an answer.
func (i *input) push(chunk []byte) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.chunks = append(i.chunks, chunk)
	i.more.Signal()
}

// Read returns one chunk, or the part of it that fits: two keystrokes are never
// read as one, which could make a sequence of them.
func (i *input) Read(p []byte) (int, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	for len(i.chunks) == 0 && !i.closed {
		i.more.Wait()
	}
	if len(i.chunks) == 0 {
		return 0, io.EOF
	}
	n := copy(p, i.chunks[0])
	if i.chunks[0] = i.chunks[0][n:]; len(i.chunks[0]) == 0 {
		i.chunks = i.chunks[1:]
	}
	return n, nil
}

// Ready implements [term.Source].
func (i *input) Ready(wait time.Duration) bool {
	deadline := time.Now().Add(wait)
	timer := time.AfterFunc(wait, i.more.Broadcast)
	defer timer.Stop()
	i.mu.Lock()
	defer i.mu.Unlock()
	for len(i.chunks) == 0 && !i.closed && time.Now().Before(deadline) {
		i.more.Wait()
	}
	return len(i.chunks) > 0 || i.closed
}

// close ends the input after what is queued.
func (i *input) close() {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.closed = true
	i.more.Broadcast()
}

// The program's two ends of the terminal's line.
type (
	lineInput struct {
		in   *input
		line *term.Line
	}
	lineOutput struct {
		out  io.Writer
		line *term.Line
	}
)

func (l lineInput) Read(p []byte) (int, error)   { return l.line.Read(l.in, p) }
func (l lineOutput) Write(p []byte) (int, error) { return l.line.Write(l.out, p) }
