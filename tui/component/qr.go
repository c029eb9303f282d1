package component

import (
	"strings"

	"rsc.io/qr"

	"apimtui/api/secret"
	"apimtui/tui/theme"
)

// quietZone is the blank border in modules. The standard asks for four; two worked
// with every reader tried, and fit a terminal.
const quietZone = 2

// QR draws a QR code of a secret, two modules a row, or returns nil when it does
// not fit.
func QR(t *theme.Theme, v secret.Value, width, height int) []string {
	code, err := qr.Encode(v.Reveal(), qr.L)
	if err != nil {
		return nil
	}
	size := code.Size + 2*quietZone
	if size > width || (size+1)/2 > height {
		return nil
	}
	black := func(x, y int) bool { return code.Black(x-quietZone, y-quietZone) }
	var lines []string
	for y := 0; y < size; y += 2 {
		var b strings.Builder
		for x := range size {
			b.WriteString(halfBlock(black(x, y), y+1 < size && black(x, y+1)))
		}
		lines = append(lines, t.Paper.Render(b.String()))
	}
	return lines
}

// halfBlock draws two modules, one above the other, dark on light.
func halfBlock(upper, lower bool) string {
	switch {
	case upper && lower:
		return "█"
	case upper:
		return "▀"
	case lower:
		return "▄"
	}
	return " "
}
