// Command empty is a minimal full-screen Bubble Tea program. Its start-up time
// is the lower bound for other programs.
package main

import tea "charm.land/bubbletea/v2"

func main() {
	if _, err := tea.NewProgram(empty{}).Run(); err != nil {
		panic(err)
	}
}

type empty struct{}

func (empty) Init() tea.Cmd { return nil }

func (e empty) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if k, ok := msg.(tea.KeyPressMsg); ok && k.String() == "q" {
		return e, tea.Quit
	}
	return e, nil
}

func (empty) View() tea.View {
	v := tea.NewView("empty")
	v.AltScreen = true
	return v
}
