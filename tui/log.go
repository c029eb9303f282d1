package tui

import (
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/tui/keys"
	"apimtui/tui/term"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

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
