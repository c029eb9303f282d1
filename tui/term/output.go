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

// Output is a terminal that keeps nothing of the alternate screen. A
// multiplexer whose window grew meanwhile may move rows of it to the screen
// below, with whatever stood on them.
type Output struct{ *os.File }

// Write implements io.Writer.
func (o Output) Write(p []byte) (int, error) {
	if !bytes.Contains(p, []byte(leaveScreen)) {
		return o.File.Write(p)
	}
	if _, err := o.File.Write(bytes.ReplaceAll(p, []byte(leaveScreen), []byte(emptyScreen+leaveScreen))); err != nil {
		return 0, err
	}
	return len(p), nil
}
