package theme

import (
	"image/color"
	"math"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
)

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
