package userform

import (
	"fmt"
	"slices"
	"strings"

	"apimtui/api"
	"apimtui/api/text"
	"apimtui/tui/component"
	"apimtui/tui/component/form"
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
	yes, no := p.keys.Name(keys.QuestionBox, keys.Yes), p.keys.Name(keys.QuestionBox, keys.Cancel)
	foot := f.Theme.Strong.Render(yes + " discards, " + no + " keeps editing")
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
	changes := p.changes()
	bad := labels(slices.DeleteFunc(slices.Clone(p.form.Fields()), func(f *form.Field) bool { return f.Error.Empty() }))
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

// preview draws what a save would send now: each property before and after, or each
// value of a new user.
func (p *Page) preview(t *theme.Theme, width int) []string {
	to := p.editable()
	var from api.Editable
	names := slices.DeleteFunc(api.Properties(), func(n api.Property) bool { return to.Text(n).Exact() == "" })
	if p.base != nil {
		from = p.base.User.Editable()
		names = api.PatchOf(from, to).Names()
	}
	var lines []string
	for _, n := range names {
		lines = append(lines, " "+t.Strong.Render(n.Label()))
		was, is := wrapped(shown(t, n, from), width), wrapped(shown(t, n, to), width)
		alike := 0
		for alike < min(len(was), len(is))-1 && was[alike] == is[alike] {
			alike++
		}
		if p.base != nil {
			lines = append(lines, value(t.Bad.Render("- "), was, alike)...)
		}
		lines = append(lines, value(t.Good.Render("+ "), is, alike)...)
	}
	if p.text(fieldPassword).Value() != "" {
		lines = append(lines, " "+t.Strong.Render("Password"), "   "+t.Good.Render("+ ")+"a new one, not shown here")
	}
	if len(lines) == 0 {
		return []string{" " + t.Muted.Render("Nothing yet.")}
	}
	if p.base == nil {
		head := "A new user " + text.Clean(t.Who(p.text(fieldID).Value())).String()
		lines = append(lines, " "+t.Strong.Render("Mail"))
		return append([]string{" " + t.Muted.Render(term.Cut(head, width-1)), ""}, append(lines, value(t.Good.Render("+ "), wrapped(text.Text(p.mail()), width), 0)...)...)
	}
	var head []string
	for _, l := range term.Wrap("Only if the version is still "+text.Clean(string(p.base.ETag)).String(), width-1) {
		head = append(head, " "+t.Muted.Render(l))
	}
	return append(append(head, ""), lines...)
}

// shown is a property as it is shown. Each identity has a line of its own.
func shown(t *theme.Theme, n api.Property, e api.Editable) text.Text {
	if !n.Private() {
		return e.Text(n)
	}
	lines := strings.Split(e.Text(n).Exact(), "\n")
	for i, l := range lines {
		lines[i] = t.Who(l)
	}
	return text.Text(strings.Join(lines, "\n"))
}

// mail is what a new user is sent.
func (p *Page) mail() string {
	var mails []string
	if c := p.picker(fieldConfirmation).Value(); c != "" {
		mails = append(mails, "confirmation "+c)
	}
	if p.form.Field(fieldNotify).Control.(*form.Toggle).On() {
		mails = append(mails, "a notice that the account exists")
	}
	if mails == nil {
		return "none is asked for"
	}
	return strings.Join(mails, ", ")
}

// wrapped is a value in lines.
func wrapped(v text.Text, width int) []string {
	if strings.TrimSpace(v.Exact()) == "" {
		return []string{"(empty)"}
	}
	var lines []string
	for _, l := range v.Lines() {
		lines = append(lines, term.Wrap(l.String(), max(10, width-5))...)
	}
	return lines
}

// value draws a value with a sign before it, and at most a few of its lines. Of a
// longer one, the first lines that are alike before and after give way.
func value(sign string, lines []string, alike int) []string {
	const most = 6
	if len(lines) > most && alike > 1 {
		lines = append([]string{term.Ellipsis}, lines[min(alike, len(lines)-most+1):]...)
	}
	if len(lines) > most {
		lines = append(slices.Clone(lines[:most-1]), term.Ellipsis)
	}
	drawn := make([]string, len(lines))
	for i, l := range lines {
		if drawn[i] = "     " + l; i == 0 {
			drawn[i] = "   " + sign + l
		}
	}
	return drawn
}
