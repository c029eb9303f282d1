package vterm

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Private modes that have a name of their own here.
const (
	modeAutoWrap       = 7
	modeCursor         = 25
	modeAltScreen      = 1049
	modeBracketedPaste = 2004
)

// Mode reports whether private mode n (as in CSI ? n h) is set.
func (t *Terminal) Mode(n int) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.scan.mode(n)
}

func (s *scanner) mode(n int) bool {
	if on, touched := s.modes[n]; touched {
		return on
	}
	return byDefault(n)
}

// byDefault reports whether a terminal starts with mode n set.
func byDefault(n int) bool { return n == modeAutoWrap || n == modeCursor }

// Visible reports whether anything but blanks was ever written.
func (t *Terminal) Visible() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.scan.visible
}

// LeftOver names every terminal setting that a program changed and did not put
// back: private modes (alternate screen, hidden cursor, mouse, focus, bracketed
// paste, ...), the kitty keyboard stack and modifyOtherKeys. It is empty when a
// shell could go on working in this terminal.
func (t *Terminal) LeftOver() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	var left []string
	for n, on := range t.scan.modes {
		if on != byDefault(n) {
			left = append(left, leftOverMode(n, on))
		}
	}
	slices.Sort(left)
	if t.scan.kitty > 0 {
		left = append(left, fmt.Sprintf("kitty keyboard protocol pushed %d times too often", t.scan.kitty))
	}
	if t.scan.otherKeys {
		left = append(left, "modifyOtherKeys still on")
	}
	return left
}

func leftOverMode(n int, on bool) string {
	known := map[int]string{
		modeCursor:         "cursor still hidden",
		modeAltScreen:      "alternate screen still showing",
		modeBracketedPaste: "bracketed paste still on",
	}
	return cmp.Or(known[n], fmt.Sprintf("mode ?%d still %s", n, map[bool]string{true: "set", false: "reset"}[on]))
}

// Paste returns the bytes the terminal sends when text is pasted into it: line
// ends as carriage returns, in brackets if the program asked for them.
func (t *Terminal) Paste(text string) []byte {
	text = strings.NewReplacer("\r\n", "\r", "\n", "\r").Replace(text)
	if t.Mode(modeBracketedPaste) {
		text = "\x1b[200~" + text + "\x1b[201~"
	}
	return []byte(text)
}

// Modes of the mouse: reports of buttons and of motion while one is pressed, in a
// form without a limit on columns.
const (
	modeMouse    = 1002
	modeMouseSGR = 1006
)

// Mouse returns the bytes the terminal sends when a button is pressed and released
// at a column and row counted from 0: 0 is the left one, 64 and 65 are the wheel up
// and down, which has no release. It is nil unless the program asked for them.
func (t *Terminal) Mouse(button, x, y int) []byte {
	if !t.Mode(modeMouse) || !t.Mode(modeMouseSGR) {
		return nil
	}
	press := fmt.Sprintf("\x1b[<%d;%d;%dM", button, x+1, y+1)
	if button >= 64 {
		return []byte(press)
	}
	return []byte(press + fmt.Sprintf("\x1b[<%d;%d;%dm", button, x+1, y+1))
}
