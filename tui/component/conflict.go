package component

import (
	"fmt"
	"slices"

	"apimtui/api/text"
	"apimtui/tui/term"
	"apimtui/tui/theme"
)

// Side is who changed a field since it was loaded.
type Side int

const (
	Theirs Side = iota // only someone else: stays in any case
	Mine               // only I
	Agree              // both, to the same
	Both               // both, to different values: has to be chosen
)

// Disputed is one field in a conflict.
type Disputed struct {
	Label                string
	Side                 Side
	Loaded, Theirs, Mine []text.Safe // lines
	Who                  bool        // they tell who a user is
	// MineWins is the choice for a field that both changed.
	MineWins bool
	Chosen   bool
}

// Conflict draws the fields of a conflict: the loaded, current and typed values.
// The field at asking, if any, is highlighted.
func Conflict(t *theme.Theme, fields []Disputed, asking, width int) []string {
	fields = slices.Clone(fields)
	for i := range fields {
		fields[i].mask(t)
	}
	if width >= tableWidth {
		return conflictTable(t, fields, asking, width)
	}
	var lines []string
	for i, f := range fields {
		if i > 0 {
			lines = append(lines, "")
		}
		mark, style := "  ", t.Strong
		if i == asking {
			mark, style = t.Accent.Render("▌ "), t.Accent
		}
		lines = append(lines, mark+style.Render(f.Label)+"  "+f.verdict(t))
		lines = append(lines, versions(t, f, width)...)
	}
	return lines
}

// mask masks what tells who a user is, before it is broken over lines.
func (f *Disputed) mask(t *theme.Theme) {
	if !f.Who {
		return
	}
	for _, version := range []*[]text.Safe{&f.Loaded, &f.Theirs, &f.Mine} {
		masked := make([]text.Safe, len(*version))
		for i, l := range *version {
			masked[i] = text.Clean(t.Who(l.String()))
		}
		*version = masked
	}
}

// verdict says who changed the field, and what was chosen.
func (f Disputed) verdict(t *theme.Theme) string {
	switch f.Side {
	case Both:
		words := t.Bad.Render("! both changed it")
		if f.Chosen && f.MineWins {
			words += t.Good.Render(": mine")
		} else if f.Chosen {
			words += t.Good.Render(": theirs")
		}
		return words
	case Mine:
		return t.Muted.Render("only you changed it")
	case Agree:
		return t.Muted.Render("both changed it to the same")
	}
	return t.Muted.Render("only they changed it: stays")
}

// versions draws the three versions of a field. Common leading and trailing lines
// are left out so that the differences are visible.
func versions(t *theme.Theme, f Disputed, width int) []string {
	const label = 11
	all := [][]string{wrapped(f.Loaded, width-label-4), wrapped(f.Theirs, width-label-4), wrapped(f.Mine, width-label-4)}
	above := alike(all, func(lines []string, i int) string { return lines[i] }, 0)
	below := alike(all, func(lines []string, i int) string { return lines[len(lines)-1-i] }, above)
	var out []string
	for i, name := range []string{"loaded", "now there", "yours"} {
		for j, line := range middle(t, all[i], above, below) {
			head := ""
			if j == 0 {
				head = name
			}
			out = append(out, "  "+t.Muted.Render(term.Pad(head, label))+" "+line)
		}
	}
	return out
}

func wrapped(value []text.Safe, width int) []string {
	var lines []string
	for _, v := range value {
		lines = append(lines, term.Wrap(v.String(), max(10, width))...)
	}
	if len(lines) == 0 || len(lines) == 1 && lines[0] == "" {
		return []string{"(empty)"}
	}
	return lines
}

// alike counts the lines that all versions share at one end, without those already
// taken by the other end.
func alike(versions [][]string, line func(lines []string, i int) string, taken int) int {
	for n := 0; ; n++ {
		for _, v := range versions {
			if n >= len(v)-taken || line(v, n) != line(versions[0], n) {
				return n
			}
		}
	}
}

// middle leaves out lines at both ends and marks the gaps.
func middle(t *theme.Theme, lines []string, above, below int) []string {
	var out []string
	if above > 1 {
		out = append(out, t.Muted.Render(fmt.Sprintf("… %d lines that all have", above)))
		lines = lines[above:]
	}
	if below > 1 {
		out = append(out, lines[:len(lines)-below]...)
		return append(out, t.Muted.Render(fmt.Sprintf("… %d lines that all have", below)))
	}
	return append(out, lines...)
}
