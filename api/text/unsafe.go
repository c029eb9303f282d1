package text

import "unicode"

// maxMarks limits the combining marks on a character. Living scripts need up to
// four; more are used to paint over the lines above and below.
const maxMarks = 4

// dottedCircle is Unicode's base for a combining mark without one.
const dottedCircle = '\u25cc'

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

// ideographicSpace separates family and given name in Japanese.
const ideographicSpace = '\u3000'

func isSpace(r rune) bool { return r == ' ' || r == ideographicSpace }
