package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/tui/term"
)

// charsetTime is how long drawing waits for the terminal to report its charset.
const charsetTime = 300 * time.Millisecond

// charset is what the terminal can display. The zero value is UTF-8.
type charset struct {
	ascii   bool
	unknown bool // until the terminal has answered, or is too late
}

// charsetOf derives the charset from the environment.
func charsetOf(env []string) charset {
	if !term.UTF8(env) {
		return charset{ascii: true}
	}
	return charset{unknown: term.MayRecode(env)}
}

// takes is the terminal's own answer, which overrides the environment.
type takes struct{ utf8 bool }

// silent ends the wait for the answer.
type silent struct{}

// wait limits the time in which nothing is drawn.
func (c charset) wait() tea.Cmd {
	if !c.unknown {
		return nil
	}
	return tea.Tick(charsetTime, func(time.Time) tea.Msg { return silent{} })
}

// learn takes the terminal's answer. Earlier output may be misplaced.
func (c *charset) learn(t takes) tea.Cmd {
	before := *c
	*c = charset{ascii: !t.utf8}
	if *c == before {
		return nil
	}
	return tea.Sequence(tea.Raw(term.Unguard), tea.ClearScreen)
}

func (c charset) draw(frame string) string {
	switch {
	case c.unknown:
		return ""
	case c.ascii:
		return term.ASCII(frame)
	}
	return frame
}
