package form

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"apimtui/api/text"
	"apimtui/tui/theme"
)

// FuzzWindow draws any text with the cursor anywhere: safe, within the width,
// and with the cursor on it.
func FuzzWindow(f *testing.F) {
	for _, s := range []string{"", "plain text that is longer than the field is wide", "山田太郎山田太郎山田太郎山田太郎", "a\u202e\u200b\U000e0041b", "e\u0301\u0301\u0301\u0301\u0301\u0301", "\u0301", "\x1b[31m"} {
		f.Add(s, uint8(3), uint8(20))
	}
	f.Fuzz(func(t *testing.T, s string, at, wide uint8) {
		width := 33 + int(wide)%60
		pos := min(int(at), utf8.RuneCountInString(s))
		for _, line := range [][]cell{cells(s), masked(s)} {
			drawn := window(theme.New(theme.Mono), line, pos, width)
			if w := ansi.StringWidthWc(drawn); w > width {
				t.Errorf("%q takes %d of %d cells", s, w, width)
			}
			if !strings.Contains(drawn, "\x1b[7m") {
				t.Errorf("%q at %d has no cursor: %q", s, pos, drawn)
			}
			for _, r := range ansi.Strip(drawn) {
				if safe := text.Clean("x" + string(r) + "x").String(); safe != "x"+string(r)+"x" {
					t.Errorf("%q is drawn with %U", s, r)
				}
			}
		}
	})
}

func TestWrappingLosesNothing(t *testing.T) {
	for _, s := range []string{"", "one two three", "onetwothreefourfive", "a  b  c  d", "山田太郎 山田太郎", strings.Repeat("x ", 40)} {
		for width := 2; width < 12; width++ {
			got := ""
			for _, row := range wrapCells(cells(s), width) {
				w := 0
				for _, c := range row {
					got += c.text
					w += c.width
				}
				if w > width {
					t.Errorf("%q at %d: a row of %d", s, width, w)
				}
			}
			if got != s {
				t.Errorf("%q at %d became %q", s, width, got)
			}
		}
	}
}
