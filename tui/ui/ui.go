// Package ui holds the contracts between the console's root and its pages: what a
// page is, how its work returns to it, and what it can ask of the root.
package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/theme"
)

// Frame is what a page needs to know to draw itself.
type Frame struct {
	Width, Height int
	Theme         *theme.Theme
	Now           time.Time // the service's present, for relative times
	Local         *time.Location
	Framed        bool // says that the page's status is in a frame around it
}

// PageID addresses a page, so that a result reaches it even while another is
// shown, but not after it is closed.
type PageID int

// Page is one screen of the console. Only the root calls its methods, one at a
// time; View must not change it.
type Page interface {
	ID() PageID
	// Init starts the page's first work.
	Init() tea.Cmd
	// Scopes are where keys are looked up, most specific first.
	Scopes() []keys.Scope
	// Do carries out an action; false means that the page does not have it.
	Do(a keys.Action) (tea.Cmd, bool)
	// Why returns the reason why an action of this page is disabled now, or "".
	Why(a keys.Action) string
	// Typing reports whether keys are text now. They then go to Type, with pasted
	// text.
	Typing() bool
	Type(msg tea.Msg) tea.Cmd
	// Receive takes a result of the page's own work.
	Receive(r Result) tea.Cmd
	// Resize sets the size of the body, before the first View and on changes.
	Resize(width, height int)
	// View draws the page's body in the frame's size.
	View(f Frame) string
	// Status is the page's part of the top line, at most width cells.
	Status(f Frame, width int) string
	// Notice is what stays while it is true, in lines that fit. The last has a
	// line of its own, the others take the last ones of the body, which the page
	// leaves free.
	Notice(f Frame) []string
	// Close ends the page's work.
	Close()
}

// Chooser is a page on which one user is chosen for the actions on users.
type Chooser interface {
	// Chosen is the user as the page knows it, or nil.
	Chosen() *api.User
}

// Picker is a page or box of rows that can be clicked.
type Picker interface {
	// Pick chooses the row at a place, in cells from the top left of what is drawn.
	// The frame is that of the last View; a box takes only its size, the screen's.
	Pick(f Frame, x, y int) (component.Picked, tea.Cmd)
}

// Marker is a page on which several users can be marked for an action.
type Marker interface {
	// Marked are the marked users in their order, and how many of them the filter
	// hides.
	Marked() (users []api.User, hidden int)
	Unmark(id api.UserID)
}

// Expecter is a page that is looking for its user.
type Expecter interface {
	Expecting() bool
}

// Watcher is a page that shows users and wants to know when one changes.
type Watcher interface {
	// Changed reports a user's current version, as far as known.
	Changed(v api.Version) tea.Cmd
	// Gone reports that a user no longer exists.
	Gone(id api.UserID) tea.Cmd
}

// Owner is a page that shows what belongs to users, and reads that again.
type Owner interface{ Stale() tea.Cmd }

// Drafter is a page that can have unsaved changes.
type Drafter interface {
	Dirty() bool
	// DraftOf is the user that the draft is about.
	DraftOf() api.UserID
}

// Rim is what a page writes into its frame.
type Rim struct {
	Title string
	Foot  string // such as "12 of 60"
	Bar   component.Bar
}

// Rimmed is a page that names itself in its frame.
type Rimmed interface {
	Rim(f Frame) Rim
}

// Tiled is a page that draws the frames of its parts itself, where there is room.
type Tiled interface {
	Tiles()
}

// Host is a page that shows other pages in parts of it, and passes their results
// on.
type Host interface {
	Hosts(id PageID) bool
	// Resized returns the work that a new size calls for.
	Resized() tea.Cmd
}

// Bare is a page that at times needs the whole width without a frame.
type Bare interface {
	Bare() bool
}

// The terminal from which pages have frames. Smaller ones keep the cells for what
// they show.
const (
	roomyWidth  = 80
	roomyHeight = 17 // of the body
)

// Roomy reports whether a page of that size has frames.
func Roomy(width, height int) bool { return width >= roomyWidth && height >= roomyHeight }

// Target names a service to open, in one of these ways.
type Target struct {
	Context string            // a context of the configuration file
	Found   *api.FoundService // one that the account can see
	Typed   map[string]string // the values of a context by its keys
	Demo    bool
}

// Opener makes a service ready. The root shows it once a page asks for the intent.
type Opener func(ctx context.Context, t Target) (intent any, err error)
