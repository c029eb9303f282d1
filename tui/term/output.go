package term

import (
	"bytes"
	"os"
)

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
