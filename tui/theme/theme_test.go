package theme

import (
	"image/color"
	"reflect"
	"slices"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
)

// palette is what a terminal's own two colours are.
type palette struct {
	name             string
	background, text string
}

// palettes are those that most terminals come with, or are given.
func palettes() []palette {
	return []palette{
		{"xterm", "#000000", "#e5e5e5"},
		{"xterm, white", "#ffffff", "#000000"},
		{"VS Code dark", "#1e1e1e", "#cccccc"},
		{"VS Code light", "#ffffff", "#333333"},
		{"Campbell", "#0c0c0c", "#cccccc"},
		{"macOS", "#ffffff", "#000000"},
		{"Solarized dark", "#002b36", "#839496"},
		{"Solarized light", "#fdf6e3", "#657b83"},
		{"Gruvbox dark", "#282828", "#ebdbb2"},
		{"Gruvbox light", "#fbf1c7", "#3c3836"},
		{"Dracula", "#282a36", "#f8f8f2"},
		{"Nord", "#2e3440", "#d8dee9"},
		{"One Dark", "#282c34", "#abb2bf"},
		{"GitHub light", "#ffffff", "#1f2328"},
	}
}

// styles are all that a theme draws text with.
func styles(t *Theme) map[string]Style {
	all := map[string]Style{}
	v := reflect.ValueOf(*t)
	for i := range v.NumField() {
		if s, ok := v.Field(i).Interface().(Style); ok && v.Type().Field(i).Name != "Paper" {
			all[v.Type().Field(i).Name] = s
		}
	}
	return all
}

func TestTextIsLegible(t *testing.T) {
	for _, p := range palettes() {
		background := lipgloss.Color(p.background)
		for name, least := range map[Name]float64{Auto: 4.5, HighContrast: 7} {
			th := On(name, Ground{Background: background})
			for style, s := range styles(th) {
				if s.GetFaint() {
					t.Errorf("%s, %s: %s is faint", p.name, name, style)
				}
				c := s.GetForeground()
				if _, own := c.(lipgloss.NoColor); own {
					continue // the operator's own text
				}
				if got := contrast(c, background); got < least {
					t.Errorf("%s, %s: %s has a contrast of %.2f, at least %.1f is wanted", p.name, name, style, got, least)
				}
				if _, basic := c.(ansi.BasicColor); basic {
					t.Errorf("%s, %s: %s is one of the sixteen colours", p.name, name, style)
				}
			}
			if name == Auto && len(colours(th)) != 5 {
				t.Errorf("%s: only %d tones are used", p.name, len(colours(th)))
			}
		}
	}
}

// colours are the tones of a theme.
func colours(th *Theme) map[color.Color]bool {
	all := map[color.Color]bool{}
	for _, s := range styles(th) {
		if c := s.GetForeground(); c != (lipgloss.NoColor{}) {
			all[c] = true
		}
	}
	return all
}

// With few colours, or an unknown background, text is the operator's own. Of the
// palettes one gives that less than 4.5: it is not ours to mend.
func TestTextIsTheTerminalsOwn(t *testing.T) {
	for _, p := range palettes() {
		if own := contrast(lipgloss.Color(p.text), lipgloss.Color(p.background)); own < 4.5 && p.name != "Solarized light" {
			t.Errorf("%s: text has a contrast of %.2f", p.name, own)
		}
	}
	black := lipgloss.Color("#000000")
	for name, th := range map[string]*Theme{
		"auto, few": On(Auto, Ground{Background: black, Few: true}), "dark, few": On(Dark, Ground{Few: true}),
		"light, few": On(Light, Ground{Few: true}), "high contrast, few": On(HighContrast, Ground{Background: black, Few: true}),
		"auto, unknown": New(Auto), "high contrast, unknown": New(HighContrast), "mono": On(Mono, Ground{Background: black}),
	} {
		if n := len(colours(th)); n != 0 {
			t.Errorf("%s has %d colours", name, n)
		}
	}
}

// A background that leaves no room for a tone has the operator's own text.
func TestTonesGiveWay(t *testing.T) {
	grey := lipgloss.Color("#777777")
	for style, s := range styles(On(Auto, Ground{Background: grey})) {
		c := s.GetForeground()
		if _, own := c.(lipgloss.NoColor); !own && contrast(c, grey) < 4.5 {
			t.Errorf("%s has a contrast of %.2f", style, contrast(c, grey))
		}
	}
}

func TestContrast(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want float64
	}{{"#000000", "#ffffff", 21}, {"#ffffff", "#ffffff", 1}, {"#777777", "#ffffff", 4.48}, {"#839496", "#002b36", 4.75}} {
		if got := contrast(lipgloss.Color(tt.a), lipgloss.Color(tt.b)); got < tt.want-0.01 || got > tt.want+0.01 {
			t.Errorf("%s on %s: %.2f, want %.2f", tt.a, tt.b, got, tt.want)
		}
	}
}

func TestAutoFollowsTheBackground(t *testing.T) {
	for background, want := range map[string]Name{"#000000": Dark, "#2e3440": Dark, "#fdf6e3": Light, "#ffffff": Light} {
		if got := On(Auto, Ground{Background: lipgloss.Color(background)}); got.Name != want || !got.KnowsGround() {
			t.Errorf("%s: %s", background, got.Name)
		}
	}
}

// Own colours are drawn where they are legible, and nowhere else.
func TestOwnColours(t *testing.T) {
	own := map[string]string{"accent": "#5fd7d7", "muted": "145", "good": "#004d00", "warn": "#806000", "bad": "#ff0000"}
	used := 0
	for _, p := range palettes() {
		for name, least := range map[Name]float64{Auto: 4.5, HighContrast: 7} {
			g := Ground{Background: lipgloss.Color(p.background)}
			builtIn := styles(On(name, g))
			th, refused := With(name, g, own)
			for meaning, style := range map[string]string{"accent": "Frame", "muted": "Muted", "good": "Good", "warn": "Warn", "bad": "Bad"} {
				got, want := styles(th)[style].GetForeground(), lipgloss.Color(own[meaning])
				if contrast(want, g.Background) < least != slices.Contains(refused, meaning) {
					t.Errorf("%s, %s: %s of contrast %.1f: refused %v", p.name, name, meaning, contrast(want, g.Background), refused)
				}
				if slices.Contains(refused, meaning) {
					want = builtIn[style].GetForeground()
				} else {
					used++
				}
				if got != want {
					t.Errorf("%s, %s: %s is %v, not %v", p.name, name, meaning, got, want)
				}
			}
		}
	}
	if used == 0 || used == 10*len(palettes()) {
		t.Errorf("%d of them are used", used)
	}
}

// They are ignored where colours are few or unwanted, and not checked against a
// background that is not known.
func TestOwnColoursOfOtherTerminals(t *testing.T) {
	own := map[string]string{"accent": "#333333", "muted": "#333333"}
	for name, g := range map[Name]Ground{Auto: {Background: color.Black, Few: true}, Mono: {Background: color.Black}, HighContrast: {Few: true}} {
		if th, refused := With(name, g, own); !reflect.DeepEqual(th, On(name, g)) || refused != nil {
			t.Errorf("%s: they count, or %v are refused", name, refused)
		}
	}
	for _, name := range []Name{Auto, Dark, Light, HighContrast} {
		th, refused := With(name, Ground{}, own)
		if th.Muted.GetForeground() != lipgloss.Color("#333333") || th.Muted.GetFaint() || refused != nil {
			t.Errorf("%s: drawn as %q, refused %v", name, th.Muted.Render("x"), refused)
		}
	}
}
