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
		if p.base != nil {
			lines = append(lines, value(t.Bad.Render("- "), from.Text(n), width)...)
		}
		lines = append(lines, value(t.Good.Render("+ "), to.Text(n), width)...)
	}
	if p.text(fieldPassword).Value() != "" {
		lines = append(lines, " "+t.Strong.Render("Password"), "   "+t.Good.Render("+ ")+"a new one, not shown here")
	}
	if len(lines) == 0 {
		return []string{" " + t.Muted.Render("Nothing yet.")}
	}
	if p.base == nil {
		head := "A new user " + text.Clean(p.text(fieldID).Value()).String()
		lines = append(lines, " "+t.Strong.Render("Mail"))
		return append([]string{" " + t.Muted.Render(term.Cut(head, width-1)), ""}, append(lines, value(t.Good.Render("+ "), text.Text(p.mail()), width)...)...)
	}
	return append([]string{" " + t.Muted.Render(term.Cut("Only if the version is still "+text.Clean(string(p.base.ETag)).String(), width-1)), ""}, lines...)
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

// value draws a value with a sign before it, and at most a few of its lines.
func value(sign string, v text.Text, width int) []string {
	const most = 6
	var lines []string
	for _, l := range v.Lines() {
		lines = append(lines, term.Wrap(l.String(), max(10, width-5))...)
	}
	if strings.TrimSpace(v.Exact()) == "" {
		lines = []string{"(empty)"}
	}
	if len(lines) > most {
		lines = append(lines[:most-1], term.Ellipsis)
	}
	for i, l := range lines {
		if lines[i] = "     " + l; i == 0 {
			lines[i] = "   " + sign + l
		}
	}
	return lines
}
