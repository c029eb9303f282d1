package vterm

import "strings"

// Find returns the column and row, counted from 0, of the first place where
// text stands within one row.
func (t *Terminal) Find(text string) (x, y int, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for y := range t.emu.Height() {
		before, _, found := strings.Cut(t.row(y), text)
		if found {
			return t.column(y, len(before)), y, true
		}
	}
	return 0, 0, false
}

// column returns the column of the cell that begins at byte offset in row y;
// the caller holds the lock.
func (t *Terminal) column(y, offset int) int {
	x := 0
	for bytes := 0; x < t.emu.Width() && bytes < offset; {
		c := t.emu.CellAt(x, y)
		if c == nil || c.Content == "" {
			bytes++
			x++
			continue
		}
		bytes += len(plain(c.Content))
		x += max(c.Width, 1)
	}
	return x
}

// Framed draws a screen with its edges, so that a message about it shows where
// blanks and empty rows are.
func Framed(screen string) string {
	return "+\n|" + strings.ReplaceAll(screen, "\n", "\n|") + "\n+"
}
