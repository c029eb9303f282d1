package userform

import (
	"slices"
	"strings"

	"apimtui/api"
	"apimtui/api/text"
	"apimtui/tui/component/form"
	"apimtui/tui/term"
	"apimtui/tui/theme"
)

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
