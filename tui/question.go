package tui

import (
	"apimtui/tui/keys"
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
