package component

import (
	"strings"
	"time"

	"apimtui/api/secret"
	"apimtui/api/text"
	"apimtui/tui/theme"
)

// MaskAfter is how long a revealed secret stays on the screen.
const MaskAfter = 20 * time.Second

// Secret shows a secret masked, and in clear for a while when asked. The zero
// value holds nothing.
type Secret struct {
	value secret.Value
	until time.Time // shown until then; zero: masked
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
func (s *Secret) Toggle(now time.Time) {
	if s.Shown(now) {
		s.until = time.Time{}
		return
	}
	s.until = now.Add(MaskAfter)
}

// Mask masks it.
func (s *Secret) Mask() { s.until = time.Time{} }

// Shown says whether it is in clear.
func (s *Secret) Shown(now time.Time) bool { return !s.Empty() && now.Before(s.until) }

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
	var lines []string
	for rest := s.value.Reveal(); rest != ""; {
		n := min(len(rest), max(1, width))
		lines = append(lines, t.Strong.Render(text.Clean(rest[:n]).String()))
		rest = rest[n:]
	}
	return lines
}
