package userform

import (
	"fmt"
	"strings"

	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/term"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

// Tiles implements ui.Tiled: on a wide terminal a pane beside the form shows what
// will be sent.
func (p *Page) Tiles() {}

// wideEnough is the width from which what will be sent stands beside the form.
const wideEnough = 120

// inner is the size of the form's pane, and of what is inside it.
func (p *Page) pane() (width, inner, height int) {
	width, inner, height = p.width, p.width, p.height
	if p.width >= wideEnough {
		width = p.width * 3 / 5
	}
	if ui.Roomy(p.width, p.height) {
		inner, height = width-3, height-2
	}
	return width, inner, height
}

func (p *Page) View(f ui.Frame) string {
	body := p.form.View(f.Theme)
	if ui.Roomy(p.width, p.height) {
		width, _, _ := p.pane()
		f.Height += 1 - len(p.wrapped(p.plainWords(), p.width))
		pane := component.Pane{Title: p.title(), Lines: strings.Split(body, "\n"), Width: width, Height: f.Height, Focus: true}
		body = pane.View(f.Theme)
		if rest := f.Width - width; rest > 0 {
			sent := component.Pane{Title: "What will be sent", Lines: p.preview(f.Theme, rest-3), Width: rest, Height: f.Height}
			body = term.Beside(body, sent.View(f.Theme))
		}
	}
	if !p.form.Asking {
		return body
	}
	body += strings.Repeat("\n", max(0, f.Height-1-strings.Count(body, "\n")))
	return component.Over(f.Theme, body, p.question(f), f.Width, f.Height)
}

// question asks whether to discard the draft.
func (p *Page) question(f ui.Frame) string {
	words := "Discard the draft?"
	if changes := p.changes(); len(changes) > 0 {
		words = "Discard " + summary(changes) + "?"
	}
	lines := term.Wrap(words, component.DialogWidth(f.Width))
	foot := f.Theme.Strong.Render(p.keyIn(keys.QuestionBox, keys.Yes) + " discards, " + p.keyIn(keys.QuestionBox, keys.Cancel) + " keeps editing")
	return component.Dialog(f.Theme, "Leave the form", lines, 0, foot, f.Width, f.Height)
}

func (p *Page) title() string {
	if p.base == nil {
		return "New user"
	}
	return "Edit " + p.name().String()
}

func (p *Page) Status(f ui.Frame, width int) string {
	return f.Theme.Plain.Render(term.Cut(p.title(), width))
}

// Notice implements ui.Page: what a save would do, or the names of everything that
// prevents it.
func (p *Page) Notice(f ui.Frame) []string {
	words, style := p.words(f.Theme)
	lines := p.wrapped(words, f.Width)
	for i, l := range lines {
		lines[i] = style.Render(" " + l)
	}
	lines[len(lines)-1] += f.Theme.Muted.Render(p.hidden())
	return lines
}

// wrapped wraps words and leaves room for hidden on the last line.
func (p *Page) wrapped(words string, width int) []string {
	lines := term.Wrap(words, max(1, width-1))
	if last := lines[len(lines)-1]; term.Width(last)+term.Width(p.hidden()) > width-1 {
		lines = append(lines, "")
	}
	return lines
}

// hidden reports how many lines of the form are out of view.
func (p *Page) hidden() string {
	switch above, below := p.form.Hidden(); {
	case above > 0 && below > 0:
		return fmt.Sprintf("  %d more above, %d below", above, below)
	case above > 0:
		return fmt.Sprintf("  %d more above", above)
	case below > 0:
		return fmt.Sprintf("  %d more below", below)
	}
	return ""
}

// fit gives the form the lines that the notice leaves. The remark on hidden lines
// may take one more, which never brings any into view.
func (p *Page) fit() {
	words := p.plainWords()
	_, inner, height := p.pane()
	p.form.Resize(inner, height+1-len(term.Wrap(words, max(1, p.width-1))))
	p.form.Resize(inner, height+1-len(p.wrapped(words, p.width)))
}

func (p *Page) plainWords() string {
	words, _ := p.words(&theme.Theme{})
	return words
}

// words describe what a save would do, or what prevents it.
func (p *Page) words(t *theme.Theme) (string, theme.Style) {
	bad, changes := p.wrong(), p.changes()
	switch {
	case len(bad) > 0:
		return "needs attention: " + strings.Join(bad, ", "), t.Bad
	case p.draft && len(changes) > 0:
		return "draft from the deleted user; " + summary(changes), t.Plain
	case p.draft:
		return "draft from the deleted user", t.Plain
	case len(changes) > 0:
		return summary(changes), t.Plain
	}
	return "nothing changed yet", t.Muted
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
