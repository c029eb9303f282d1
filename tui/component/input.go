package component

import "charm.land/bubbles/v2/textinput"

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
