package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// errNotAgreed reports that a question was not answered with yes.
var errNotAgreed = errors.New("not done: you did not agree, and nothing was sent")

// mayAsk reports an error when a question is needed and there is no terminal to
// ask on.
func (o *writeOptions) mayAsk() error {
	if o.asks == "" || o.yes || o.dryRun || o.app.canAsk() {
		return nil
	}
	return refusal("%s asks first, and there is no terminal to ask on: nothing was sent. Add --yes to do it without a question", o.asks)
}

// canAsk reports whether there is a terminal to ask on.
func (a *app) canAsk() bool { return a.io.inTerminal && a.io.errTerminal }

// confirm asks a question. The answer is y or, where a mistake is expensive, a
// word that must be typed.
func (a *app) confirm(ctx context.Context, question, word string) error {
	if word == "" {
		question += " [y/N]"
	}
	answer, err := a.ask(ctx, question+" ")
	switch {
	case err != nil:
		return err
	case word != "" && answer == word, word == "" && slices.Contains([]string{"y", "yes"}, strings.ToLower(answer)):
		return nil
	}
	return errNotAgreed
}

// ask writes a question to stderr and reads one line. A signal ends the wait.
// The blocked read ends with the process.
func (a *app) ask(ctx context.Context, question string) (string, error) {
	if !a.io.lines {
		fmt.Fprint(a.io.err, question)
	} else if _, err := fmt.Fprintln(a.io.out, strings.TrimRight(question, " ")); err != nil {
		return "", unwritten(err) // no answer is meant for it
	}
	type line struct {
		text string
		err  error
	}
	read := make(chan line, 1)
	input := a.io.input
	go func() {
		s, err := oneLine(input)
		read <- line{strings.TrimSpace(s), err}
	}()
	select {
	case l := <-read:
		if l.err != nil && !errors.Is(l.err, io.EOF) {
			return "", fmt.Errorf("the answer could not be read: %s", reason(l.err))
		}
		switch {
		case l.err != nil && a.io.lines:
			// A line without its end may be half an answer.
			a.ended = true
			return "", errInputEnded
		case l.err != nil:
			fmt.Fprintln(a.io.err)
		}
		return l.text, nil
	case <-ctx.Done():
		fmt.Fprintln(a.io.err)
		return "", context.Cause(ctx)
	}
}

// oneLine reads no further than the end of the line, which leaves the rest for
// the next question.
func oneLine(r io.Reader) (string, error) {
	var line []byte
	var next [1]byte
	for {
		if _, err := io.ReadFull(r, next[:]); err != nil || next[0] == '\n' {
			return string(line), err
		}
		line = append(line, next[0])
	}
}

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
