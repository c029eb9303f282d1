package term

import (
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// Cells returns the number of cells that a line takes that may have styles. Other
// than [Width] it counts whole clusters, as what is drawn is laid out.
func Cells(s string) int {
	cells := 0
	for i := 0; i < len(s); {
		n, wide := one(s[i:])
		if n == 0 {
			return ansi.StringWidth(s)
		}
		i, cells = i+n, cells+wide
	}
	return cells
}

// one returns the bytes of what comes first, a character or a style, and its cells.
// It returns 0 bytes for what only a whole line tells.
func one(s string) (n, cells int) {
	if s[0] == '\x1b' {
		return styleBytes(s), 0
	}
	n = 1
	if !isPrintable(s[0]) {
		if n = lineBytes(s); n == 0 {
			return clusterBytes(s)
		}
	}
	if n == len(s) || s[n] < utf8.RuneSelf || lineBytes(s[n:]) > 0 { // no mark follows
		return n, 1
	}
	return clusterBytes(s)
}

// clusterBytes measures one cluster the slow way.
func clusterBytes(s string) (n, cells int) {
	if r, _ := utf8.DecodeRuneInString(s); r == utf8.RuneError || r < 0xa0 && !isPrintable(s[0]) {
		return 0, 0
	}
	cluster, cells := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
	return len(cluster), cells
}

// lineBytes is 3 if s begins with a character that draws lines, U+2500 to U+257F.
func lineBytes(s string) int {
	if len(s) >= 3 && s[0] == 0xe2 && (s[1] == 0x94 || s[1] == 0x95) && !utf8.RuneStart(s[2]) {
		return 3
	}
	return 0
}

// styleBytes is the length of the style that s begins with; 0 for anything else.
func styleBytes(s string) int {
	if len(s) < 2 || s[1] != '[' {
		return 0
	}
	for i := 2; i < len(s); i++ {
		switch b := s[i]; {
		case b == 'm':
			return i + 1
		case b != ';' && b != ':' && (b < '0' || b > '9'):
			return 0
		}
	}
	return 0
}

// Widest returns the cells of the widest line of a block.
func Widest(block string) int {
	most := 0
	for l := range strings.SplitSeq(block, "\n") {
		most = max(most, Cells(l))
	}
	return most
}

// Beside puts blocks side by side, with their first lines level.
func Beside(blocks ...string) string {
	height := 0
	for _, b := range blocks {
		height = max(height, strings.Count(b, "\n")+1)
	}
	rows := make([]strings.Builder, height)
	for _, b := range blocks {
		lines, wide := strings.Split(b, "\n"), Widest(b)
		for i := range rows {
			at := 0
			if i < len(lines) {
				rows[i].WriteString(lines[i])
				at = Cells(lines[i])
			}
			rows[i].WriteString(blank(wide - at))
		}
	}
	all := make([]string, height)
	for i := range rows {
		all[i] = rows[i].String()
	}
	return strings.Join(all, "\n")
}
