package term

import "os"

// Input is a terminal's input that tells when the terminal has gone: Bubble
// Tea takes the end of its input for silence and would wait for ever.
type Input struct {
	*os.File
	// Gone is called once reading fails or ends. It must not block.
	Gone func()
}

// Read implements io.Reader.
func (i *Input) Read(p []byte) (int, error) {
	n, err := i.File.Read(p)
	if err != nil {
		i.Gone()
	}
	return n, err
}
