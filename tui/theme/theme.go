// Package theme holds every colour of the console, in three steps: tones for a dark
// and a light background, the meanings they stand for, and the styles that draw them.
package theme

import (
	"image/color"

	"charm.land/lipgloss/v2"
)

// Name is a theme's name as the configuration writes it.
type Name string

// The themes. Auto is Dark or Light as the terminal says its background is.
const (
	Auto         Name = "auto"
	Dark         Name = "dark"
	Light        Name = "light"
	HighContrast Name = "high-contrast"
	Mono         Name = "mono"
)

// Ground is what the console knows of the terminal's colours.
type Ground struct {
	// Background is as the terminal reports it, nil where it does not.
	Background color.Color
	// Few says that there are fewer than 256 colours.
	Few bool
}

// tokens are meanings. nil is the terminal's own text colour.
type tokens struct {
	accent, muted, good, warn, bad color.Color
}

// Theme draws meanings. The zero value draws everything plain.
type Theme struct {
	Name Name

	Plain  lipgloss.Style
	Strong lipgloss.Style // selected, or a heading
	Muted  lipgloss.Style // labels, hints, what matters less
	Accent lipgloss.Style // the program's own marks: cursor, key names
	Match  lipgloss.Style // what the filter matched
	Good   lipgloss.Style
	Warn   lipgloss.Style
	Bad    lipgloss.Style

	// Paper is black on white in every theme, for codes that a camera reads.
	// Where colours are taken out, it still is dark on light if KnowsGround.
	Paper lipgloss.Style

	Badge     lipgloss.Style
	WarnBadge lipgloss.Style
	BadBadge  lipgloss.Style
}

// New makes the theme of that name for a terminal that tells nothing.
func New(n Name) *Theme { return On(n, Ground{}) }

// On makes the theme of that name for a terminal; an unknown name is Auto. Text is
// in the terminal's own colour where no tone is known to be legible: with few
// colours, which every operator sets differently, or on a background that is not
// known.
func On(n Name, g Ground) *Theme {
	if named := n == Dark || n == Light || n == HighContrast || n == Mono; !named && g.Background != nil {
		n = Light
		if isDark(g.Background) {
			n = Dark
		}
	}
	k, toned := tones(n, g)
	t := build(k)
	t.Name, t.Paper = n, paper(n)
	if !toned || n == HighContrast { // bold costs bytes at every move of the cursor
		t.Accent = t.Accent.Bold(true)
	}
	if !toned && n != Mono && n != HighContrast {
		t.Muted = t.Muted.Faint(true)
	}
	return t
}

// KnowsGround says that the theme tells whether the terminal's background is
// dark or light.
func (t *Theme) KnowsGround() bool { return t.Name == Dark || t.Name == Light }

// paper is black on white. When colours are taken out of it (NO_COLOR), what is
// left is the terminal's own two: on a dark one they have to change places, and
// so they do from the beginning.
func paper(n Name) lipgloss.Style {
	black, white := lipgloss.Color("16"), lipgloss.Color("231")
	if n == Light {
		return lipgloss.NewStyle().Foreground(black).Background(white)
	}
	return lipgloss.NewStyle().Foreground(white).Background(black).Reverse(true)
}

func build(k tokens) *Theme {
	fg := func(c color.Color) lipgloss.Style {
		if c == nil {
			return lipgloss.NewStyle()
		}
		return lipgloss.NewStyle().Foreground(c)
	}
	badge := func(c color.Color) lipgloss.Style { return fg(c).Reverse(true).Bold(true) }
	return &Theme{
		Plain:     lipgloss.NewStyle(),
		Strong:    lipgloss.NewStyle().Bold(true),
		Muted:     fg(k.muted),
		Accent:    fg(k.accent),
		Match:     fg(k.accent).Underline(true),
		Good:      fg(k.good),
		Warn:      fg(k.warn),
		Bad:       fg(k.bad),
		Badge:     badge(k.accent),
		WarnBadge: badge(k.warn),
		BadBadge:  badge(k.bad),
	}
}
