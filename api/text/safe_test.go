package text

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestCleanReplacesUnsafeCharacters(t *testing.T) {
	marks := strings.Repeat("\u0301", 16)
	for name, c := range map[string]struct{ in, want string }{
		"empty":                         {"", ""},
		"plain":                         {"Ada Lovelace <ada@example.com>", "Ada Lovelace <ada@example.com>"},
		"latin, composed and not":       {"Zoë Zoe\u0308", "Zoë Zoe\u0308"},
		"Chinese, Hebrew, Hindi, Thai":  {"王芳 שרה प्रिया สมศักดิ์", "王芳 שרה प्रिया สมศักดิ์"},
		"ideographic space in a name":   {"山田\u3000太郎", "山田\u3000太郎"},
		"emoji":                         {"Bo 🦀", "Bo 🦀"},
		"escape sequence":               {"\x1b[31mred\x1b[0m", "␛[31mred␛[0m"},
		"NUL, BEL, DEL":                 {"a\x00\x07\x7f", "a␀␇␡"},
		"line breaks and tab":           {"a\r\nb\tc", "a␍␊b␉c"},
		"C1 as a rune":                  {"a\u009b31m", "a<U+009B>31m"},
		"C1 as a byte":                  {"a\x9b31m", "a<0x9B>31m"},
		"cut UTF-8":                     {"Zo\xc3", "Zo<0xC3>"},
		"surrogate in UTF-8":            {"\xed\xa0\x80", "<0xED><0xA0><0x80>"},
		"a real replacement character":  {"a\ufffdb", "a\ufffdb"},
		"line and paragraph separators": {"a\u2028b\u2029c", "a<U+2028>b<U+2029>c"},
		"bidi override and isolate":     {"\u202egpj.exe\u2066", "<U+202E>gpj.exe<U+2066>"},
		"direction marks":               {"\u200e\u200f\u061c", "<U+200E><U+200F><U+061C>"},
		"zero width":                    {"a\u200b\u200c\u2060\ufeff", "a<U+200B><U+200C><U+2060><U+FEFF>"},
		"soft hyphen, Mongolian vowel":  {"a\u00ad\u180e", "a<U+00AD><U+180E>"},
		"grapheme joiner, a mark":       {"e\u034f", "e<U+034F>"},
		"Hangul fillers":                {"\u115f\u3164\uffa0", "<U+115F><U+3164><U+FFA0>"},
		"tag characters":                {"a\U000e0041\U000e007f", "a<U+E0041><U+E007F>"},
		"variation selectors":           {"❤\ufe0f\U000e0100", "❤<U+FE0F><U+E0100>"},
		"joined emoji":                  {"👩\u200d💻", "👩<U+200D>💻"},
		"toned emoji":                   {"👍🏽", "👍<U+1F3FD>"},
		"flag":                          {"🇩🇪", "<U+1F1E9><U+1F1EA>"},
		"blank symbols":                 {"\u2800\ufffc", "<U+2800><U+FFFC>"},
		"private, unassigned, not one":  {"\ue000\u0378\uffff", "<U+E000><U+0378><U+FFFF>"},
		"other spaces":                  {"a\u00a0b\u2003c\u202fd", "a<U+00A0>b<U+2003>c<U+202F>d"},
		"spaces at the ends":            {" a ", "␣a␣"},
		"several spaces":                {"a   b", "a ␣␣b"},
		"nothing but spaces":            {"  ", "␣␣"},
		"ideographic space at the end":  {"太郎\u3000", "太郎<U+3000>"},
		"two kinds of space":            {"a \u3000b\u3000 c", "a <U+3000>b\u3000␣c"},
		"decomposed Hangul":             {"\u1112\u1161", "<U+1112><U+1161>"},
		"four marks":                    {"e" + marks[:8] + "x", "e" + marks[:8] + "x"},
		"five marks":                    {"e" + marks[:10] + "x", "e" + marks[:8] + "<+1 mark>x"},
		"a tower of marks":              {"e" + marks, "e" + marks[:8] + "<+12 marks>"},
		"a mark on nothing":             {"\u0301a", "◌\u0301a"},
		"a mark on a replaced rune":     {"\n\u0301", "␊◌\u0301"},
		"marks on either side of a hole": {"e" + marks[:8] + "\u200b" + marks[:2],
			"e" + marks[:8] + "<U+200B>◌" + marks[:2]},
		"a tower of marks before a hole": {"e" + marks + "\u200b", "e" + marks[:8] + "<+12 marks><U+200B>"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Clean(c.in).String(); got != c.want {
				t.Errorf("Clean(%+q)\n got %+q\nwant %+q", c.in, got, c.want)
			}
		})
	}
}

