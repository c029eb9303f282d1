package term

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"apimtui/api/text"

	"github.com/charmbracelet/x/ansi"
)

func TestWidth(t *testing.T) {
	for in, want := range map[string]int{
		"": 0, "Ada": 3, "Zoë": 3, "Zoe\u0308": 3, "王芳": 4, "山田\u3000太郎": 10, "🦀!": 3, "שרה": 3, "␛[1m": 4,
		"ｱﾊﾟｰﾄ": 5, "한글": 4, "สมศักดิ์": 5, "Cut…": 4,
	} {
		if got := Width(in); got != want {
			t.Errorf("Width(%q) = %d, want %d", in, got, want)
		}
	}
}

func TestCutAndPad(t *testing.T) {
	for _, c := range []struct {
		in       string
		w        int
		cut, pad string
	}{
		{"Ada", 5, "Ada", "Ada  "},
		{"Ada", 3, "Ada", "Ada"},
		{"Ada", 2, "A…", "A…"},
		{"Ada", 1, "…", "…"},
		{"Ada", 0, "", ""},
		{"Ada", -1, "", ""},
		{"", 2, "", "  "},
		{"王芳芳", 6, "王芳芳", "王芳芳"},
		{"王芳芳", 5, "王芳…", "王芳…"},
		{"王芳芳", 4, "王…", "王… "},
		{"王", 1, "…", "…"},
		{"Zoe\u0308!!", 4, "Zoe\u0308…", "Zoe\u0308…"},
		{"e\u0308e\u0308", 2, "e\u0308e\u0308", "e\u0308e\u0308"},
		{"प्रिया जी", 4, "प्रि…", "प्रि…"},
	} {
		if got := Cut(c.in, c.w); got != c.cut {
			t.Errorf("Cut(%q, %d) = %q, want %q", c.in, c.w, got, c.cut)
		}
		if got := Pad(c.in, c.w); got != c.pad {
			t.Errorf("Pad(%q, %d) = %q, want %q", c.in, c.w, got, c.pad)
		}
	}
	if got := Pad("x", 300); got != "x"+strings.Repeat(" ", 299) {
		t.Errorf("Pad to 300 cells gives %d bytes", len(got))
	}
}

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		in   string
		w    int
		want []string
	}{
		{"", 5, []string{""}},
		{"x", 0, nil},
		{"the quick brown fox", 9, []string{"the quick", "brown fox"}},
		{"the quick brown fox", 10, []string{"the quick", "brown fox"}},
		{"the quick brown fox", 8, []string{"the", "quick", "brown", "fox"}},
		{"abcdefgh ij", 3, []string{"abc", "def", "gh", "ij"}},
		{"ab abcdefgh", 3, []string{"ab", "abc", "def", "gh"}},
		{"abc ", 3, []string{"abc"}},
		{"abc def", 3, []string{"abc", "def"}},
		{" abcd", 3, []string{" ab", "cd"}},
		{"山田太郎さん", 5, []string{"山田", "太郎", "さん"}},
		{"Dr 山田太郎", 7, []string{"Dr 山田", "太郎"}},
		{"山田abc", 6, []string{"山田", "abc"}},
		{"王x", 1, []string{"…", "x"}},
		{"Zoe\u0308Zoe\u0308", 3, []string{"Zoe\u0308", "Zoe\u0308"}},
	} {
		if got := Wrap(c.in, c.w); !slices.Equal(got, c.want) {
			t.Errorf("Wrap(%q, %d) = %q, want %q", c.in, c.w, got, c.want)
		}
	}
}

