package token

import (
	"strings"
	"testing"
	"time"

	"apimtui/api"
	"apimtui/tui/keys"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

// TestMomentIsWholeFarFromGreenwich has the day be another there, which makes
// the moment longer than the smallest terminal is wide.
func TestMomentIsWholeFarFromGreenwich(t *testing.T) {
	host := Host{
		Local: time.FixedZone("NZDT", 13*3600),
		Now:   func() time.Time { return time.Date(2026, 11, 21, 20, 56, 23, 0, time.UTC) },
	}
	p := New(t.Context(), 1, &ui.Outbox{}, nil, host, api.User{ID: "ada"})
	defer p.Close()
	p.Do(keys.Right)
	p.Do(keys.Left)
	view := p.View(ui.Frame{Width: 60, Height: 13, Theme: theme.New(theme.Mono)})
	if said := strings.Join(strings.Fields(view), " "); !strings.Contains(said, "2026-11-22 10:56:23 NZDT (Nov 21 21:56:23 UTC)") {
		t.Errorf("the moment is not whole:\n%s", view)
	}
}
