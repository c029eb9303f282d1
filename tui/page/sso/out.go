package sso

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/secret"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/term/clipboard"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

// whyNoCode explains why the link cannot be shown as a code. A visible code can
// always be hidden.
func (p *Page) whyNoCode() string {
	if p.Shown(asCode) {
		return ""
	}
	if why := p.WhyNotOut(keys.QR); why != "" {
		return why
	}
	switch why := p.host.NoCode(); {
	case why != "":
		return "Disabled: " + why + ". w writes the link to a file."
	case !p.fits():
		return "Disabled: the code needs a larger terminal; w writes the link to a file."
	}
	return ""
}

// fits reports whether the link's code fits on the screen.
func (p *Page) fits() bool { return len(p.code(&theme.Theme{}, p.width, p.height)) > 0 }

// code draws the link's code, or nothing when it does not fit.
func (p *Page) code(t *theme.Theme, width, height int) (lines []string) {
	p.Lend(func(v secret.Value) { lines = component.QR(t, v, width, height) })
	return lines
}

// check returns an error if the link would not paste as itself.
func (p *Page) check() (err error) {
	p.Lend(func(v secret.Value) { err = clipboard.CheckURL(v, p.hostName()) })
	return err
}

// open opens the link in a browser here, or shows it for the operator's own
// terminal to open.
func (p *Page) open() tea.Cmd {
	if why := p.host.NoBrowser; why != "" {
		p.Hide(asCode)
		tick := p.Toggle(asLink)
		if p.Shown(asLink) {
			p.Out.Ask(ui.Notify{Text: "No browser is opened: " + why + ". The link above can be clicked for 20 seconds in terminals that know links.", Kind: ui.Info})
		}
		return tick
	}
	open := p.host.Open
	return p.HandOn("open", func(ctx context.Context, v secret.Value) ui.Notify {
		program, err := open(ctx, v)
		if err != nil {
			return ui.Notify{Text: "Not opened: " + api.Explain(err).What.String(), Kind: ui.Bad}
		}
		return ui.Notify{Text: "Given to " + program + "; not confirmed.", Kind: ui.Info}
	})
}
