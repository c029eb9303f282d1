package tui

import (
	"errors"
	"fmt"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/text"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/page/userlist"
	"apimtui/tui/term"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

func (r *root) still(place keys.Scope) ui.Still {
	return ui.Still{Page: r.shown.id(), Out: r.surface.Out, Keys: r.keys, Place: place}
}

// question asks before something is lost.
type question struct {
	ui.Sheet
	while func() bool // reports whether the question is still relevant; nil means always
}

// newQuestion returns a question in those paragraphs. yes is the intent that follows a
// yes.
func newQuestion(r *root, title string, yes any, paragraphs ...string) *question {
	q := &question{Sheet: ui.Sheet{Still: r.still(keys.QuestionBox), Title: title}}
	q.Lines = func(_ *theme.Theme, inner int) (lines []string) {
		for _, p := range paragraphs {
			lines = append(lines, term.Wrap(p, inner)...)
		}
		return lines
	}
	q.Do = func(a keys.Action) {
		if a == keys.Yes {
			q.Out.Ask(yes)
		}
	}
	return q
}

// openLog shows the requests of the session, newest last, as of the last key.
func (r *root) openLog() tea.Cmd {
	read, local := r.opts.Exchanges, r.opts.Local
	all := read()
	box := &ui.Sheet{
		Still: r.still(keys.LogBox), Title: "Requests of this session",
		Lines: func(t *theme.Theme, inner int) []string { return exchanges(t, all, local, inner) },
		Do:    func(keys.Action) { all = read() },
	}
	cmd := r.shown.over(box)
	box.Move(keys.End)
	return cmd
}

// exchanges draws each request: what was asked, how it ended, and its id, which
// support needs.
func exchanges(t *theme.Theme, all []api.Exchange, local *time.Location, inner int) []string {
	if len(all) == 0 {
		return []string{"Nothing was sent yet."}
	}
	var lines []string
	for _, x := range all {
		style, answer := t.Plain, "waiting for the answer"
		if x.Took > 0 {
			answer = fmt.Sprintf("no answer, %d ms", x.Took.Milliseconds())
		}
		if x.Status != 0 {
			answer = fmt.Sprintf("%d, %d ms", x.Status, x.Took.Milliseconds())
		}
		if x.Outcome != 0 {
			style, answer = t.Strong, answer+": "+x.Outcome.String()
		}
		asked := fmt.Sprintf("%s  %-6s  %s", x.At.In(local).Format(time.TimeOnly), x.Method, x.Path)
		for i, line := range []string{asked, "  " + answer, "  request " + x.RequestID.String()} {
			if i > 0 {
				style = t.Muted
			}
			lines = append(lines, style.Render(term.Pad(line, inner)))
		}
	}
	return lines
}

type help struct {
	ui.Still
	scopes []keys.Scope
	why    func(keys.Action) string
	mouse  bool // it is read
}

func newHelp(r *root, scopes ...keys.Scope) *help {
	return &help{Still: r.still(keys.HelpBox), scopes: scopes, why: r.why, mouse: r.opts.Mouse}
}

// lines draws the keys for a screen of that width.
func (h *help) lines(t *theme.Theme, width int) []string {
	lines := component.Help(t, h.Keys, h.scopes, h.why, width-8)
	if h.mouse {
		lines = append([]string{"The mouse is on: hold shift to select text.", ""}, lines...)
	}
	return lines
}

func (h *help) Press(k tea.KeyPressMsg) tea.Cmd {
	a := h.Action(k)
	if a == keys.Cancel {
		h.Dismiss()
	}
	n := len(h.lines(&theme.Theme{}, h.Width))
	h.Scroll.Move(a, n, min(n, h.Height-4))
	return nil
}

func (h *help) View(t *theme.Theme, width, height int) string {
	lines := h.lines(t, width)
	shown := max(1, min(len(lines), height-4))
	title := "Keys, " + closes
	if len(lines) > shown {
		title = "Keys, j and k scroll, " + closes
	}
	wide := 0
	for i, l := range lines {
		lines[i] = " " + l
		wide = max(wide, term.Cells(l))
	}
	top := max(0, min(h.Scroll.Top, len(lines)-shown))
	return component.Pane{
		Title: title, Lines: lines[top:], Width: max(min(76, width-4), wide+4), Height: shown + 2, Focus: true,
		Bar: component.Bar{Top: top, Shown: shown, All: len(lines)},
	}.View(t)
}

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
