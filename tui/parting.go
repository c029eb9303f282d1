package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// answerTime is how long the terminal's answer about its background is waited
// for before the console goes away: what comes later is typed into the shell.
const answerTime = time.Second

// parting is a way to leave that waits for the terminal's answer.
type parting struct {
	asked time.Time // when the terminal was asked; zero once it has answered
	leave tea.Cmd   // what waits for the answer, nil for nothing
}

// late says that the answer is not waited for any longer.
type late struct{}

// ask asks the terminal for its background.
func (p *parting) ask() tea.Cmd {
	p.asked = time.Now()
	return tea.RequestBackgroundColor
}

// then leaves as soon as the terminal has nothing left to answer.
func (p *parting) then(leave tea.Cmd) tea.Cmd {
	wait := time.Until(p.asked.Add(answerTime))
	if p.asked.IsZero() || wait <= 0 {
		return leave
	}
	p.leave = leave
	return tea.Tick(wait, func(time.Time) tea.Msg { return late{} })
}

// answered leaves, if that was waited for.
func (p *parting) answered() tea.Cmd {
	leave := p.leave
	*p = parting{}
	return leave
}
