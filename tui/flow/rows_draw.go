package flow

import (
	"fmt"

	"apimtui/api/report"
	"apimtui/api/text"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/term"
	"apimtui/tui/theme"
)

func (r *Rows) question(t *theme.Theme, inner int) []string {
	var lines []string
	if r.stage == typing {
		lines = append(styled(t.Bad, prose(inner, "Production. Type "+text.Clean(r.MustType).String()+" to go on:")), r.input.View())
		if r.wrong {
			lines = append(lines, t.Bad.Render("That is not it."))
		}
		lines = append(lines, "")
	}
	lines = append(lines, prose(inner, r.Asks...)...)
	if r.host.Forgets != "" {
		lines = append(append(lines, ""), styled(t.Muted, prose(inner, r.host.Forgets))...)
	}
	return lines
}

func (r *Rows) View(t *theme.Theme, width, height int) string {
	inner := r.inner(width)
	if r.Writing() {
		what := fmt.Sprintf("%s, %d of %d…", r.rows[r.at].Label, r.at+1, len(r.rows))
		return r.working(t, term.Cut(what, inner-4), width, height)
	}
	hints := r.keys.Hints(r.Scope())
	for i := range hints {
		if r.stage == typing && hints[i].Action == keys.Accept {
			hints[i].Label = "go on"
		}
	}
	title, lines := r.box(t, inner)
	return component.Dialog(t, title, lines, r.scroll.Top, component.Hints(t, hints, inner), width, height)
}

func (r *Rows) inner(width int) int {
	if r.stage == conflict && r.merge.stage != yielding {
		return conflictWidth(width)
	}
	return component.DialogWidth(width)
}

// box returns the title and lines of the current box.
func (r *Rows) box(t *theme.Theme, inner int) (title string, lines []string) {
	switch r.stage {
	case asking, typing:
		return r.Title, r.question(t, inner)
	case conflict:
		return r.conflictBox(t, inner)
	}
	return r.Title, r.lines(t, inner)
}

// lines draw each row with its outcome and explanation.
func (r *Rows) lines(t *theme.Theme, inner int) []string {
	var lines []string
	for i, row := range r.rows {
		if i >= len(r.written) {
			lines = append(lines, t.Muted.Render(term.Cut("not tried: "+row.Label, inner)))
			continue
		}
		w := r.written[i]
		row.Act.OneOf = len(r.rows) > 1
		said := report.Of(row.Act, w.Result, r.host.Clock)
		style := t.Good
		if !w.Outcome.Done() {
			style = t.Bad
		}
		lines = append(lines, styled(style, prose(inner, said.Line))...)
		below := prose(inner-2, said.Sentences()...)
		if !said.Cause.What.Empty() {
			below = append(below, component.Explanation(t, component.Explained(said.Cause), inner-2)...)
		}
		for _, l := range below {
			lines = append(lines, "  "+l)
		}
	}
	return lines
}
