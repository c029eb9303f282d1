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
