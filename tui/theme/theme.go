// Package theme holds every colour of the console in three layers: tones for a
// dark and a light background, their meanings, and the styles that draw them.
package theme

import (
	"image/color"
	"math"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
)

// Name is a theme's name in the configuration.
type Name string

// The themes. Auto is Dark or Light depending on the terminal's background.
const (
	Auto         Name = "auto"
	Dark         Name = "dark"
	Light        Name = "light"
	HighContrast Name = "high-contrast"
	Mono         Name = "mono"
)

// Ground is what the console knows of the terminal's colours.
type Ground struct {
	Background color.Color // what the terminal reports, or nil
	Few        bool        // set when there are fewer than 256 colours
}

// tokens are meanings. nil is the terminal's own text colour.
type tokens struct {
	accent, muted, good, warn, bad color.Color
}

// Theme draws meanings. The zero value draws everything plain.
type Theme struct {
	Name Name

	// Ink is the text colour with the most contrast, where that is wanted and the
	// background is known; nil otherwise.
	Ink color.Color

	Plain  Style
	Strong Style // selected, or a heading
	Muted  Style // labels, hints, what matters less
	Accent Style // the program's own marks: cursor, key names
	Match  Style // what the filter matched
	Good   Style
	Warn   Style
	Bad    Style

	// Paper is black on white in every theme, for scannable codes. Without colours
	// it is still dark on light if KnowsGround.
	Paper Style

	// FullRow draws a chosen row as a bar in Selection, not with a mark before it.
	FullRow   bool
	Selection Style

	// Private masks what says who a user is, where the console cannot recognize it in
	// the finished screen: before an audience.
	Private bool

	Cursor Style // the character at the cursor of a text
	Rule   Style // under the blanks of a line that can be written on

	Border Style // of a pane
	Frame  Style // of the pane or box that has the keys

	Badge     Style
	WarnBadge Style
	BadBadge  Style
}

// New returns the theme of that name for an unknown terminal.
func New(n Name) *Theme { return On(n, Ground{}) }

// On returns the theme of that name for a terminal; an unknown name is Auto. Text
// has the terminal's own colour where no tone is certain to be legible: with few
// colours, which every operator sets differently, or on an unknown background.
func On(n Name, g Ground) *Theme {
	t, _ := With(n, g, nil)
	return t
}

// With is On with an operator's own colours by meaning, as #rrggbb or the number of
// one of 256. Those that are refused are not legible on the terminal's background,
// and the theme's own tone stays. Mono and few colours ignore them.
func With(n Name, g Ground, own map[string]string) (t *Theme, refused []string) {
	if named := n == Dark || n == Light || n == HighContrast || n == Mono; !named && g.Background != nil {
		n = Light
		if isDark(g.Background) {
			n = Dark
		}
	}
	k, toned := tones(n, g)
	if !g.Few && n != Mono {
		refused = k.own(own, n, g)
	}
	t = build(k)
	t.Name, t.Paper = n, paper(n)
	if n == HighContrast && g.Background != nil {
		t.Ink = color.Black
		if isDark(g.Background) {
			t.Ink = color.White
		}
	}
	if !toned || n == HighContrast { // bold costs bytes at every move of the cursor
		t.Accent = styled(t.Accent.Bold(true))
	}
	if !toned && k.muted == nil && n != Mono && n != HighContrast {
		t.Muted = styled(t.Muted.Faint(true))
		t.Border = t.Muted
	}
	t.Rule = styled(t.Border.Underline(true))
	return t, refused
}

// Danger is the theme for a box that destroys something: its frame is a warning.
func (t Theme) Danger() *Theme {
	t.Frame = t.Bad
	return &t
}

// KnowsGround reports whether the theme knows if the background is dark or light.
func (t *Theme) KnowsGround() bool { return t.Name == Dark || t.Name == Light }

// paper is black on white. Without colours (NO_COLOR) the terminal's own two
// remain: on a dark one they have to be reversed from the start.
func paper(n Name) Style {
	black, white := lipgloss.Color("16"), lipgloss.Color("231")
	if n == Light {
		return styled(lipgloss.NewStyle().Foreground(black).Background(white))
	}
	return styled(lipgloss.NewStyle().Foreground(white).Background(black).Reverse(true))
}

