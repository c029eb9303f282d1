package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// readLine reads a single line, without its line end.
func readLine(r io.Reader, most int) ([]byte, error) {
	buffer := make([]byte, most+2)
	n, err := io.ReadFull(r, buffer)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, fmt.Errorf("standard input could not be read: %s", reason(err))
	}
	line := bytes.TrimSuffix(bytes.TrimSuffix(buffer[:n], []byte("\n")), []byte("\r"))
	switch {
	case len(line) == 0:
		return line, errors.New("standard input is empty")
	case len(line) > most:
		return line, fmt.Errorf("standard input has more than %d bytes", most)
	case bytes.ContainsAny(line, "\r\n"):
		return line, errors.New("standard input has more than one line")
	}
	return line, nil
}
