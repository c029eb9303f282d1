package ui

import tea "charm.land/bubbletea/v2"

// Still is the part of an overlay that neither works nor writes.
type Still struct {
	Page          PageID
	Out           *Outbox
	Width, Height int // of the screen
}

func (s *Still) ID() PageID { return s.Page }

func (s *Still) Init() tea.Cmd { return nil }

// Type implements Overlay: it takes no text.
func (s *Still) Type(tea.Msg) tea.Cmd { return nil }

func (s *Still) Receive(Result) tea.Cmd { return nil }

func (s *Still) Writing() bool { return false }

func (s *Still) Close() {}

func (s *Still) Resize(width, height int) { s.Width, s.Height = width, height }

// Dismiss asks to close the overlay.
func (s *Still) Dismiss() { s.Out.Ask(Close{Overlay: s.Page}) }
