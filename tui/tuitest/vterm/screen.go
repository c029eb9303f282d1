package vterm

import (
	"image/color"
	"strings"
)

// Cell is one cell of the screen. Its comparable form makes styles easy to
// assert: two cells are equal when they look the same.
type Cell struct {
	// Text is the character with its combining marks, " " where nothing is
	// drawn, and "" in the second half of a wide character.
	Text string
	// Width is the columns taken: 1, 2, or 0 for that second half.
	Width int
	// Fg and Bg are nil for the terminal's own colours.
	Fg, Bg color.Color

	Bold, Faint, Italic, Underline, Blink, Reverse, Conceal, Strike bool
}

// The emulator's attribute bits, in the order of the SGR codes 1 to 9 without
// the underline, which it keeps apart.
const (
	attrBold = 1 << iota
	attrFaint
	attrItalic
	attrBlink
	attrRapidBlink
	attrReverse
	attrConceal
	attrStrike
)

// Cell returns the cell at column x of row y, counted from 0. Outside the
// screen it is the zero Cell.
func (t *Terminal) Cell(x, y int) Cell {
	t.mu.Lock()
	defer t.mu.Unlock()
	c := t.emu.CellAt(x, y)
	if c == nil {
		return Cell{}
	}
	has := func(bit uint8) bool { return c.Style.Attrs&bit != 0 }
	return Cell{
		Text:      plain(c.Content),
		Width:     c.Width,
		Fg:        c.Style.Fg,
		Bg:        c.Style.Bg,
		Bold:      has(attrBold),
		Faint:     has(attrFaint),
		Italic:    has(attrItalic),
		Underline: c.Style.Underline != 0,
		Blink:     has(attrBlink | attrRapidBlink),
		Reverse:   has(attrReverse),
		Conceal:   has(attrConceal),
		Strike:    has(attrStrike),
	}
}

// Screen returns the visible text: one line per row, in all rows, with blanks
// at the end of each line left out.
func (t *Terminal) Screen() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	rows := make([]string, t.emu.Height())
	for y := range rows {
		rows[y] = strings.TrimRight(t.row(y), " ")
	}
	return strings.Join(rows, "\n")
}

// row returns the text of one row; the caller holds the lock.
func (t *Terminal) row(y int) string {
	var b strings.Builder
	for x := 0; x < t.emu.Width(); {
		c := t.emu.CellAt(x, y)
		if c == nil || c.Content == "" {
			b.WriteByte(' ')
			x++
			continue
		}
		b.WriteString(plain(c.Content))
		x += max(c.Width, 1)
	}
	return b.String()
}

// Styled returns the screen with its colours and attributes as SGR sequences,
// for a picture or a diff of styles.
func (t *Terminal) Styled() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return plain(t.emu.Render())
}

// Find returns the column and row, counted from 0, of the first place where
// text stands within one row.
func (t *Terminal) Find(text string) (x, y int, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for y := range t.emu.Height() {
		before, _, found := strings.Cut(t.row(y), text)
		if found {
			return t.emu.WidthMethod().StringWidth(before), y, true
		}
	}
	return 0, 0, false
}

// Framed draws a screen with its edges, so that a message about it shows where
// blanks and empty rows are.
func Framed(screen string) string {
	return "+\n|" + strings.ReplaceAll(screen, "\n", "\n|") + "\n+"
}
