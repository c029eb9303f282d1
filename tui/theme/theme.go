// Package theme holds every colour of the console, in three steps: the sixteen
// colours that the operator's own terminal defines, the meanings they stand
// for, and the styles that draw them.
package theme

import (
	"image/color"

	"charm.land/lipgloss/v2"
)

// Name is a theme's name as the configuration writes it.
type Name string

// The themes. Auto is Dark until the terminal says that its background is
// light.
const (
	Auto         Name = "auto"
	Dark         Name = "dark"
	Light        Name = "light"
	HighContrast Name = "high-contrast"
	Mono         Name = "mono"
)

// tokens are meanings. nil is the terminal's own text colour.
type tokens struct {
	accent, muted, good, warn, bad, badge color.Color
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

// New makes the theme of that name; an unknown name is Dark.
func New(n Name) *Theme {
	t := build(tokensOf(n))
	t.Name, t.Paper = n, paper(n)
	return t
}

// KnowsGround says that the theme tells whether the terminal's background is
// dark or light.
func (t *Theme) KnowsGround() bool { return t.Name == Dark || t.Name == Light }

// paper is black on white. When colours are taken out of it (NO_COLOR), what is
// left is the terminal's own two: on a dark one they have to change places, and
// so they do from the beginning.
func paper(n Name) lipgloss.Style {
	if n == Light {
		return lipgloss.NewStyle().Foreground(lipgloss.Black).Background(lipgloss.BrightWhite)
	}
	return lipgloss.NewStyle().Foreground(lipgloss.BrightWhite).Background(lipgloss.Black).Reverse(true)
}

// tokensOf keeps to colours that operators have tuned their terminals for.
// Bright variants are avoided where they are unreadable on the background.
func tokensOf(n Name) tokens {
	switch n {
	case Mono:
		return tokens{}
	case Light:
		return tokens{accent: lipgloss.Blue, muted: lipgloss.BrightBlack, good: lipgloss.Green, warn: lipgloss.Magenta, bad: lipgloss.Red, badge: lipgloss.Blue}
	case HighContrast:
		return tokens{accent: lipgloss.BrightCyan, good: lipgloss.BrightGreen, warn: lipgloss.BrightYellow, bad: lipgloss.BrightRed, badge: lipgloss.BrightCyan}
	}
	return tokens{accent: lipgloss.Cyan, muted: lipgloss.BrightBlack, good: lipgloss.Green, warn: lipgloss.Yellow, bad: lipgloss.Red, badge: lipgloss.Cyan}
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
		Accent:    fg(k.accent).Bold(true),
		Match:     fg(k.accent).Underline(true),
		Good:      fg(k.good),
		Warn:      fg(k.warn),
		Bad:       fg(k.bad),
		Badge:     badge(k.badge),
		WarnBadge: badge(k.warn),
		BadBadge:  badge(k.bad),
	}
}

// By is the theme for a background.
func By(dark bool) Name {
	if dark {
		return Dark
	}
	return Light
}
