package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/tui/term"
)

type (
	// parting leaves as it says, once the terminal owes no answer any more: what
	// comes later is typed into the shell.
	parting struct{ how tea.Msg }
	// continued says that the program goes on after it was stopped.
	continued struct{}
)

// filter holds the console back from leaving the terminal to the shell while
// answers are on their way.
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

// terminal takes what concerns the terminal alone.
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
	case tea.KeyPressMsg, tea.PasteMsg:
		return nil, g.leaving
	}
	return nil, false
}

// resume takes the terminal again after a stop from outside: the shell has put it
// into line mode and written on the screen. The signals that end our own suspending
// are no such stop: that has taken the terminal again itself. Bubble Tea's way to give
// the terminal away and take it again is not used: where one follows the other at
// once, its renderer may stop for good.
func (g *guarded) resume() tea.Cmd {
	if time.Since(g.resumed) < term.WakeTime && g.raw() {
		return nil
	}
	g.retake()
	return tea.Sequence(tea.Raw(term.Retaken), tea.ClearScreen, tea.RequestWindowSize)
}
