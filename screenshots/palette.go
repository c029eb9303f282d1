package screenshots

import (
	"fmt"
	"image/color"

	"charm.land/lipgloss/v2"

	"apimtui/tui/tuitest/vterm"
)

// The colours of the drawn terminal, in SVG notation.
const (
	foreground = "#d5dae3"
	background = "#14181f"
	titleBar   = "#232a35"
	titleText  = "#8b95a7"
)

// hex returns a cell's colour. The sixteen terminal colours are those of this
// terminal, whose dim text stays readable on the dark background. Exact colours
// are unchanged. Without a colour, it returns none.
func hex(c color.Color, none string) string {
	if c == nil {
		return none
	}
	switch c {
	case lipgloss.Black:
		return "#14181f"
	case lipgloss.Red:
		return "#f07178"
	case lipgloss.Green:
		return "#8fd17f"
	case lipgloss.Yellow:
		return "#e8c06d"
	case lipgloss.Blue:
		return "#6ea8fe"
	case lipgloss.Magenta:
		return "#c792ea"
	case lipgloss.Cyan:
		return "#5ed0d8"
	case lipgloss.White:
		return "#d5dae3"
	case lipgloss.BrightBlack:
		return "#8792a5"
	case lipgloss.BrightRed:
		return "#ff8f95"
	case lipgloss.BrightGreen:
		return "#b0e8a2"
	case lipgloss.BrightYellow:
		return "#ffd98c"
	case lipgloss.BrightBlue:
		return "#9cc4ff"
	case lipgloss.BrightMagenta:
		return "#deb3f7"
	case lipgloss.BrightCyan:
		return "#8beaf0"
	case lipgloss.BrightWhite:
		return "#ffffff"
	}
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}

// look is how a cell is drawn, with reverse video resolved. Cells with the same
// look are drawn together.
type look struct {
	fg, bg string // bg is "" for the terminal's own

	bold, faint, italic, underline, strike bool
}

func lookOf(c vterm.Cell) look {
	l := look{
		fg: hex(c.Fg, foreground), bg: hex(c.Bg, ""),
		bold: c.Bold, faint: c.Faint, italic: c.Italic, underline: c.Underline, strike: c.Strike,
	}
	if c.Reverse {
		l.fg, l.bg = hex(c.Bg, background), l.fg
	}
	return l
}

// bare reports whether a blank with this look is invisible.
func (l look) bare() bool { return l.bg == "" && !l.underline && !l.strike }
