package usergroups

import (
	"fmt"
	"strings"

	"github.com/dustin/go-humanize/english"

	"apimtui/api/text"
	"apimtui/tui/component"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

func columns() []component.Column {
	return []component.Column{{Title: "IN  GROUP", Min: 20, Max: 200, Keep: 2}, {Min: 16, Max: 16, Keep: 1}}
}

func cells(t *theme.Theme, r *row) []component.Cell {
	box, kind, style, about := "[ ]", r.Type.String(), t.Plain, t.Muted
	if r.wanted {
		box = "[x]"
	}
	switch {
	case r.wanted != r.in:
		kind, about = "changed", t.Warn
	case r.Locked():
		kind, style = "built-in, locked", t.Muted
	}
	return []component.Cell{{Text: r.DisplayName.Safe(), Glyph: box, Style: style}, {Text: text.Clean(kind), Style: about}}
}

func (p *Page) Notice(f ui.Frame) []string {
	t := f.Theme
	switch {
	case p.asking:
		return []string{" " + t.Warn.Render("Give up "+english.Plural(len(p.changes()), "change", "")+"?")}
	case p.Dirty():
		return append(p.Page.Notice(f), " "+t.Warn.Render(summary(p.changes())))
	}
	return p.Page.Notice(f)
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

// about describes the chosen group and why it is locked.
func about(r *row) string {
	if r.Locked() {
		return strings.TrimPrefix(locked(r.Group), "Disabled: ")
	}
	return r.Description.String()
}
