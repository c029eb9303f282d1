package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/tui/term"
)

type (
	// parting leaves once the terminal owes no answer any more: a later one would
	// be typed into the shell.
	parting struct{ how tea.Msg }
	// continued means that the program continues after a stop.
	continued struct{}
)

// filter delays leaving the terminal while answers are on their way.
func (g *guarded) filter(_ tea.Model, msg tea.Msg) tea.Msg {
	_, quit := msg.(tea.QuitMsg)
	_, suspend := msg.(tea.SuspendMsg)
	if (quit || suspend) && g.line.Owes() {
		return parting{msg}
	}
	if suspend {
		term.WakeAfterSuspend()
	}
	return msg
}

// terminal handles what concerns the terminal alone.
func (g *guarded) terminal(msg tea.Msg) (cmd tea.Cmd, done bool) {
	switch msg := msg.(type) {
	case parting:
		g.leaving = true
		return func() tea.Msg { g.line.Wait(); return msg.how }, true
	case tea.SuspendMsg: // and it is back already
		g.leaving, g.resumed = false, time.Now()
		return nil, true
	case continued:
		return g.resume(), true
	case tea.KeyPressMsg, tea.PasteMsg, tea.MouseMsg:
		return nil, g.leaving
	}
	return nil, false
}

// resume takes the terminal over again after a stop from outside: the shell has
// left raw mode and written on the screen. Signals that end our own suspension are
// ignored, since that has already restored the terminal. Bubble Tea's own way to
// release and restore the terminal is not used: when one follows the other at once,
// its renderer may stop for good.
func (g *guarded) resume() tea.Cmd {
	if time.Since(g.resumed) < term.WakeTime && g.raw() {
		return nil
	}
	g.retake()
	return tea.Sequence(tea.Raw(term.Retaken), tea.ClearScreen, tea.RequestWindowSize)
}
