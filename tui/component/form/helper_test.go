package form_test

import (
	"testing"

	tea "charm.land/bubbletea/v2"

	"apimtui/tui/component/form"
	"apimtui/tui/theme"
	"apimtui/tui/tuitest"
)

// host shows a form alone, and keeps what it says.
type host struct {
	form *form.Form
	acts []form.Action
}

func (h *host) Init() tea.Cmd { return nil }

func (h *host) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch m := msg.(type) {
	case tea.WindowSizeMsg:
		h.form.Resize(m.Width, m.Height)
	case tea.KeyPressMsg, tea.PasteMsg:
		if a := h.form.Update(msg); a != form.None {
			h.acts = append(h.acts, a)
		}
	}
	return h, nil
}

func (h *host) View() tea.View {
	v := tea.NewView(h.form.View(theme.New(theme.Dark)))
	v.AltScreen = true
	return v
}

func (h *host) last() form.Action {
	if len(h.acts) == 0 {
		return form.None
	}
	return h.acts[len(h.acts)-1]
}

// show runs a script on a form of the given controls, named a, b, c and so on.
func show(t *testing.T, controls []form.Control, script func(d *tuitest.Driver, h *host)) {
	t.Helper()
	var fields []*form.Field
	for i, c := range controls {
		name := string(rune('a' + i))
		fields = append(fields, &form.Field{ID: name, Label: "field " + name, Control: c})
	}
	h := &host{form: form.New(form.Section{Title: "FORM", Fields: fields})}
	tuitest.Run(t, tuitest.Options{Width: 60, Height: 16}, func() tea.Model { return h }, func(d *tuitest.Driver) { script(d, h) })
}

func one(c form.Control) []form.Control { return []form.Control{c} }

// cursor is the text of the cell that is drawn as the cursor, and where it is.
func cursor(d *tuitest.Driver) (content string, x, y int) {
	d.Settle()
	for y := range 16 {
		for x := range 60 {
			if c := d.Cell(x, y); c.Reverse {
				return c.Text, x, y
			}
		}
	}
	return "", -1, -1
}
