package tuitest

import tea "charm.land/bubbletea/v2"

// Carry runs a command and those that follow from it, as a program would, until
// none is left. take gets each message, one at a time. It is for a page or box
// without a program around it; what waits for time belongs into a synctest
// bubble.
func Carry(cmd tea.Cmd, take func(tea.Msg) tea.Cmd) {
	msgs := make(chan tea.Msg)
	running := 0
	start := func(c tea.Cmd) {
		if c != nil {
			running++
			go func() { msgs <- c() }()
		}
	}
	for start(cmd); running > 0; {
		m := <-msgs
		running--
		if batch, ok := m.(tea.BatchMsg); ok {
			for _, c := range batch {
				start(c)
			}
		} else if m != nil {
			start(take(m))
		}
	}
}
