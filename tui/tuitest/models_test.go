package tuitest_test

import (
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
)

// echo is a small program for the driver to drive: it draws its size, the name
// of every key it got and the text typed and pasted, and quits on ctrl+q.
type echo struct {
	width, height int
	keys          []string
	text, pasted  string
	alt           bool
}

func (m echo) Init() tea.Cmd { return nil }

func (m echo) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
	case tea.PasteMsg:
		m.pasted = msg.Content
	case tea.KeyPressMsg:
		if msg.String() == "ctrl+q" {
			return m, tea.Quit
		}
		m.keys = append(m.keys, msg.String())
		m.text += msg.Text
	}
	return m, nil
}

func (m echo) View() tea.View {
	v := tea.NewView(fmt.Sprintf("size %dx%d\nkeys %s\ntext %s\npasted %q\n",
		m.width, m.height, strings.Join(m.keys, ","), m.text, m.pasted))
	v.AltScreen = m.alt
	return v
}

// ticker counts the seconds that pass.
type ticker struct{ seconds int }

type tickMsg struct{}

func tick() tea.Cmd {
	return tea.Tick(time.Second, func(time.Time) tea.Msg { return tickMsg{} })
}

func (m ticker) Init() tea.Cmd { return tick() }

func (m ticker) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if _, ok := msg.(tickMsg); ok {
		m.seconds++
		return m, tick()
	}
	return m, nil
}

func (m ticker) View() tea.View { return tea.NewView(fmt.Sprintf("%d seconds", m.seconds)) }

// still draws one text and does nothing; on runs as its answer to any key.
type still struct {
	text string
	on   func() tea.Cmd
}

func (m still) Init() tea.Cmd { return nil }

func (m still) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if _, ok := msg.(tea.KeyPressMsg); ok && m.on != nil {
		return m, m.on()
	}
	return m, nil
}

func (m still) View() tea.View { return tea.NewView(m.text) }
