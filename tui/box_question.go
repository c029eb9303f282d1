package tui

import (
	tea "charm.land/bubbletea/v2"

	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/term"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

// question asks before something is lost.
type question struct {
	ui.Still
	keys   *keys.Map
	scroll component.Scroll
	title  string
	lines  []string
	yes    any // the intent that follows a yes
	// while reports whether the question is still relevant; nil means always.
	while func() bool
}

func newQuestion(r *root, title string, yes any, lines ...string) *question {
	return &question{Still: r.still(), keys: r.keys, title: title, lines: lines, yes: yes}
}

func (q *question) Scope() keys.Scope { return keys.QuestionBox }

func (q *question) Press(k tea.KeyPressMsg) tea.Cmd {
	switch a := q.keys.Action(k.String(), keys.QuestionBox); a {
	case keys.Yes:
		q.Dismiss()
		q.Out.Ask(q.yes)
	case keys.Cancel:
		q.Dismiss()
	default:
		lines := q.wrapped(q.Width)
		q.scroll.Move(a, len(lines), component.DialogRows(len(lines), q.Height))
	}
	return nil
}

func (q *question) View(t *theme.Theme, width, height int) string {
	foot := component.Hints(t, q.keys.Hints(keys.QuestionBox), component.DialogWidth(width))
	return component.Dialog(t, q.title, q.wrapped(width), q.scroll.Top, foot, width, height)
}

func (q *question) wrapped(width int) []string {
	var lines []string
	for _, l := range q.lines {
		lines = append(lines, term.Wrap(l, component.DialogWidth(width))...)
	}
	return lines
}
