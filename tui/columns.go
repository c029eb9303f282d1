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
	names  []string // of all columns: the shown ones first
	hidden map[string]bool
	cursor component.Cursor
}

func newColumnChoice(r *root) *columnChoice {
	c := &columnChoice{Still: r.still(keys.ColumnsBox), names: slices.Clone(r.columns()), hidden: map[string]bool{}}
	for _, name := range userlist.ColumnNames() {
		if !slices.Contains(c.names, name) {
			c.names, c.hidden[name] = append(c.names, name), true
		}
	}
	return c
}

func (c *columnChoice) shown() []string {
	return slices.DeleteFunc(slices.Clone(c.names), func(name string) bool { return c.hidden[name] })
}

func (c *columnChoice) Press(k tea.KeyPressMsg) tea.Cmd {
	switch a := c.Action(k); a {
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

func (c *columnChoice) swap(by int) {
	if to := c.cursor.At + by; to >= 0 && to < len(c.names) {
		c.names[c.cursor.At], c.names[to] = c.names[to], c.names[c.cursor.At]
		c.cursor.At = to
	}
}

func (c *columnChoice) Pick(_ ui.Frame, _, y int) (component.Picked, tea.Cmd) {
	return c.cursor.Pick(y-1, len(c.names), len(c.names)), nil
}

func (c *columnChoice) View(t *theme.Theme, width, height int) string {
	lines := make([]string, len(c.names))
	for i, name := range c.names {
		label := "[x] " + name
		if c.hidden[name] {
			label = "[ ] " + name
		}
		lines[i] = component.Choice(t, i == c.cursor.At, label, 16, "")
	}
	return c.Dialog(t, "Columns", lines, width, height)
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

// keepColumns shows these columns in every list, and keeps them where that can be.
func (r *root) keepColumns(names []string) tea.Cmd {
	r.look.columns = names
	for list := range each[interface{ SetColumns([]string) }](&r.shown) {
		list.SetColumns(names)
	}
	keep := r.opts.KeepColumns
	if keep == nil {
		keep = func([]string) error { return errors.New("there is no configuration file to keep them in") }
	}
	return func() tea.Msg {
		err := keep(names)
		return ui.Call(func() tea.Cmd {
			r.toast = &ui.Notify{Text: "Columns kept in the configuration file.", Kind: ui.Good}
			if err != nil {
				words := "These columns hold for this session. " + text.Sentence(text.Clean(err.Error()).String())
				r.toast = &ui.Notify{Text: words, Kind: ui.Warn}
			}
			return nil
		})
	}
}
