package term

import "os"

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
