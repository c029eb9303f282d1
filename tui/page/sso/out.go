package sso

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/text"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/term/clipboard"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

// whyNotOut says why the link cannot be handed on. What is on the screen can
// always be hidden.
func (p *Page) whyNotOut(a keys.Action) string {
	shown := a == keys.Reveal && p.value.Shown(p.wall) || a == keys.QR && p.code.Shown(p.wall)
	switch {
	case p.link == nil:
		return "Disabled: there is no link yet."
	case p.problem != "":
		return "Disabled: " + text.Clean(p.problem).String() + "."
	case shown:
		return ""
	case p.expired(p.host.Now()):
		return "Disabled: the link has run out; r makes a fresh one."
	case a == keys.QR && p.host.NoCode() != "":
		return "Disabled: " + p.host.NoCode() + ". w writes the link to a file."
	case a == keys.QR && !p.fits():
		return "Disabled: the code needs a larger terminal; w writes the link to a file."
	}
	return ""
}

func (p *Page) expired(now time.Time) bool { return p.link != nil && !now.Before(p.link.Expires) }

// fits says whether the link's code fits on the screen.
func (p *Page) fits() bool {
	v := p.value.Copy()
	defer v.Wipe()
	return len(component.QR(&theme.Theme{}, v, p.width, p.height)) > 0
}

// copy copies the link, unless it would be something else once it is pasted.
func (p *Page) copy() {
	v := p.value.Copy()
	if err := clipboard.CheckURL(v, p.hostName()); err != nil {
		v.Wipe()
		p.out.Ask(ui.Notify{Text: "Not copied: " + text.Clean(err.Error()).String(), Kind: ui.Bad})
		return
	}
	p.out.Ask(ui.Copy{Text: v, What: "SSO URL", Secret: true})
}

// open opens the link in a browser here, or shows it as a link for the
// operator's own terminal to open.
func (p *Page) open() tea.Cmd {
	if why := p.host.NoBrowser; why != "" {
		p.look()
		p.code.End()
		p.asLink.Toggle(p.wall)
		if p.asLink.Shown(p.wall) {
			p.out.Ask(ui.Notify{Text: "No browser is opened: " + why + ". The link above can be clicked for 20 seconds in terminals that know links.", Kind: ui.Info})
		}
		return p.tick()
	}
	open, v := p.host.Open, p.value.Copy()
	return p.tasks.Run(taskOpen, func(ctx context.Context) any {
		defer v.Wipe()
		program, err := open(ctx, v)
		if err != nil {
			return ui.Notify{Text: "Not opened: " + api.Explain(err).What.String(), Kind: ui.Bad}
		}
		return ui.Notify{Text: "Given to " + program + "; not confirmed.", Kind: ui.Info}
	})
}

func (p *Page) file() tea.Cmd {
	write, v := p.host.Write, p.value.Copy()
	return p.tasks.Run(taskFile, func(context.Context) any {
		defer v.Wipe()
		name, err := write("apimtui-sso-*.txt", v)
		if err != nil {
			return ui.Notify{Text: "Not written: " + api.Explain(err).What.String(), Kind: ui.Bad}
		}
		return ui.Notify{Text: "Written to " + name + ", readable by you alone. Delete it when done.", Kind: ui.Good}
	})
}
