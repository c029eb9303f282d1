package term

import (
	"bytes"
	"os"
)

// The sequences by which the alternate screen is left, and by which it is
// emptied before.
const (
	leaveScreen = "\x1b[?1049l"
	emptyScreen = "\x1b[2J"
)

// Retaken is what a terminal is told that others have used meanwhile, whichever
// screen they left it on: the alternate screen, no cursor, marks around pastes, and
// keys by their names.
const Retaken = leaveScreen + enterScreen + "\x1b[?25l\x1b[?2004h\x1b[>4;2m\x1b[=5;1u"

// Output is a terminal that keeps nothing of the alternate screen. A
// multiplexer whose window grew meanwhile may move rows of it to the screen
// below, with whatever stood on them.
type Output struct {
	*os.File
	Line *Line
}

// Write implements io.Writer.
func (o Output) Write(p []byte) (int, error) {
	emptied := bytes.ReplaceAll(p, []byte(leaveScreen), []byte(emptyScreen+leaveScreen))
	if _, err := o.Line.Write(o.File, emptied); err != nil {
		return 0, err
	}
	return len(p), nil
}
