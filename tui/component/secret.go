package component

import (
	"strings"
	"time"

	"apimtui/api/secret"
	"apimtui/api/text"
	"apimtui/tui/term"
	"apimtui/tui/theme"
)

// MaskAfter is how long a revealed secret stays on the screen.
const MaskAfter = 20 * time.Second

// Glimpse is the while for which something secret is on the screen, in
// whatever form. The zero value shows nothing.
type Glimpse struct{ until time.Time }

// Toggle begins the while, or ends it.
func (g *Glimpse) Toggle(now time.Time) {
	if g.Shown(now) {
		g.End()
		return
	}
	g.until = now.Add(MaskAfter)
}

// End ends it.
func (g *Glimpse) End() { g.until = time.Time{} }

// Shown says whether it lasts.
func (g *Glimpse) Shown(now time.Time) bool { return now.Before(g.until) }

// Secret shows a secret masked, and in clear for a while when asked. The zero
// value holds nothing.
type Secret struct {
	value secret.Value
	clear Glimpse
}

// Set takes a secret over, and wipes the one before. It is masked.
func (s *Secret) Set(v secret.Value) {
	s.value.Wipe()
	*s = Secret{value: v}
}

// Wipe forgets the secret.
func (s *Secret) Wipe() { s.Set(secret.Value{}) }

// Empty says that there is no secret.
func (s *Secret) Empty() bool { return s.value.Empty() }

// Toggle reveals the secret, or masks it again.
func (s *Secret) Toggle(now time.Time) { s.clear.Toggle(now) }

// Mask masks it.
func (s *Secret) Mask() { s.clear.End() }

// Shown says whether it is in clear.
func (s *Secret) Shown(now time.Time) bool { return !s.Empty() && s.clear.Shown(now) }

// Copy is a copy for the clipboard, which is wiped by itself.
func (s *Secret) Copy() secret.Value { return secret.New(s.value.Reveal()) }

// View draws the secret: as dots that tell nothing of its length, or in clear,
// broken where the width ends.
func (s *Secret) View(t *theme.Theme, now time.Time, width int) []string {
	switch {
	case s.Empty():
		return []string{"–"}
	case !s.Shown(now):
		return []string{t.Muted.Render(strings.Repeat("•", min(24, width))) + t.Muted.Render(" masked")}
	}
	lines := broken(text.Clean(s.value.Reveal()).String(), max(1, width))
	for i, l := range lines {
		lines[i] = t.Strong.Render(l)
	}
	return lines
}

// broken breaks what is safe to draw where the width ends, spaces kept: what is
// selected with the mouse has to be all of it.
func broken(s string, width int) []string {
	var lines []string
	start, used := 0, 0
	for i, r := range s {
		w := term.Width(string(r))
		if used+w > width && i > start {
			lines = append(lines, s[start:i])
			start, used = i, 0
		}
		used += w
	}
	return append(lines, s[start:])
}
