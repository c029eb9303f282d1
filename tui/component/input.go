package component

import "charm.land/bubbles/v2/textinput"

// Input makes a line of text to type in. Its cursor does not blink, which would
// send bytes for ever; and ctrl+v does nothing, because it would read the
// clipboard of the machine this runs on rather than of the one that is typed
// at. Pasting into the terminal works.
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
