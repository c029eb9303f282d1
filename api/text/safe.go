package text

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Safe is text that may be drawn: valid UTF-8 on one line, without controls and
// without anything invisible. Only this package makes one, so a component that
// takes a Safe cannot be handed a raw string. The zero value is empty.
type Safe struct{ s string }

// String returns the text to draw. It must not be sent back to the service.
func (s Safe) String() string { return s.s }

// Empty reports whether there is nothing to draw, which is so only when the exact
// value was empty.
func (s Safe) Empty() bool { return s.s == "" }

// Clean makes any string safe to draw on one line. It replaces
//
//   - C0 controls and DEL, line breaks and tabs among them, by their control
//     pictures: ␛ ␊ ␉ ␡
//   - every other character that is invisible, directs the text, or has no agreed
//     width or meaning by its code: <U+200B>
//   - bytes that are not UTF-8 by their value: <0x9B>
//   - spaces that do not stand alone between two characters, which are those at
//     either end and all but the first of several, by ␣
//   - the fifth and further combining marks on one character by their number:
//     <+12 marks>
//
// and puts a combining mark without a character to stand on onto ◌. Two strings
// that differ by one invisible character therefore look different. Emoji that are
// joined, toned or flags come apart, because terminals disagree on their width.
//
// Clean of its own result changes nothing, so a text that literally says <U+200B>
// looks like the character of that code. Printable ASCII is returned without
// allocating.
func Clean(s string) Safe {
	if isPlain(s) {
		return Safe{s}
	}
	c := cleaner{}
	c.out.Grow(len(s) + 16)
	c.run(s)
	if c.out.Len() == len(s) && c.out.String() == s {
		return Safe{s} // shares memory with the exact value, of which there may be many
	}
	return Safe{c.out.String()}
}

// isPlain reports whether s is printable ASCII whose spaces stand alone.
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

// cleaner copies one string to out, replacing as it goes.
type cleaner struct {
	out     strings.Builder
	hasBase bool // what was written last can carry a mark
	marks   int  // marks read since that base
}

func (c *cleaner) run(s string) {
	end := len(strings.TrimRightFunc(s, isSpace))
	afterSpace := true
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && size == 1 {
			c.invalid(s[i])
		} else {
			c.rune(r, !afterSpace && i < end)
		}
		afterSpace = isSpace(r)
		i += size
	}
	c.endMarks()
}

// rune writes r or what stands for it; lone says that a space here would stand
// alone.
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
		c.code(r)
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

// sign writes a character that stands for another: a mark that follows did not
// belong to it, and gets a circle of its own.
func (c *cleaner) sign(r rune) {
	c.base(r)
	c.hasBase = false
}

func (c *cleaner) code(r rune) {
	digits := strings.ToUpper(strconv.FormatInt(int64(r), 16))
	c.signs("<U+" + strings.Repeat("0", max(0, 4-len(digits))) + digits + ">")
}

func (c *cleaner) invalid(b byte) {
	c.signs("<0x" + strings.ToUpper(strconv.FormatInt(int64(b), 16)) + ">")
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

// endMarks closes the marks on the last base, telling how many were not drawn.
func (c *cleaner) endMarks() {
	hidden := c.marks - maxMarks
	c.marks = 0
	switch {
	case hidden == 1:
		c.out.WriteString("<+1 mark>")
	case hidden > 1:
		c.out.WriteString("<+" + strconv.Itoa(hidden) + " marks>")
	}
}
