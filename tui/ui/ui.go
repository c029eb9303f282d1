// Package ui holds the contracts between the console's root and its pages:
// what a page is, how work started by a page comes back to it, and what a page
// can ask of the root.
package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/tui/keys"
	"apimtui/tui/theme"
)

// Frame is what a page needs to know to draw itself.
type Frame struct {
	Width, Height int
	Theme         *theme.Theme
	Now           time.Time // the service's present, for relative times
}

// PageID addresses a page, so that a result reaches it while another is shown
// and misses it once it is closed.
type PageID int

// Page is one screen of the console. Its methods are called by the root alone,
// one at a time; View must not change it.
type Page interface {
	ID() PageID
	// Init starts the page's first work.
	Init() tea.Cmd
	// Scopes are where keys are looked up, most particular first.
	Scopes() []keys.Scope
	// Do carries out an action; false means that it is not one of this page's.
	Do(a keys.Action) (tea.Cmd, bool)
	// Typing says that keys are text at the moment. They then go to Type, with
	// pasted text.
	Typing() bool
	Type(msg tea.Msg) tea.Cmd
	// Receive takes a result of the page's own work.
	Receive(r Result) tea.Cmd
	// Resize tells the size of the body, before the first View and whenever it
	// changes.
	Resize(width, height int)
	// View draws the page's body in the frame's size.
	View(f Frame) string
	// Status is the page's part of the top line, at most width cells.
	Status(f Frame, width int) string
	// Notice is one line that stays until it is no longer true, or "".
	Notice(f Frame) string
	// Close ends the page's work.
	Close()
}

// The intents: what pages ask of the root.
type (
	// OpenUser shows one user. User is what the list knows of it, if anything.
	OpenUser struct {
		ID   api.UserID
		User *api.User
	}
	// ShowUsers replaces the page by a list of these users alone: the
	// candidates for a query that several match.
	ShowUsers struct {
		Query string
		Users []api.User
	}
	// Notify shows a line until the next key.
	Notify struct {
		Text string // safe to draw
		Kind Kind
	}
	// BackTo leaves the page.
	BackTo struct{}
)

// Kind colours a notice.
type Kind int

// The kinds of notice.
const (
	Info Kind = iota
	Good
	Warn
	Bad
)

// Ask makes a command of an intent.
func Ask(intent tea.Msg) tea.Cmd { return func() tea.Msg { return intent } }
