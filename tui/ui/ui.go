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
	// Why says why an action of this page is disabled now, "" when it is not.
	Why(a keys.Action) string
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
	// Notice is what stays until it is no longer true, in lines that fit. The
	// last takes a line of its own, the others the last ones of the body, which
	// the page leaves free.
	Notice(f Frame) []string
	// Close ends the page's work.
	Close()
}

// Chooser is a page on which one user is chosen: what the actions on users are
// about.
type Chooser interface {
	// Chosen is the user as the page knows it, nil for none.
	Chosen() *api.User
}

// Expecter is a page that looks for the user it is about.
type Expecter interface {
	Expecting() bool
}

// Watcher is a page that shows users and wants to know when one changes.
type Watcher interface {
	// Changed tells what a user is now, as far as it is known.
	Changed(v api.Version) tea.Cmd
	// Gone tells that a user is no more.
	Gone(id api.UserID) tea.Cmd
}

// Drafter is a page with something to lose.
type Drafter interface {
	Dirty() bool
	// DraftOf is the user that the draft is about.
	DraftOf() api.UserID
}
