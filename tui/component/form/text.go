package form

import (
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"apimtui/api/text"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/term"
	"apimtui/tui/theme"
)

// Text is one line of text.
type Text struct {
	// Placeholder is shown while nothing is typed.
	Placeholder string
	// Generate, if set, makes a value on request.
	Generate func() string
	// Who says that the value tells who a user is.
	Who bool

	input  textinput.Model
	hold   hold
	sealed string // the value while it cannot be typed
	secret bool
	shown  bool // a secret is
}

// hold is what the first key does to the existing value.
type hold int

const (
	free     hold = iota // edits it
	selected             // replaces it if it is text
	sealed               // replaces it, or does nothing
)

// NewText returns a line that holds value, exactly.
func NewText(value string) *Text {
	x := &Text{input: newInput()}
	x.Set(value)
	return x
}

// NewSecret returns an empty line that is masked until it is revealed, and again
// when it loses focus or the form masks it.
func NewSecret() *Text {
	x := NewText("")
	x.secret = true
	// Word movement would reveal where words end.
	x.input.EchoMode = textinput.EchoPassword
	return x
}

// newInput returns the editor of a line. It is never drawn: the text may be
// unsafe, and its cursor is wrong beside wide characters.
func newInput() textinput.Model {
	m := component.Input("", 0)
	// It panics on the last word of the line.
	m.KeyMap.DeleteWordForward.SetEnabled(false)
	m.Focus()
	return m
}

// holds reports whether an input keeps s unchanged: it drops control characters
// and invalid UTF-8.
func holds(s string) bool {
	m := textinput.New()
	m.SetValue(s)
	return m.Value() == s
}

// Set replaces the value.
func (x *Text) Set(value string) {
	x.hold, x.sealed = free, ""
	x.input.SetValue(value)
	x.input.CursorEnd()
	if x.input.Value() != value {
		x.hold, x.sealed = sealed, value
		x.input.Reset()
	}
}

// Select makes the next typed character replace the value.
func (x *Text) Select() {
	if x.hold == free {
		x.hold = selected
	}
}

// Selected reports whether the next typed character replaces the value.
func (x *Text) Selected() bool { return x.hold == selected }

// Value returns the exact value.
func (x *Text) Value() string {
	if x.hold == sealed {
		return x.sealed
	}
	return x.input.Value()
}

func (x *Text) enter(bool) {}
func (x *Text) leave()     { x.shown = false }

func (x *Text) take(a keys.Action, msg tea.Msg) (Action, bool) {
	switch a {
	case keys.Reveal:
		if x.secret {
			x.shown = !x.shown
		}
		return None, x.secret
	case keys.Generate:
		if x.Generate != nil {
			x.Set(x.Generate())
		}
		return None, x.Generate != nil
	case keys.None, keys.Left, keys.Right, keys.Toggle:
		x.edit(msg)
		return None, true
	}
	return None, false
}

func (x *Text) edit(msg tea.Msg) {
	if p, ok := msg.(tea.PasteMsg); ok {
		msg = tea.PasteMsg{Content: oneLine(p.Content)}
	}
	if x.hold != free && !x.release(msg) {
		return
	}
	x.input, _ = x.input.Update(msg)
}

// release drops a held value. It reports whether the input also gets the message.
func (x *Text) release(msg tea.Msg) bool {
	switch {
	case types(msg):
		x.Set("")
		return true
	case deletes(x.input.KeyMap, msg):
		x.Set("")
		return false
	case x.hold == sealed:
		return false
	}
	x.hold = free
	return true
}

// types reports whether a message enters text.
func types(msg tea.Msg) bool {
	switch m := msg.(type) {
	case tea.PasteMsg:
		return m.Content != ""
	case tea.KeyPressMsg:
		return m.Text != ""
	}
	return false
}

// deletes reports whether a message deletes text.
func deletes(m textinput.KeyMap, msg tea.Msg) bool {
	k, ok := msg.(tea.KeyPressMsg)
	return ok && key.Matches(k, m.DeleteCharacterBackward, m.DeleteCharacterForward, m.DeleteWordBackward, m.DeleteBeforeCursor, m.DeleteAfterCursor)
}

// oneLine joins pasted lines. The final line break is dropped.
func oneLine(s string) string {
	return strings.ReplaceAll(strings.Trim(lineFeeds(s), "\n"), "\n", " ")
}

// lineFeeds normalizes line breaks: terminals paste carriage returns.
func lineFeeds(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}

// draw draws the line with a rule under the rest of it, so that it looks like
// something to write on.
func (x *Text) draw(t *theme.Theme, width, most int, focused bool) drawing {
	const rule = 36
	d := x.text(t, width, focused)
	if rest := min(rule, width) - term.Cells(d.beside[0]); rest > 0 {
		d.beside[0] += t.Rule.Render(strings.Repeat(" ", rest))
	}
	return d
}

func (x *Text) text(t *theme.Theme, width int, focused bool) drawing {
	value := x.Value()
	if x.Who {
		value = t.Who(value)
	}
	hidden := x.secret && !x.shown
	switch {
	case value == "" && focused:
		return one(onPlaceholder(t, x.Placeholder, width))
	case value == "":
		return one(t.Muted.Render(term.Cut(x.Placeholder, width)))
	case focused && hidden:
		return one(window(t, masked(value), x.input.Position(), width))
	case hidden:
		return one(t.Plain.Render(term.Cut(strings.Repeat("•", len([]rune(value))), width)))
	case !focused:
		return one(t.Plain.Render(term.Cut(text.Clean(value).String(), width)))
	case x.hold == free:
		return one(window(t, cells(value), x.input.Position(), width))
	}
	d := one(t.Cursor.Render(term.Cut(text.Clean(value).String(), width)))
	if x.hold == sealed {
		d.beside = append(d.beside, sealedNote(t, width)...)
	}
	return d
}

func one(line string) drawing { return drawing{beside: []string{line}} }

// sealedNote explains why a value cannot be edited in place.
func sealedNote(t *theme.Theme, width int) []string {
	return component.Wrapped(t.Muted, "Holds characters that cannot be typed. It stays as it is unless you type: that replaces all of it.", width)
}
