package term

import (
	"io"
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// ASCII draws a frame for a terminal without UTF-8: the console's own glyphs
// become their twins of [twin], every other character one question mark per cell.
// Cells keep their place, and styles are kept. Otherwise bytes above ASCII would
// appear as several characters or act as control characters, and shift one user's
// name beside another's e-mail.
func ASCII(frame string) string {
	var b strings.Builder
	b.Grow(len(frame))
	for len(frame) > 0 {
		if frame[0] == '\x1b' {
			seq, _, n, _ := ansi.DecodeSequence(frame, ansi.NormalState, nil)
			if !strings.ContainsFunc(seq, func(r rune) bool { return r >= utf8.RuneSelf }) {
				b.WriteString(seq)
			}
			frame = frame[n:]
			continue
		}
		if frame[0] < utf8.RuneSelf && (len(frame) == 1 || frame[1] < utf8.RuneSelf) {
			b.WriteByte(frame[0])
			frame = frame[1:]
			continue
		}
		cluster, cells := first(frame)
		b.WriteString(twin(cluster, cells))
		frame = frame[len(cluster):]
	}
	return b.String()
}

// ASCIIWriter writes text as [ASCII] draws it.
type ASCIIWriter struct{ io.Writer }

// Write implements io.Writer.
func (w ASCIIWriter) Write(p []byte) (int, error) {
	if _, err := io.WriteString(w.Writer, ASCII(string(p))); err != nil {
		return 0, err
	}
	return len(p), nil
}

// twin is the ASCII replacement of a character, in as many cells.
func twin(cluster string, cells int) string {
	if cluster[0] < utf8.RuneSelf && len(cluster) == 1 {
		return cluster
	}
	r, n := utf8.DecodeRuneInString(cluster)
	for _, t := range [][2]string{
		{"+", "╭╮╰╯┌┐└┘├┤┬┴┼"}, {"-", "─–—·◑"}, {"=", "━"}, {"|", "│┃◐"}, {"/", "◓"}, {`\`, "◒"},
		{">", "▌›→"}, {"^", "↑▴"}, {"v", "↓▾"}, {"*", "●•"}, {"o", "○◌"}, {"#", "■"}, {"x", "×✗✓"},
		{"~", "…"}, {`"`, "“”"}, {"'", "’"}, {"_", "␣"},
	} {
		if n == len(cluster) && strings.ContainsRune(t[1], r) {
			return t[0]
		}
	}
	return strings.Repeat("?", cells)
}
