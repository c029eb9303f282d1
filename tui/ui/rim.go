package ui

import (
	tea "charm.land/bubbletea/v2"

	"apimtui/tui/component"
)

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
