package term

import (
	"bytes"
	"os"
)

// Input is a terminal's input that reports when the terminal has gone: Bubble Tea
// takes the end of its input for silence and would wait forever.
type Input struct {
	*os.File
	Line *Line
	// Gone is called once reading fails or ends. It must not block.
	Gone func()
}

func (i *Input) Read(p []byte) (int, error) {
	n, err := i.Line.Read(tty{i.File}, p)
	if err != nil {
		i.Line.HungUp()
		i.Gone()
	}
	return n, err
}

// tty is a terminal as the source of a line's input.
type tty struct{ *os.File }

// The sequences that leave the alternate screen, and that clear it before.
const (
	leaveScreen = "\x1b[?1049l"
	emptyScreen = "\x1b[2J"
)

// Retaken restores a terminal that others used meanwhile, whichever screen they
// left: the alternate screen, no cursor, marks around pastes, and keys by name.
const Retaken = leaveScreen + enterScreen + "\x1b[?25l\x1b[?2004h\x1b[>4;2m\x1b[=5;1u"

// Unguard lets every cell be erased again. In an 8-bit xterm, characters in UTF-8
// may have begun guarded cells: many contain the byte 0x96.
const Unguard = "\x1b[0\"q"

// Output is a terminal that keeps nothing of the alternate screen. A multiplexer
// whose window grew meanwhile may move its rows, and their content, to the main
// screen.
type Output struct {
	*os.File
	Line *Line
}

func (o Output) Write(p []byte) (int, error) {
	emptied := bytes.ReplaceAll(p, []byte(leaveScreen), []byte(emptyScreen+leaveScreen))
	if _, err := o.Line.Write(o.File, emptied); err != nil {
		return 0, err
	}
	return len(p), nil
}