func build(k tokens) *Theme {
	fg := func(c color.Color) lipgloss.Style {
		if c == nil {
			return lipgloss.NewStyle()
		}
		return lipgloss.NewStyle().Foreground(c)
	}
	badge := func(c color.Color) Style { return styled(fg(c).Reverse(true).Bold(true)) }
	return &Theme{
		Strong:    styled(lipgloss.NewStyle().Bold(true)),
		Muted:     styled(fg(k.muted)),
		Accent:    styled(fg(k.accent)),
		Match:     styled(fg(k.accent).Underline(true)),
		Good:      styled(fg(k.good)),
		Warn:      styled(fg(k.warn)),
		Bad:       styled(fg(k.bad)),
		Selection: styled(lipgloss.NewStyle().Reverse(true).Bold(true)),
		Cursor:    styled(lipgloss.NewStyle().Reverse(true)),
		Border:    styled(fg(k.muted)),
		Frame:     styled(fg(k.accent)),
		Badge:     badge(k.accent),
		WarnBadge: badge(k.warn),
		BadBadge:  badge(k.bad),
	}
}

// legible is the minimum contrast of text by WCAG 2, strong that of high contrast.
const legible, strong = 4.5, 7

// Contrast is the minimum contrast of an operator's own colours.
func (n Name) Contrast() float64 {
	if n == HighContrast {
		return strong
	}
	return legible
}

// own takes an operator's own colours and returns the meanings of those that are
// not legible. Without a reported background, the operator knows better. A terminal
// of 256 colours draws the nearest of those.
func (k *tokens) own(colors map[string]string, n Name, g Ground) (refused []string) {
	for _, m := range []struct {
		name string
		tone *color.Color
	}{{"accent", &k.accent}, {"muted", &k.muted}, {"good", &k.good}, {"warn", &k.warn}, {"bad", &k.bad}} {
		value, given := colors[m.name]
		if !given {
			continue
		}
		c := lipgloss.Color(value)
		if g.Background != nil && min(contrast(c, g.Background), contrast(colorprofile.ANSI256.Convert(c), g.Background)) < n.Contrast() {
			refused = append(refused, m.name)
			continue
		}
		*m.tone = c
	}
	return refused
}

// tones returns the colours for a terminal, and whether it has any. They come from
// the colour cube, which no palette changes: an operator's own sixteen colours are
// legible on that operator's background at best, and bright black equals the
// background in one palette of three.
func tones(n Name, g Ground) (k tokens, toned bool) {
	tone := func(index string) color.Color {
		c, least := lipgloss.Color(index), legible
		if n == HighContrast {
			least = strong
		}
		if g.Background != nil && contrast(c, g.Background) < least {
			return nil
		}
		return c
	}
	dark := g.Background != nil && isDark(g.Background)
	switch {
	case g.Few:
		return tokens{}, false
	case n == Dark:
		return tokens{accent: tone("80"), muted: tone("248"), good: tone("78"), warn: tone("179"), bad: tone("210")}, true
	case n == Light:
		return tokens{accent: tone("24"), muted: tone("241"), good: tone("22"), warn: tone("94"), bad: tone("124")}, true
	case n == HighContrast && dark:
		return tokens{accent: tone("123"), good: tone("120"), warn: tone("228"), bad: tone("217")}, true
	case n == HighContrast && g.Background != nil:
		return tokens{accent: tone("19"), good: tone("22"), warn: tone("53"), bad: tone("88")}, true
	}
	return tokens{}, false
}

// isDark reports whether white has more contrast with a colour than black.
func isDark(c color.Color) bool { return contrast(c, color.White) > contrast(c, color.Black) }

// contrast is the contrast of two colours, from 1 to 21.
func contrast(a, b color.Color) float64 {
	lighter, darker := luminance(a), luminance(b)
	if lighter < darker {
		lighter, darker = darker, lighter
	}
	return (lighter + 0.05) / (darker + 0.05)
}

// luminance is the relative luminance of WCAG 2.
func luminance(c color.Color) float64 {
	linear := func(v uint32) float64 {
		s := float64(v) / 0xffff
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	r, g, b, _ := c.RGBA()
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}
