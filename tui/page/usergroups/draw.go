package usergroups

import (
	"fmt"
	"strings"

	"github.com/dustin/go-humanize/english"

	"apimtui/api"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/term"
	"apimtui/tui/ui"
)

func (p *Page) Status(f ui.Frame, width int) string {
	who := p.user.DisplayName().String()
	if who == "" {
		who = p.user.ID.String()
	}
	return term.Cut("Groups of "+who, width)
}

func (p *Page) Notice(f ui.Frame) []string {
	t := f.Theme
	switch {
	case p.asking:
		hints := component.Hints(t, p.keys.Hints(keys.QuestionBox), f.Width-2)
		return []string{" " + t.Warn.Render("Give up "+english.Plural(len(p.changes()), "change", "")+"?") + "  " + hints}
	case p.Dirty():
		return []string{" " + t.Warn.Render(summary(p.changes()))}
	}
	return nil
}

func summary(changes []Change) string {
	words := make([]string, len(changes))
	for i, c := range changes {
		words[i] = "out of " + c.Group.DisplayName.String()
		if c.In {
			words[i] = "into " + c.Group.DisplayName.String()
		}
	}
	return fmt.Sprintf("%s: %s", english.Plural(len(changes), "change", ""), strings.Join(words, ", "))
}

func (p *Page) View(f ui.Frame) string {
	t := f.Theme
	switch {
	case p.err != nil:
		lines := append([]string{"", " " + t.Bad.Render("The groups could not be read.")}, indented(component.Explanation(t, component.Explained(api.Explain(p.err)), f.Width-2))...)
		return strings.Join(lines, "\n")
	case !p.read:
		return "\n " + strings.TrimSpace(p.busy.View(t)+"  "+t.Muted.Render("Reading the groups…"))
	case len(p.groups) == 0:
		return "\n " + t.Muted.Render("The service has no groups.")
	}
	lines := []string{" " + t.Muted.Render(term.Cut("IN  GROUP", f.Width-2))}
	rows := max(1, f.Height-4)
	cursor := p.cursor
	cursor.Clamp(len(p.groups), rows)
	for i := cursor.Top; i < min(len(p.groups), cursor.Top+rows); i++ {
		lines = append(lines, p.row(f, p.groups[i], i == cursor.At))
	}
	return strings.Join(append(append(lines, ""), p.about(f, p.groups[cursor.At])...), "\n")
}

func (p *Page) row(f ui.Frame, g api.Group, chosen bool) string {
	t := f.Theme
	mark, style := " ", t.Plain
	if chosen {
		mark, style = t.Accent.Render("▌"), t.Strong
	}
	box := "[ ]"
	if p.is(g) {
		box = "[x]"
	}
	kind := g.Type.String()
	name := style.Render(term.Pad(g.DisplayName.String(), max(10, f.Width-28)))
	switch _, changed := p.wanted[key(g)]; {
	case changed:
		kind = t.Warn.Render("changed")
	case g.Locked():
		box, kind = t.Muted.Render(box), t.Muted.Render("built-in, locked")
	default:
		kind = t.Muted.Render(kind)
	}
	return mark + box + " " + name + "  " + kind
}

// about describes the chosen group and why it is locked.
func (p *Page) about(f ui.Frame, g api.Group) []string {
	words := g.Description.String()
	if g.Locked() {
		words = strings.TrimPrefix(locked(g), "Disabled: ")
	}
	lines := term.Wrap(words, f.Width-2)
	return indented(styledMuted(f, lines[:min(len(lines), 2)]))
}

func styledMuted(f ui.Frame, lines []string) []string {
	for i, l := range lines {
		lines[i] = f.Theme.Muted.Render(l)
	}
	return lines
}

func indented(lines []string) []string {
	for i, l := range lines {
		lines[i] = " " + l
	}
	return lines
}
