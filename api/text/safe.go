package text

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Safe is text that may be drawn: valid UTF-8 on one line, without control or
// invisible characters. Only this package can make one, so a component that
// takes a Safe cannot receive a raw string. The zero value is empty.
type Safe struct{ s string }

// String returns the text to draw. It must not be sent to the service.
func (s Safe) String() string { return s.s }

// Empty reports whether there is nothing to draw, which means that the exact
// value was empty.
func (s Safe) Empty() bool { return s.s == "" }

// Clean makes any string safe to draw on one line. It replaces
//
//   - C0 controls and DEL, including line breaks and tabs, by their control
//     pictures: ␛ ␊ ␉ ␡
//   - every other character that is invisible, changes text direction, or has no
//     agreed width or meaning, by its code: <U+200B>
//   - bytes that are not UTF-8 by their value: <0x9B>
//   - leading, trailing and repeated spaces by ␣ (the first of several stays)
//   - the fifth and further combining marks on one character by their number:
//     <+12 marks>
//
// and puts a combining mark without a base onto ◌. Two strings that differ by
// one invisible character therefore look different. Joined emoji, skin tones
// and flags are split, because terminals disagree on their width.
//
// Clean is idempotent, so a text that literally contains <U+200B> looks like
// the character of that code. Printable ASCII is returned without allocating.
func Clean(s string) Safe {
	if isPlain(s) {
		return Safe{s}
	}
	c := cleaner{}
	c.out.Grow(len(s) + 16)
	c.run(s)
	if c.out.Len() == len(s) && c.out.String() == s {
		return Safe{s} // shares memory with the exact value; there may be many
	}
	return Safe{c.out.String()}
}

// isPlain reports whether s is printable ASCII with single inner spaces.
func isPlain(s string) bool {
	afterSpace := true
	for i := range len(s) {
		b := s[i]
		if b < ' ' || b > '~' || b == ' ' && afterSpace {
			return false
		}
		afterSpace = b == ' '
	}
	return s == "" || !afterSpace
}

// cleaner copies a string to out and replaces unsafe characters.
type cleaner struct {
	out     strings.Builder
	hasBase bool // the last character written can carry a mark
	marks   int  // marks read since that base
}

func (c *cleaner) run(s string) {
	end := len(strings.TrimRightFunc(s, isSpace))
	afterSpace := true
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && size == 1 {
			c.signs(fmt.Sprintf("<0x%X>", s[i]))
		} else {
			c.rune(r, !afterSpace && i < end)
		}
		afterSpace = isSpace(r)
		i += size
	}
	c.endMarks()
}

// rune writes r or its replacement; lone tells whether a space here would be
// single.
func (c *cleaner) rune(r rune, lone bool) {
	switch {
	case isSpace(r) && lone:
		c.base(r)
	case r == ' ':
		c.base('␣')
	case r < ' ':
		c.sign('\u2400' + r)
	case r == 0x7f:
		c.sign('\u2421')
	case r < utf8.RuneSelf:
		c.base(r)
	case isUnsafe(r):
		c.signs(fmt.Sprintf("<U+%04X>", r))
	case unicode.IsMark(r):
		c.mark(r)
	default:
		c.base(r)
	}
}

// base writes a character that may carry marks.
func (c *cleaner) base(r rune) {
	c.endMarks()
	c.out.WriteRune(r)
	c.hasBase = true
}

// sign writes a replacement. A mark that follows did not belong to it, and gets
// a circle of its own.
func (c *cleaner) sign(r rune) {
	c.base(r)
	c.hasBase = false
}

func (c *cleaner) signs(s string) {
	c.endMarks()
	c.out.WriteString(s)
	c.hasBase = false
}

func (c *cleaner) mark(r rune) {
	if !c.hasBase {
		c.base(dottedCircle)
	}
	c.marks++
	if c.marks <= maxMarks {
		c.out.WriteRune(r)
	}
}

// endMarks ends the marks on the last base and writes how many were omitted.
func (c *cleaner) endMarks() {
	hidden := c.marks - maxMarks
	c.marks = 0
	switch {
	case hidden == 1:
		c.out.WriteString("<+1 mark>")
	case hidden > 1:
		fmt.Fprintf(&c.out, "<+%d marks>", hidden)
	}
}

// maxMarks limits the combining marks on a character. Living scripts need up to
// four; more are used to paint over the lines above and below.
const maxMarks = 4

const dottedCircle = '\u25cc' // Unicode's base for a combining mark without one

// misleading lists characters that Unicode counts as printable but that are
// unsafe to draw as they are.
var misleading = &unicode.RangeTable{
	R16: []unicode.Range16{
		// Conjoining Hangul: some terminals give a decomposed syllable two
		// cells, others one for each part. Korean is typed precomposed.
		{Lo: 0x1100, Hi: 0x11ff, Stride: 1},
		{Lo: 0x2800, Hi: 0x2800, Stride: 1}, // the empty Braille cell
		{Lo: 0xa960, Hi: 0xa97f, Stride: 1}, // conjoining Hangul, older
		{Lo: 0xd7b0, Hi: 0xd7ff, Stride: 1}, // conjoining Hangul, older
		{Lo: 0xfffc, Hi: 0xfffc, Stride: 1}, // stands for a missing object
	},
	R32: []unicode.Range32{
		{Lo: 0x13441, Hi: 0x13442, Stride: 1}, // blank hieroglyphs
		{Lo: 0x16fe4, Hi: 0x16fe4, Stride: 1}, // Khitan filler
		{Lo: 0x1d159, Hi: 0x1d159, Stride: 1}, // musical null notehead
		// Flags are pairs of letters, which take two cells or four according
		// to the terminal; so do emoji followed by a skin tone.
		{Lo: 0x1f1e6, Hi: 0x1f1ff, Stride: 1},
		{Lo: 0x1f3fb, Hi: 0x1f3ff, Stride: 1},
	},
}

// isUnsafe reports whether a character outside ASCII must not be drawn as it
// is: controls, format and bidi characters, unusual spaces, everything that is
// invisible by default, variation selectors, unassigned and private code
// points. It includes the ideographic space, for which [Clean] makes an
// exception.
func isUnsafe(r rune) bool {
	return !unicode.IsPrint(r) ||
		unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r) ||
		unicode.Is(unicode.Variation_Selector, r) ||
		unicode.Is(misleading, r)
}

const ideographicSpace = '\u3000' // separates family and given name in Japanese

func isSpace(r rune) bool { return r == ' ' || r == ideographicSpace }
