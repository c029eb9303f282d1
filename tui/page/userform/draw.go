package userform

import (
	"fmt"
	"strings"

	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/term"
	"apimtui/tui/ui"
)

// View implements ui.Page.
func (p *Page) View(f ui.Frame) string {
	screen := p.form.View(f.Theme)
	if !p.asking {
		return screen
	}
	if missing := f.Height - strings.Count(screen, "\n") - 1; missing > 0 {
		screen += strings.Repeat("\n", missing)
	}
	return component.Over(screen, p.question(f), f.Width, f.Height)
}

// question asks whether the draft is to be given up.
func (p *Page) question(f ui.Frame) string {
	words := "Discard the draft?"
	if changes := p.changes(); len(changes) > 0 {
		words = "Discard " + summary(changes) + "?"
	}
	lines := term.Wrap(words, component.DialogWidth(f.Width))
	foot := f.Theme.Strong.Render(p.keyIn(keys.QuestionBox, keys.Yes) + " discards, " + p.keyIn(keys.QuestionBox, keys.Cancel) + " keeps editing")
	return component.Dialog(f.Theme, "Leave the form", lines, 0, foot, f.Width, f.Height)
}

// Status implements ui.Page.
func (p *Page) Status(f ui.Frame, width int) string {
	s := "New user"
	if p.base != nil {
		s = "Edit " + p.name().String()
	}
	return f.Theme.Plain.Render(term.Cut(s, width))
}

// Notice implements ui.Page: what a save would do, or what keeps it from being
// done.
func (p *Page) Notice(f ui.Frame) string {
	s, style := " nothing changed yet", f.Theme.Muted
	bad := p.wrong()
	switch changes := p.changes(); {
	case len(bad) > 0:
		s, style = " needs attention: "+strings.Join(bad, ", "), f.Theme.Bad
	case p.draft && len(changes) > 0:
		s, style = " draft from the deleted user; "+summary(changes), f.Theme.Plain
	case p.draft:
		s, style = " draft from the deleted user", f.Theme.Plain
	case len(changes) > 0:
		s, style = " "+summary(changes), f.Theme.Plain
	}
	more := ""
	if n := p.form.Below(); n > 0 {
		more = fmt.Sprintf("  %d more below", n)
	}
	return style.Render(term.Cut(s, f.Width-term.Width(more))) + f.Theme.Muted.Render(more)
}

// wrong names the fields with an error.
func (p *Page) wrong() []string {
	var fields []string
	for _, f := range p.order() {
		if !p.form.Field(f).Error.Empty() {
			fields = append(fields, f)
		}
	}
	return p.labels(fields)
}
