// Package term is the border between the console and the terminal. This file
// measures, cuts, pads and wraps text by terminal cells.
//
// Cells are counted as wcwidth(3) does, rune by rune, as in Bubble Tea's layout
// until a terminal reports grapheme clustering (mode 2027). RUNEWIDTH_EASTASIAN is
// honoured. Text from package text has the same width either way, emoji included,
// with one exception: vowel signs and conjuncts of Indic scripts, Thai and Lao am,
// and half-width Japanese voice marks share the cell of their letter in mode 2027.
// A column of such text comes out narrower than planned, never wider.
//
// All functions expect one line of safe text without styles: cut first, colour
// afterwards.
package term

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Ellipsis marks the end of cut text.
const Ellipsis = "…"

// Width returns the number of cells that s takes.
func Width(s string) int {
	if isASCII(s) {
		return len(s)
	}
	return ansi.StringWidthWc(s)
}

// Cut returns s if it fits into w cells, else as much as fits with an ellipsis.
// Characters are never split, so the result may be a cell narrower than w. It is
// empty when there is no room for the ellipsis.
func Cut(s string, w int) string {
	cut, _ := cutWidth(s, w)
	return cut
}

// Pad returns s in exactly w cells, cut or filled with spaces on the right.
func Pad(s string, w int) string {
	cut, width := cutWidth(s, w)
	return cut + blank(w-width)
}

// CutMiddle is [Cut] with the ellipsis in the middle, for texts that differ at
// their ends.
func CutMiddle(s string, w int) string {
	all := Width(s)
	if all <= w || w < 3 {
		return Cut(s, w)
	}
	tail := (w - 1) / 2
	return strings.TrimSuffix(Cut(s, w-tail), Ellipsis) + Ellipsis + skip(s, all-tail)
}

// Window returns w cells of s from a cell on. An ellipsis stands in the first and
// in the last of them for what is left out there.
func Window(s string, from, w int) string {
	if from <= 0 || w < 2 {
		return Cut(s, w)
	}
	return Ellipsis + Cut(skip(s, from+1), w-1)
}

// skip returns s without its first cells, at least n of them.
func skip(s string, n int) string {
	for n > 0 && s != "" {
		cluster, cells := first(s)
		s, n = s[len(cluster):], n-cells
	}
	return s
}

// cutWidth is [Cut] and also returns the width of its result.
func cutWidth(s string, w int) (cut string, width int) {
	ellipsis := Width(Ellipsis)
	keep, keepWidth := 0, 0 // what would still leave room for the ellipsis
	for pos := 0; pos < len(s); {
		cluster, cells := first(s[pos:])
		if width+cells > w {
			if ellipsis > w {
				return "", 0
			}
			return s[:keep] + Ellipsis, keepWidth + ellipsis
		}
		pos += len(cluster)
		width += cells
		if width+ellipsis <= w {
			keep, keepWidth = pos, width
		}
	}
	return s, width
}

// first returns the first visible character of s with its marks, and its cells.
func first(s string) (cluster string, cells int) {
	if isPrintable(s[0]) && (len(s) == 1 || s[1] < 0x80) {
		return s[:1], 1
	}
	return ansi.FirstGraphemeCluster(s, ansi.WcWidth)
}

func isPrintable(b byte) bool { return ' ' <= b && b <= '~' }

func isASCII(s string) bool {
	for i := range len(s) {
		if !isPrintable(s[i]) {
			return false
		}
	}
	return true
}

// blanks is as wide as most columns, so that padding rarely allocates.
const blanks = "                                                                                "

func blank(n int) string {
	if n <= len(blanks) {
		return blanks[:max(0, n)]
	}
	return strings.Repeat(" ", n)
}
