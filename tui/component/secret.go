package component

import (
	"maps"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"
	"rsc.io/qr"

	"apimtui/api/secret"
	"apimtui/api/text"
	"apimtui/tui/theme"
)

// MaskAfter is how long a revealed secret stays on the screen.
const MaskAfter = 20 * time.Second

// Way is a way of showing a secret.
type Way string

// InClear shows the text itself, and Alone shows nothing else. Pages may have
// others, such as a QR code.
const (
	InClear Way = "in clear"
	Alone   Way = "alone"
)

// Secret is shown masked, and for a limited time in other ways on request. The
// zero value holds nothing.
type Secret struct {
	value secret.Value
	until map[Way]time.Time
}

// Set takes ownership of a secret and wipes the previous one. It is masked.
func (s *Secret) Set(v secret.Value) {
	s.value.Wipe()
	*s = Secret{value: v}
}

// Wipe clears the secret.
func (s *Secret) Wipe() { s.Set(secret.Value{}) }

// Empty reports whether there is no secret.
func (s *Secret) Empty() bool { return s.value.Empty() }

// Toggle starts or stops showing the secret in a way.
func (s *Secret) Toggle(w Way, now time.Time) {
	if s.Shown(w, now) {
		s.Hide(w)
		return
	}
	if s.until == nil {
		s.until = map[Way]time.Time{}
	}
	s.until[w] = now.Add(MaskAfter)
}

// Hide stops showing it in a way.
func (s *Secret) Hide(w Way) { delete(s.until, w) }

// HideBut stops every way of showing it but one.
func (s *Secret) HideBut(kept Way) {
	maps.DeleteFunc(s.until, func(w Way, _ time.Time) bool { return w != kept })
}

// Shown reports whether it is shown in a way.
func (s *Secret) Shown(w Way, now time.Time) bool { return !s.Empty() && now.Before(s.until[w]) }

// InView reports whether it is shown in any way.
func (s *Secret) InView(now time.Time) bool {
	for w := range s.until {
		if s.Shown(w, now) {
			return true
		}
	}
	return false
}

// Copy returns a copy for the clipboard, which is wiped separately.
func (s *Secret) Copy() secret.Value { return secret.New(s.value.Reveal()) }

// View draws the secret wrapped at the width, or as dots that hide its length.
func (s *Secret) View(t *theme.Theme, now time.Time, width int) []string {
	switch {
	case s.Empty():
		return []string{"–"}
	case !s.Shown(InClear, now):
		return []string{t.Muted.Render(strings.Repeat("•", min(24, width))) + t.Muted.Render(" masked")}
	}
	return s.Lines(t, width)
}

// Lines draws the secret in clear, wrapped at the width. Spaces are kept, so that a
// mouse selection is complete.
func (s *Secret) Lines(t *theme.Theme, width int) []string {
	lines := strings.Split(ansi.HardwrapWc(text.Clean(s.value.Reveal()).String(), max(1, width), true), "\n")
	for i, l := range lines {
		lines[i] = t.Strong.Render(l)
	}
	return lines
}

// quietZone is the blank border in modules. The standard asks for four; two worked
// with every reader tried, and fit a terminal.
const quietZone = 2

// QR draws a QR code of a secret, two modules a row, or returns nil when it does
// not fit.
func QR(t *theme.Theme, v secret.Value, width, height int) []string {
	code, err := qr.Encode(v.Reveal(), qr.L)
	if err != nil {
		return nil
	}
	size := code.Size + 2*quietZone
	if size > width || (size+1)/2 > height {
		return nil
	}
	// A cell is two modules, one above the other, dark on light.
	blocks := map[[2]bool]string{{true, true}: "█", {true, false}: "▀", {false, true}: "▄", {false, false}: " "}
	black := func(x, y int) bool { return code.Black(x-quietZone, y-quietZone) }
	var lines []string
	for y := 0; y < size; y += 2 {
		var b strings.Builder
		for x := range size {
			b.WriteString(blocks[[2]bool{black(x, y), y+1 < size && black(x, y+1)}])
		}
		lines = append(lines, t.Paper.Render(b.String()))
	}
	return lines
}
