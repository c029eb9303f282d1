package component

import (
	"strings"

	"charm.land/bubbles/v2/textinput"

	"apimtui/api/text"
	"apimtui/tui/term"
	"apimtui/tui/theme"
)

// Input returns a one-line editor. Its cursor does not blink, which would send
// bytes forever. ctrl+v is disabled because it would read the clipboard of the
// machine this runs on, not of the operator's; pasting into the terminal works.
func Input(prompt string, width int) textinput.Model {
	m := textinput.New()
	m.Prompt = prompt
	m.SetVirtualCursor(true)
	m.SetWidth(width)
	styles := m.Styles()
	styles.Cursor.Blink = false
	m.SetStyles(styles)
	m.KeyMap.Paste.SetEnabled(false)
	return m
}

// Fitted draws an editor in that many cells.
func Fitted(in textinput.Model, room int) string {
	in.SetWidth(max(1, room-term.Width(in.Prompt)-1)) // one is the cursor's
	in.SetCursor(in.Position())
	return in.View()
}

// Covered draws an editor of who a user is: before an audience as dots.
func Covered(t *theme.Theme, in textinput.Model) string {
	if t.Private {
		in.EchoMode, in.EchoCharacter = textinput.EchoPassword, '•'
	}
	return in.View()
}

// The cells that a filter has at least, and those beyond which more are of no use
// while it is typed.
const (
	leastFilter = 10
	mostFilter  = 40
)

// Filter draws what a list is filtered by in the cells that are left for it, with
// two cells before it. It is "" where there is no filter.
func Filter(t *theme.Theme, in textinput.Model, room int) string {
	room = max(leastFilter, room-2)
	switch {
	case in.Focused():
		return "  " + strings.TrimRight(Fitted(in, min(mostFilter, room)), " ") // the border goes on there
	case in.Value() == "":
		return ""
	}
	return "  " + t.Accent.Render(term.Cut(in.Prompt+text.Clean(in.Value()).String(), room))
}
