package component

import (
	"fmt"

	"apimtui/api/text"
	"apimtui/tui/term"
	"apimtui/tui/theme"
)

// Side is who changed a field since it was loaded.
type Side int

// The sides.
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
	// MineWins is what was chosen so far for a field that both changed.
	MineWins bool
	Chosen   bool
}

// Conflict draws the fields of a conflict as lines: what was loaded, what is
// there now, what was typed. The field at asking, if any, is set off.
func Conflict(t *theme.Theme, fields []Disputed, asking, width int) []string {
	var lines []string
	for i, f := range fields {
		if i > 0 {
			lines = append(lines, "")
		}
		mark, style := "  ", t.Strong
		if i == asking {
			mark, style = t.Accent.Render("▌ "), t.Accent
		}
		head := style.Render(f.Label)
		switch f.Side {
		case Both:
			head += t.Bad.Render("  ! both changed it")
			if f.Chosen && f.MineWins {
				head += t.Good.Render(": mine")
			} else if f.Chosen {
				head += t.Good.Render(": theirs")
			}
		case Theirs:
			head += t.Muted.Render("  only they changed it: stays")
		case Mine:
			head += t.Muted.Render("  only you changed it")
		case Agree:
			head += t.Muted.Render("  both changed it to the same")
		}
		lines = append(lines, mark+head)
		lines = append(lines, version(t, "loaded", f.Loaded, width)...)
		lines = append(lines, version(t, "now there", f.Theirs, width)...)
		lines = append(lines, version(t, "yours", f.Mine, width)...)
	}
	return lines
}

// mostLines bounds how much of a long note one version shows.
const mostLines = 3

func version(t *theme.Theme, name string, value []text.Safe, width int) []string {
	const label = 11
	var lines []string
	for _, v := range value {
		lines = append(lines, term.Wrap(v.String(), max(10, width-label-4))...)
	}
	if len(lines) == 0 || len(lines) == 1 && lines[0] == "" {
		lines = []string{"(empty)"}
	}
	if len(lines) > mostLines {
		lines = append(lines[:mostLines-1], fmt.Sprintf("… %d more lines", len(lines)-mostLines+1))
	}
	for i := range lines {
		head := ""
		if i == 0 {
			head = name
		}
		lines[i] = "  " + t.Muted.Render(term.Pad(head, label)) + " " + lines[i]
	}
	return lines
}
