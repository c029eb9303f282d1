package ui

import (
	tea "charm.land/bubbletea/v2"

	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/theme"
)

// Overlay is a box over the page. The topmost gets all keys.
type Overlay interface {
	ID() PageID
	Init() tea.Cmd
	// Scope is where its keys are looked up.
	Scope() keys.Scope
	// Typing reports whether keys can be text now.
	Typing() bool
	// Press handles a key; Type handles pasted text.
	Press(k tea.KeyPressMsg) tea.Cmd
	Type(msg tea.Msg) tea.Cmd
	Receive(r Result) tea.Cmd
	// Resize sets the size of the screen, before the first View and on changes.
	Resize(width, height int)
	// View draws the box, or returns "" while there is nothing to show.
	View(t *theme.Theme, width, height int) string
	// Writing reports whether a write is in flight.
	Writing() bool
	Close()
}

// Still is what overlays have in common. Alone it neither works, writes nor takes text.
type Still struct {
	Page          PageID
	Out           *Outbox
	Keys          *keys.Map
	Place         keys.Scope // where its keys are looked up
	Scroll        component.Scroll
	Width, Height int // of the screen
}

func (s *Still) ID() PageID               { return s.Page }
func (s *Still) Init() tea.Cmd            { return nil }
func (s *Still) Scope() keys.Scope        { return s.Place }
func (s *Still) Typing() bool             { return false }
func (s *Still) Type(tea.Msg) tea.Cmd     { return nil }
func (s *Still) Receive(Result) tea.Cmd   { return nil }
func (s *Still) Writing() bool            { return false }
func (s *Still) Close()                   {}
func (s *Still) Resize(width, height int) { s.Width, s.Height = width, height }

// Dismiss asks to close the overlay.
func (s *Still) Dismiss() { s.Out.Ask(Close{Overlay: s.Page}) }

// Action is what a key asks for.
func (s *Still) Action(k tea.KeyPressMsg) keys.Action { return s.Keys.Action(k.String(), s.Place) }

// Move scrolls a text of that many lines.
func (s *Still) Move(a keys.Action, lines int) {
	s.Scroll.Move(a, lines, component.DialogRows(lines, s.Height))
}

// Dialog draws lines, and the keys below them.
func (s *Still) Dialog(t *theme.Theme, title string, lines []string, width, height int) string {
	foot := component.Hints(t, s.Keys.Hints(s.Place), component.DialogWidth(width))
	return component.Dialog(t, title, lines, s.Scroll.Top, foot, width, height)
}

// Sheet is an overlay with a text that scrolls. To cancel and to say yes close it.
type Sheet struct {
	Still
	Title string
	Lines func(t *theme.Theme, inner int) []string // draws the text in lines of at most inner cells
	Do    func(a keys.Action)                      // carries out what else a key asks for; nil has no such key
}

func (s *Sheet) Press(k tea.KeyPressMsg) tea.Cmd {
	a := s.Action(k)
	if a == keys.Cancel || a == keys.Yes {
		s.Dismiss()
	}
	if s.Do != nil {
		s.Do(a)
	}
	s.Move(a)
	return nil
}

// Move scrolls the text.
func (s *Sheet) Move(a keys.Action) {
	s.Still.Move(a, len(s.Lines(&theme.Theme{}, component.DialogWidth(s.Width))))
}

func (s *Sheet) View(t *theme.Theme, width, height int) string {
	return s.Dialog(t, s.Title, s.Lines(t, component.DialogWidth(width)), width, height)
}
