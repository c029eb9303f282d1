package tui

import (
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/term"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

// requestLog shows the requests of the session, newest last.
type requestLog struct {
	ui.Still
	keys   *keys.Map
	read   func() []api.Exchange
	all    []api.Exchange // as of the last key
	local  *time.Location
	scroll component.Scroll
}

func newRequestLog(r *root) *requestLog {
	return &requestLog{Still: r.still(), keys: r.keys, read: r.opts.Exchanges, local: r.opts.Local}
}

func (l *requestLog) Init() tea.Cmd {
	l.move(keys.End)
	return nil
}

func (l *requestLog) Scope() keys.Scope { return keys.LogBox }

func (l *requestLog) Press(k tea.KeyPressMsg) tea.Cmd {
	a := l.keys.Action(k.String(), keys.LogBox)
	if a == keys.Cancel {
		l.Dismiss()
	}
	l.move(a)
	return nil
}

func (l *requestLog) move(a keys.Action) {
	l.all = l.read()
	n := len(l.lines(&theme.Theme{}, component.DialogWidth(l.Width)))
	l.scroll.Move(a, n, component.DialogRows(n, l.Height))
}

func (l *requestLog) View(t *theme.Theme, width, height int) string {
	inner := component.DialogWidth(width)
	lines := l.lines(t, inner)
	if len(lines) == 0 {
		lines = []string{"Nothing was sent yet."}
	}
	foot := component.Hints(t, l.keys.Hints(keys.LogBox), inner)
	return component.Dialog(t, "Requests of this session", lines, l.scroll.Top, foot, width, height)
}

// lines draws each request: what was asked, how it ended, and its id, which
// support needs.
func (l *requestLog) lines(t *theme.Theme, inner int) []string {
	var lines []string
	for _, x := range l.all {
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
		asked := fmt.Sprintf("%s  %-6s  %s", x.At.In(l.local).Format(time.TimeOnly), x.Method, x.Path)
		for i, line := range []string{asked, "  " + answer, "  request " + x.RequestID.String()} {
			if i > 0 {
				style = t.Muted
			}
			lines = append(lines, style.Render(term.Pad(line, inner)))
		}
	}
	return lines
}
