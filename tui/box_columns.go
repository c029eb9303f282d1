package tui

import (
	"errors"
	"slices"

	tea "charm.land/bubbletea/v2"

	"apimtui/api/text"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/page/userlist"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

// columnChoice chooses the columns of the list and their order.
type columnChoice struct {
	ui.Still
	keys   *keys.Map
	names  []string // of all columns: the shown ones first
	hidden map[string]bool
	cursor component.Cursor
}

func newColumnChoice(r *root) *columnChoice {
	c := &columnChoice{Still: r.still(), keys: r.keys, names: slices.Clone(r.columns()), hidden: map[string]bool{}}
	for _, name := range userlist.ColumnNames() {
		if !slices.Contains(c.names, name) {
			c.names, c.hidden[name] = append(c.names, name), true
		}
	}
	return c
}

func (c *columnChoice) Scope() keys.Scope { return keys.ColumnsBox }

func (c *columnChoice) shown() []string {
	return slices.DeleteFunc(slices.Clone(c.names), func(name string) bool { return c.hidden[name] })
}

func (c *columnChoice) Press(k tea.KeyPressMsg) tea.Cmd {
	switch a := c.keys.Action(k.String(), keys.ColumnsBox); a {
	case keys.Cancel:
		c.Dismiss()
	case keys.Accept:
		c.Dismiss()
		shown := c.shown()
		c.Out.Ask(step(func(r *root) tea.Cmd { return r.keepColumns(shown) }))
	case keys.Toggle:
		name := c.names[c.cursor.At]
		if !c.hidden[name] && len(c.shown()) == 1 {
			c.Out.Ask(ui.Notify{Text: "Disabled: at least one column stays.", Kind: ui.Warn})
			return nil
		}
		c.hidden[name] = !c.hidden[name]
	case keys.Left:
		c.swap(-1)
	case keys.Right:
		c.swap(1)
	default:
		c.cursor.Move(a, len(c.names), len(c.names))
	}
	return nil
}

// swap moves the chosen column by one place.
func (c *columnChoice) swap(by int) {
	if to := c.cursor.At + by; to >= 0 && to < len(c.names) {
		c.names[c.cursor.At], c.names[to] = c.names[to], c.names[c.cursor.At]
		c.cursor.At = to
	}
}

// Pick implements ui.Picker.
func (c *columnChoice) Pick(_ ui.Frame, _, y int) (component.Picked, tea.Cmd) {
	return c.cursor.Pick(y-1, len(c.names), len(c.names)), nil
}

func (c *columnChoice) View(t *theme.Theme, width, height int) string {
	inner := component.DialogWidth(width)
	lines := make([]string, len(c.names))
	for i, name := range c.names {
		label := "[x] " + name
		if c.hidden[name] {
			label = "[ ] " + name
		}
		lines[i] = component.Choice(t, i == c.cursor.At, label, 16, "")
	}
	return component.Dialog(t, "Columns", lines, 0, component.Hints(t, c.keys.Hints(keys.ColumnsBox), inner), width, height)
}

// columns are those of the list, as chosen in this session or kept.
func (r *root) columns() []string {
	switch {
	case r.look.columns != nil:
		return r.look.columns
	case len(r.opts.Columns) > 0:
		return r.opts.Columns
	}
	return userlist.ColumnNames()
}

// columnsKept tells whether the columns are in the configuration file.
type columnsKept struct{ err error }

// keepColumns shows these columns in every list, and keeps them where that can be.
func (r *root) keepColumns(names []string) tea.Cmd {
	r.look.columns = names
	for _, page := range r.shown.stack {
		if list, ok := page.(*userlist.Page); ok {
			list.SetColumns(names)
		}
	}
	keep := r.opts.KeepColumns
	if keep == nil {
		keep = func([]string) error { return errors.New("there is no configuration file to keep them in") }
	}
	return func() tea.Msg { return columnsKept{keep(names)} }
}

func (r *root) toldColumns(k columnsKept) {
	r.toast = &ui.Notify{Text: "Columns kept in the configuration file.", Kind: ui.Good}
	if k.err != nil {
		r.toast = &ui.Notify{Text: "These columns hold for this session. " + text.Sentence(text.Clean(k.err.Error()).String()), Kind: ui.Warn}
	}
}
