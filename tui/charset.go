package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/tui/term"
)

// charsetTime is how long nothing is drawn where only the terminal's answer tells
// what it takes.
const charsetTime = 300 * time.Millisecond

// charset is what the terminal takes. The zero value is UTF-8.
type charset struct {
	ascii   bool
	unknown bool // until the terminal has answered, or is too late
}

// charsetOf is what the environment says of the terminal.
func charsetOf(env []string) charset {
	if !term.UTF8(env) {
		return charset{ascii: true}
	}
	return charset{unknown: term.MayRecode(env)}
}

// takes is the terminal's own answer, which counts more than the environment.
type takes struct{ utf8 bool }

// silent says that the answer is not waited for any longer.
type silent struct{}

// wait ends the time in which nothing is drawn.
func (c charset) wait() tea.Cmd {
	if !c.unknown {
		return nil
	}
	return tea.Tick(charsetTime, func(time.Time) tea.Msg { return silent{} })
}

// learn takes the terminal's answer. What was drawn before may stand anywhere.
func (c *charset) learn(t takes) tea.Cmd {
	before := *c
	*c = charset{ascii: !t.utf8}
	if *c == before {
		return nil
	}
	return tea.ClearScreen
}

// draw draws a frame in what the terminal takes.
func (c charset) draw(frame string) string {
	switch {
	case c.unknown:
		return ""
	case c.ascii:
		return term.ASCII(frame)
	}
	return frame
}
