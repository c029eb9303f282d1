package term

import (
	"strings"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"
)

// scraps are what screens are made of, and what breaks them.
func scraps() *rapid.Generator[string] {
	return rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{
		"Ada", " ", "│", "─", "╯", "╿", "█", "┃", "…", "●", "·", "é", "e\u0301", "│\u0301", "世界", "👩‍👩‍👧", "👍🏽", "1\ufe0f\u20e3", "🇩🇪", "🇩",
		"\u0301", "\u200d", "\u200b", "\ufe0f", "\u00ad", "\u0085", "\u009b", "\u009b1m", "\x1b[m", "\x1b[1;38;2;1;2;3m", "\x1b[4:3m", "\x1b[2K", "\x1b[",
		"\x1b]8;;x\x07", "\x1b", "\x1b[?1m", "\t", "\r", "\x7f", "\x00", "\x9b", "\xe2\x94", "\xe2\x94\xe2", "\xff", "க்ஷி", "ำ",
	}))
}

func TestCells(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOf(scraps()).Draw(t, "scraps"), "")
		if got, want := Cells(s), ansi.StringWidth(s); got != want {
			t.Fatalf("Cells(%q) = %d, want %d", s, got, want)
		}
	})
}

func TestBlocks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var blocks []string
		for range rapid.IntRange(2, 4).Draw(t, "blocks") {
			lines := rapid.SliceOfN(rapid.SampledFrom([]string{"", "Ada", "│ é │", "\x1b[1mx\x1b[m", "世界", strings.Repeat("─", 90)}), 1, 5).Draw(t, "lines")
			blocks = append(blocks, strings.Join(lines, "\n"))
		}
		if got, want := Beside(blocks...), lipgloss.JoinHorizontal(lipgloss.Top, blocks...); got != want {
			t.Fatalf("Beside(%q) = %q, want %q", blocks, got, want)
		}
		if got, want := Widest(blocks[0]), lipgloss.Width(blocks[0]); got != want {
			t.Fatalf("Widest(%q) = %d, want %d", blocks[0], got, want)
		}
	})
}
