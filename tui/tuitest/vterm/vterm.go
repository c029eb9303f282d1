// Package vterm is the terminal that tests look at: an emulator that draws what
// a program wrote, keeps the raw bytes, answers queries as a terminal does, and
// knows which terminal modes are still switched on.
//
// It is shared by the simulated-time driver (tuitest) and the pseudo-terminal
// driver (ptytest), so that both mean the same thing by "the screen".
package vterm

import (
	"bytes"
	"image/color"
	"io"
	"sync"

	"github.com/charmbracelet/x/ansi/parser"
	"github.com/charmbracelet/x/vt"
)

// Options describes a terminal.
type Options struct {
	// Width and Height are in cells; anything below 1 counts as 1.
	Width, Height int

	// MapNewline moves to column 0 on a line feed, as a tty in its usual
	// output mode does. Set it where no kernel tty stands in between.
	MapNewline bool

	// Reply receives the terminal's answers to queries (cursor position,
	// device attributes, colours, mode reports). It is called from one
	// goroutine of the terminal's own and must not call back into it. Nil
	// discards them.
	Reply func([]byte)

	// Background is the colour reported when a program asks for it, black
	// when nil.
	Background color.Color
}

// Terminal is a virtual terminal. All methods are safe for concurrent use.
type Terminal struct {
	mu      sync.Mutex
	emu     *vt.Emulator
	scan    scanner
	out     []byte
	drained chan struct{}
}

// New returns a running terminal; Close ends it.
func New(o Options) *Terminal {
	t := &Terminal{
		emu:     vt.NewEmulator(max(o.Width, 1), max(o.Height, 1)),
		scan:    scanner{mapNewline: o.MapNewline, state: parser.GroundState, modes: map[int]bool{}},
		drained: make(chan struct{}),
	}
	if o.Background != nil {
		t.emu.SetDefaultBackgroundColor(o.Background)
	}
	t.watch()
	go t.drain(o.Reply)
	return t
}

// drain empties the emulator's reply pipe. The pipe has no buffer, so without a
// reader the first query would block the program's output for good.
func (t *Terminal) drain(reply func([]byte)) {
	defer close(t.drained)
	buf := make([]byte, 4096)
	for {
		n, err := t.emu.Read(buf)
		if n > 0 && reply != nil {
			reply(bytes.Clone(buf[:n]))
		}
		if err != nil {
			return
		}
	}
}

// Write draws p. It always takes all of p.
func (t *Terminal) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.out = append(t.out, p...)
	_, err := t.emu.Write(t.scan.filter(p))
	return len(p), err
}

// Resize changes the size in cells, keeping what fits. The program has to be
// told by the caller.
func (t *Terminal) Resize(width, height int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.emu.Resize(max(width, 1), max(height, 1))
}

// Size returns the width and height in cells.
func (t *Terminal) Size() (width, height int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.emu.Width(), t.emu.Height()
}

// Output returns a copy of the raw bytes written since the start or the last
// ResetOutput.
func (t *Terminal) Output() []byte {
	t.mu.Lock()
	defer t.mu.Unlock()
	return bytes.Clone(t.out)
}

// ResetOutput forgets the raw bytes written so far; the screen stays.
func (t *Terminal) ResetOutput() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.out = nil
}

// Close ends the terminal's goroutine. Later writes are still drawn, queries in
// them are no longer answered.
func (t *Terminal) Close() error {
	// Emulator.Close sets a flag that Emulator.Read reads without a lock;
	// closing the pipe itself ends the reader without that race.
	var err error
	if c, ok := t.emu.InputPipe().(io.Closer); ok {
		err = c.Close()
	}
	<-t.drained
	return err
}