// TestEmojiHaveOneWidth covers what terminals disagree on, all of which package
// text takes apart.
func TestEmojiHaveOneWidth(t *testing.T) {
	var all []string
	parts := []string{"a", "👍", "❤", "1", "👩", "💻", "\u200d", "\ufe0f", "\ufe0e", "\u20e3", "🏽", "🇩", "🇪", "🏴", "\U000e0067",
		"\U000e007f", "♀", "🏳", "🌈", "ᄒ", "ᅡ", "ᆫ", "한", "é", "e\u0301", " ", "\u3000", "ح", "ก", "\u0e31"}
	for _, a := range parts {
		for _, b := range parts {
			for _, c := range parts {
				all = append(all, a+b+c)
			}
		}
	}
	for _, s := range append(all, "👨\u200d👩\u200d👧\u200d👦", "🏳\ufe0f\u200d🌈", "👩🏽\u200d💻", "🇩🇪🇫🇷", "1\ufe0f\u20e3") {
		safe := text.Clean(s).String()
		if g, wc := ansi.StringWidth(safe), Width(safe); g != wc {
			t.Errorf("%+q is drawn as %q, in %d cells or %d", s, safe, wc, g)
		}
	}
}

func FuzzLayout(f *testing.F) {
	for _, s := range []string{"", "Ada Lovelace", "山田\u3000太郎", "e\u0301\u0301\u0301\u0301\u0301\u0301", "👩🏽\u200d💻🇩🇪", "प्रिया स्ते",
		"\x1b[31m\u202e", " a  b ", "ｶﾞ ำกำ", "ᄒ\u1161ᆫ"} {
		for _, w := range []int{0, 1, 2, 5, 20} {
			f.Add(s, w)
		}
	}
	f.Fuzz(func(t *testing.T, exact string, w int) {
		w = ((w % 200) + 200) % 200
		s := text.Clean(exact).String()
		if got := ansi.StringWidthWc(s); Width(s) != got {
			t.Fatalf("Width(%q) = %d, the renderer gives it %d", s, Width(s), got)
		}
		if g := ansi.StringWidth(s); g > Width(s) {
			t.Fatalf("Width(%q) = %d, and %d in mode 2027", s, Width(s), g)
		}
		checkCut(t, s, w)
		checkWrap(t, s, w)
	})
}

func checkCut(t *testing.T, s string, w int) {
	t.Helper()
	cut := Cut(s, w)
	body, isCut := strings.CutSuffix(cut, Ellipsis)
	switch {
	case Width(cut) > w || !utf8.ValidString(cut):
		t.Fatalf("Cut(%q, %d) = %q, of %d cells", s, w, cut, Width(cut))
	case Width(s) <= w && cut != s:
		t.Fatalf("Cut(%q, %d) = %q, although it fits", s, w, cut)
	case Width(s) > w && w >= Width(Ellipsis) && !(isCut && strings.HasPrefix(s, body)):
		t.Fatalf("Cut(%q, %d) = %q", s, w, cut)
	}
	if p := Pad(s, w); Width(p) != w || strings.TrimRight(p, " ") != strings.TrimRight(cut, " ") {
		t.Fatalf("Pad(%q, %d) = %q, of %d cells", s, w, p, Width(p))
	}
}

func checkWrap(t *testing.T, s string, w int) {
	t.Helper()
	lines := Wrap(s, w)
	for _, line := range lines {
		if Width(line) > w {
			t.Fatalf("Wrap(%q, %d) has a line of %d cells: %q", s, w, Width(line), line)
		}
	}
	unspaced := func(s string) string { return strings.ReplaceAll(s, " ", "") }
	if widest(s) <= w && unspaced(strings.Join(lines, "")) != unspaced(s) {
		t.Fatalf("Wrap(%q, %d) = %q, which is another text", s, w, lines)
	}
}

// widest returns the cells of the widest character.
func widest(s string) int {
	most := 1
	for s != "" {
		cluster, cells := first(s)
		most = max(most, cells)
		s = s[len(cluster):]
	}
	return most
}

func TestPlainTextIsLaidOutWithoutAllocating(t *testing.T) {
	s := "ada.lovelace@example.com"
	n := testing.AllocsPerRun(100, func() {
		Width(s)
		Cut(s, 30)
		Pad(s, len(s))
	})
	if n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkPad(b *testing.B) {
	for name, s := range map[string]string{"ascii": "ada.lovelace@example.com", "cjk": "山田\u3000太郎", "cut": strings.Repeat("ada ", 100)} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Pad(s, 30)
			}
		})
	}
}
