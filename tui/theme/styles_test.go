package theme

import (
	"image/color"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

func drawn(t *Theme) map[string]Style {
	return map[string]Style{
		"plain": t.Plain, "strong": t.Strong, "muted": t.Muted, "accent": t.Accent, "match": t.Match, "good": t.Good,
		"warn": t.Warn, "bad": t.Bad, "badge": t.Badge, "warn badge": t.WarnBadge, "bad badge": t.BadBadge,
	}
}

// What is good, a warning or bad looks different where there are colours, and
// has none where there are to be none.
func TestThemesDrawMeanings(t *testing.T) {
	for _, n := range []Name{Auto, Dark, Light, HighContrast, Mono} {
		ground := Ground{Background: color.Black}
		if n == Light {
			ground.Background = color.White
		}
		theme := On(n, ground)
		looks := map[string]string{}
		for name, s := range drawn(theme) {
			drawn := s.Render("x")
			if ansi.Strip(drawn) != "x" {
				t.Errorf("%s %s: drawn as %q", n, name, drawn)
			}
			if colour := strings.Contains(drawn, "[3") || strings.Contains(drawn, ";3") || strings.Contains(drawn, "[9") || strings.Contains(drawn, ";9"); n == Mono && colour {
				t.Errorf("%s %s has a colour: %q", n, name, drawn)
			}
			looks[name] = drawn
		}
		if n != Mono && (looks["good"] == looks["warn"] || looks["warn"] == looks["bad"] || looks["good"] == looks["bad"] || looks["badge"] == looks["bad badge"]) {
			t.Errorf("%s: good, warnings and bad look alike: %q", n, looks)
		}
		if looks["strong"] == looks["plain"] || looks["match"] == looks["plain"] || looks["accent"] == looks["plain"] {
			t.Errorf("%s: what is set off is not: %q", n, looks)
		}
	}
	if On("neon", Ground{Background: color.Black}).Name != Dark {
		t.Error("an unknown name is not that of the background")
	}
}

func TestGround(t *testing.T) {
	for n, known := range map[Name]bool{Auto: false, Dark: true, Light: true, HighContrast: false, Mono: false} {
		if New(n).KnowsGround() != known {
			t.Errorf("%s: knows the ground: %v", n, !known)
		}
	}
	// Without colours, what is left has to be dark on light on either ground.
	if New(Light).Paper.GetReverse() || !New(Dark).Paper.GetReverse() || !New(Auto).Paper.GetReverse() {
		t.Error("paper is light on dark")
	}
}

// States are told apart without colours.
func TestStatesHaveGlyphs(t *testing.T) {
	theme := New(Mono)
	seen := map[string]string{}
	for _, state := range []string{"active", "blocked", "pending", "deleted", "a state of the future"} {
		glyph, _ := theme.State(state)
		if other, twice := seen[glyph]; twice || glyph == "" {
			t.Errorf("%s is drawn as %s: %q", state, other, glyph)
		}
		seen[glyph] = state
	}
	for user, subscriptions := range map[string][]string{"blocked": {"suspended", "rejected"}, "pending": {"submitted"}, "deleted": {"cancelled", "expired"}} {
		for _, s := range subscriptions {
			a, _ := theme.State(user)
			if b, _ := theme.State(s); a != b {
				t.Errorf("%s is %s, %s is %s", user, a, s, b)
			}
		}
	}
}

func TestLinkHidesItsAddress(t *testing.T) {
	drawn := New(Dark).Link("https://a.example/?token=secret").Render("open")
	if ansi.Strip(drawn) != "open" || !strings.Contains(drawn, "\x1b]8;;https://a.example/?token=secret") {
		t.Errorf("drawn as %q", drawn)
	}
}
