package screenshots_test

import (
	"fmt"
	"image/color"

	"apimtui/tui/tuitest/vterm"
)

// palette holds the colours of the drawn terminal and its window. The console
// draws with exact colours on both, so the sixteen named ones are not needed.
type palette struct{ text, ground, titleBar, titleText color.RGBA }

// palettes returns them by the name of the console's theme.
func palettes() map[string]palette {
	grey := func(r, g, b uint8) color.RGBA { return color.RGBA{R: r, G: g, B: b, A: 0xff} }
	return map[string]palette{
		"dark":  {text: grey(0xd5, 0xda, 0xe3), ground: grey(0x14, 0x18, 0x1f), titleBar: grey(0x23, 0x2a, 0x35), titleText: grey(0x9a, 0xa4, 0xb5)},
		"light": {text: grey(0x24, 0x29, 0x2f), ground: grey(0xff, 0xff, 0xff), titleBar: grey(0xe6, 0xe9, 0xed), titleText: grey(0x57, 0x60, 0x6a)},
	}
}

// hex returns a colour in SVG notation, and none for the terminal's own.
func hex(c color.Color, none string) string {
	if c == nil {
		return none
	}
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}

// look is how a cell is drawn, with reverse video resolved. Cells with the same
// look are drawn together.
type look struct {
	fg, bg string // "" for the terminal's own

	bold, faint, italic, underline, strike bool
}

func (p palette) look(c vterm.Cell) look {
	l := look{
		fg: hex(c.Fg, ""), bg: hex(c.Bg, ""),
		bold: c.Bold, faint: c.Faint, italic: c.Italic, underline: c.Underline, strike: c.Strike,
	}
	if c.Reverse {
		l.fg, l.bg = hex(c.Bg, hex(p.ground, "")), hex(c.Fg, hex(p.text, ""))
	}
	return l
}

// bare reports whether a blank with this look is invisible.
func (l look) bare() bool { return l.bg == "" && !l.underline && !l.strike }

// css returns the declarations of a look, without its background.
func (l look) css() string {
	css := ""
	if l.fg != "" {
		css += "fill:" + l.fg + ";"
	}
	if l.bold {
		css += "font-weight:bold;"
	}
	if l.italic {
		css += "font-style:italic;"
	}
	if l.faint {
		css += "opacity:.6;"
	}
	switch {
	case l.underline && l.strike:
		css += "text-decoration:underline line-through;"
	case l.underline:
		css += "text-decoration:underline;"
	case l.strike:
		css += "text-decoration:line-through;"
	}
	return css
}
