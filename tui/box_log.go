package tui

import (
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

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

// lines draws each request: what was asked, and below how it ended and is known
// to the service.
func (l *requestLog) lines(t *theme.Theme, inner int) []string {
	var lines []string
	for _, x := range l.all {
		style := t.Plain
		if x.Outcome != 0 {
			style = t.Strong
		}
		status, took := "…", ""
		if x.Took > 0 {
			status, took = "none", fmt.Sprintf("%d ms", x.Took.Milliseconds())
		}
		if x.Status != 0 {
			status = fmt.Sprint(x.Status)
		}
		asked := fmt.Sprintf("%s  %-6s  %-4s %9s", x.At.In(l.local).Format(time.TimeOnly), term.Cut(x.Method, 6), status, took)
		lines = append(lines, pack(style, inner, asked, x.Path.String())...)
		known := []string{"request " + x.RequestID.String()}
		if x.Outcome != 0 {
			known = append([]string{x.Outcome.String()}, known...)
		}
		lines = append(lines, pack(t.Muted, inner, append([]string{"       "}, known...)...)...)
	}
	return lines
}

// pack puts parts side by side, or below each other where they do not fit.
func pack(style lipgloss.Style, inner int, parts ...string) []string {
	lines := []string{parts[0]}
	for _, p := range parts[1:] {
		last := &lines[len(lines)-1]
		if term.Width(*last+"  "+p) <= inner {
			*last += "  " + p
			continue
		}
		lines = append(lines, "         "+term.Cut(p, inner-9))
	}
	for i, line := range lines {
		lines[i] = style.Render(term.Pad(line, inner))
	}
	return lines
}