// invisible lists characters that leave no trace on a terminal.
const invisible = "\x00\x1b\x7f\u0085\u00a0\u00ad\u034f\u061c\u115f\u1160\u17b4\u180b\u180e\u2000\u200a" +
	"\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202e\u2060\u2066\u2069\u2800\u3000\u3164\ufe00\ufe0f" +
	"\ufeff\uffa0\ufff9\U0001d159\U0001d173\U000e0001\U000e0020\U000e0100 \t\n"

func TestTwinsLookDifferent(t *testing.T) {
	for _, s := range []string{"", "ada", "Ada Lovelace", " ada", "王 芳", "e\u0301\u0302", "e\u0301\u0301\u0301\u0301\u0301x", "👍"} {
		for _, r := range invisible {
			for i := range len(s) + 1 {
				if !utf8.ValidString(s[:i]) {
					continue
				}
				twin := s[:i] + string(r) + s[i:]
				if Clean(twin) == Clean(s) {
					t.Errorf("%+q and %+q are both drawn as %q", s, twin, Clean(s))
				}
			}
		}
	}
}

func TestInvisibleTwinsOfEachOtherLookDifferent(t *testing.T) {
	seen := map[Safe]rune{}
	for _, r := range invisible {
		safe := Clean("a" + string(r) + "b")
		if other, ok := seen[safe]; ok {
			t.Errorf("%U and %U are both drawn as %q", other, r, safe)
		}
		seen[safe] = r
	}
}

func FuzzClean(f *testing.F) {
	for _, s := range []string{"", "Ada Lovelace", " a  b ", "\x1b]0;x\x07", "\x9b31m\xc3", "e\u0301\u0301\u0301\u0301\u0301",
		"\u202e👩🏽\u200d💻🇩🇪", "山田\u3000太郎 ", "\u0301\u034f", "<U+200B>", invisible} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		safe := Clean(s)
		out := safe.String()
		if safe.Empty() != (s == "") {
			t.Fatalf("Clean(%+q) is %+q", s, out)
		}
		if !utf8.ValidString(out) {
			t.Fatalf("Clean(%+q) is not UTF-8: %+q", s, out)
		}
		for _, r := range out {
			if mustNotBeDrawn(r) {
				t.Fatalf("Clean(%+q) lets %U through: %+q", s, r, out)
			}
		}
		if again := Clean(out); again != safe {
			t.Fatalf("Clean(%+q) is %+q, and %+q when cleaned again", s, out, again)
		}
	})
}

// mustNotBeDrawn tells which characters must not reach a terminal, using
// Unicode's own tables instead of the code under test.
func mustNotBeDrawn(r rune) bool {
	return r < 0x20 || r >= 0x7f && r < 0xa0 ||
		unicode.In(r, unicode.Cf, unicode.Co, unicode.Cs, unicode.Zl, unicode.Zp, unicode.Bidi_Control,
			unicode.Join_Control, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector,
			unicode.Noncharacter_Code_Point, unicode.Regional_Indicator) ||
		unicode.Is(unicode.Zs, r) && r != ' ' && r != '\u3000'
}

func BenchmarkClean(b *testing.B) {
	for name, s := range map[string]string{
		"ascii":   "ada.lovelace@example.com",
		"cjk":     "山田\u3000太郎",
		"hostile": "\x1b[31mada\u202e\u200b e\u0301\u0301\u0301\u0301\u0301\u0301",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Clean(s)
			}
		})
	}
}

func TestPlainTextIsDrawnWithoutAllocating(t *testing.T) {
	s := "ada.lovelace@example.com"
	if n := testing.AllocsPerRun(100, func() { Clean(s) }); n != 0 {
		t.Errorf("Clean allocates %v times for printable ASCII", n)
	}
}
