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
	// Placeholder stands where nothing is typed.
	Placeholder string
	// Generate, if set, makes a value when asked to.
	Generate func() string

	input  textinput.Model
	hold   hold
	sealed string // the value while it cannot be typed
	secret bool
	shown  bool // a secret is
}

// hold is what the first key does to the value that is there.
type hold int

const (
	free     hold = iota // edits it
	selected             // replaces it if it is text
	sealed               // replaces it, or does nothing
)

// NewText makes a line that holds value, exactly.
func NewText(value string) *Text {
	x := &Text{input: newInput()}
	x.Set(value)
	return x
}

// NewSecret makes an empty line that is drawn as dots until it is revealed, and
// again once it is left or the form masks it.
func NewSecret() *Text {
	x := NewText("")
	x.secret = true
	// Moving by words would tell where they end.
	x.input.EchoMode = textinput.EchoPassword
	return x
}

// newInput makes the editor of a line. It is never drawn: what is typed may be
// unsafe, and its cursor is wrong beside wide characters.
func newInput() textinput.Model {
	m := component.Input("", 0)
	// It panics on the last word of the line.
	m.KeyMap.DeleteWordForward.SetEnabled(false)
	m.Focus()
	return m
}

// holds says whether an input keeps s as it is: it drops control characters and
// what is not UTF-8.
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

// Select makes the next character that is typed replace the value.
func (x *Text) Select() {
	if x.hold == free {
		x.hold = selected
	}
}

// Selected says that the next character that is typed replaces the value.
func (x *Text) Selected() bool { return x.hold == selected }

// Value is the exact value.
func (x *Text) Value() string {
	if x.hold == sealed {
		return x.sealed
	}
	return x.input.Value()
}

// Wipe forgets the value.
func (x *Text) Wipe() { x.input.Reset(); x.hold, x.sealed = free, "" }

func (x *Text) exact() string { return x.Value() }
func (x *Text) enter(bool)    {}
func (x *Text) leave()        { x.shown = false }

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

// release lets go of a held value. It says whether the input is to have the
// message, too.
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

// types says whether a message brings text.
func types(msg tea.Msg) bool {
	switch m := msg.(type) {
	case tea.PasteMsg:
		return m.Content != ""
	case tea.KeyPressMsg:
		return m.Text != ""
	}
	return false
}

// deletes says whether a message takes text away.
func deletes(m textinput.KeyMap, msg tea.Msg) bool {
	k, ok := msg.(tea.KeyPressMsg)
	return ok && key.Matches(k, m.DeleteCharacterBackward, m.DeleteCharacterForward, m.DeleteWordBackward, m.DeleteBeforeCursor, m.DeleteAfterCursor)
}

// oneLine makes one line of what was pasted. The break at its end came along
// with the line and is not part of it.
func oneLine(s string) string {
	return strings.ReplaceAll(strings.Trim(lineFeeds(s), "\n"), "\n", " ")
}

// lineFeeds writes every line break as a line feed: terminals paste carriage
// returns.
func lineFeeds(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}

func (x *Text) draw(t *theme.Theme, width, _ int, focused bool) drawing {
	value := x.Value()
	hidden := x.secret && !x.shown
	switch {
	case value == "" && focused:
		return one(cursorStyle().Render(" ") + t.Muted.Render(term.Cut(x.Placeholder, width-1)))
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
	d := one(cursorStyle().Render(term.Cut(text.Clean(value).String(), width)))
	if x.hold == sealed {
		d.beside = append(d.beside, sealedNote(t, width)...)
	}
	return d
}

func one(line string) drawing { return drawing{beside: []string{line}} }

// sealedNote says why a value cannot be edited in place.
func sealedNote(t *theme.Theme, width int) []string {
	return styled(t.Muted.Render, "Holds characters that cannot be typed. It stays as it is unless you type: that replaces all of it.", width)
}

// styled wraps a sentence.
func styled(style func(...string) string, s string, width int) []string {
	lines := term.Wrap(s, max(10, width))
	for i := range lines {
		lines[i] = style(lines[i])
	}
	return lines
}
