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
// All functions but Cells, Widest and Beside expect one line of safe text without
// styles: cut first, colour afterwards.
package term

import (
	"strings"
	"unicode/utf8"

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

// Wrap breaks s into lines of at most w cells: at spaces, which are dropped,
// beside wide characters, as Chinese and Japanese are broken, and within a word
// only where the word alone is wider than w. A character wider than w becomes an
// ellipsis. An empty s is one empty line; with no cells there are no lines.
func Wrap(s string, w int) []string {
	if w <= 0 {
		return nil
	}
	var l wrapper
	for pos := 0; pos < len(s); {
		cluster, cells := first(s[pos:])
		if cells > 1 {
			l.allow(pos, pos, l.width)
		}
		if l.width+cells > w {
			pos = l.overflow(s, pos, cluster, w)
			continue
		}
		if cluster == " " {
			l.allow(pos, pos+1, l.width+1)
		}
		pos += len(cluster)
		l.width += cells
		if cells > 1 {
			l.allow(pos, pos, l.width)
		}
	}
	if l.start < len(s) || len(l.lines) == 0 {
		l.lines = append(l.lines, s[l.start:])
	}
	return l.lines
}

// wrapper holds the finished lines and the current one, as offsets into the text.
type wrapper struct {
	lines []string
	start int // where the line begins
	width int // its cells so far

	// The last possible break: the end of the line, the start of the next, and the
	// cells up to there. There is none while end <= start.
	end, next, used int
}

// allow records a possible break. One that leaves the line empty is never used.
func (l *wrapper) allow(end, next, used int) {
	l.end, l.next, l.used = end, next, used
}

// overflow ends the line because the cluster at pos does not fit, and returns
// where to continue.
func (l *wrapper) overflow(s string, pos int, cluster string, w int) int {
	switch {
	case cluster == " ":
		l.finish(s[l.start:pos], pos+1, 0)
		return pos + 1
	case l.end > l.start:
		l.finish(s[l.start:l.end], l.next, l.width-l.used)
		return pos
	case pos > l.start:
		l.finish(s[l.start:pos], pos, 0)
		return pos
	default:
		l.finish(Cut(cluster, w), pos+len(cluster), 0)
		return l.start
	}
}

// finish adds a line and starts the next at start, of which width cells are
// already consumed.
func (l *wrapper) finish(line string, start, width int) {
	l.lines = append(l.lines, line)
	l.start, l.width = start, width
}
