package sso

import (
	"fmt"
	"net/url"
	"strings"
	"time"

	"apimtui/api"
	"apimtui/api/access"
	"apimtui/api/text"
	"apimtui/tui/component"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

// View implements ui.Page.
func (p *Page) View(f ui.Frame) string {
	if p.code.Shown(p.wall) {
		v := p.value.Copy()
		defer v.Wipe()
		if code := component.QR(f.Theme, v, f.Width, f.Height); len(code) > 0 {
			return strings.Join(code, "\n")
		}
	}
	b, t := component.NewPanel(f.Theme, f.Width), f.Theme
	b.Title("SIGN-IN LINK")
	b.User(p.user.DisplayName().String(), p.user.ID.String())
	p.drawWarnings(b, t)
	switch {
	case p.failed != nil:
		b.Gap()
		p.drawFailure(b, t)
	case p.link == nil:
		b.Gap()
		b.Say(t.Muted, "making a link…")
	default:
		p.drawLink(b, t)
	}
	if p.value.Shown(p.wall) {
		return b.View(f.Height, "There is more of it; w writes all of it to a file.")
	}
	return b.View(f.Height, "There is more to read on a taller terminal.")
}

// drawWarnings says why the user may not get in with a link.
func (p *Page) drawWarnings(b *component.Panel, t *theme.Theme) {
	if !access.PortalReads(string(p.user.ID)) {
		b.Say(t.Warn, "The developer portal cannot read this user id: signing in by link will fail there.")
	}
	if p.user.State == api.StateBlocked {
		b.Say(t.Warn, "The user is blocked: the portal will not let them in.")
	}
}

// drawFailure says whether there may be a link all the same.
func (p *Page) drawFailure(b *component.Panel, t *theme.Theme) {
	switch {
	case p.failed.refused:
		b.Say(t.Bad, component.Sentence("The link is not given out: "+text.Clean(p.failed.err.Error()).String()))
		return
	case api.MayHaveApplied(p.failed.err):
		b.Say(t.Bad, "No link was received, and one may exist for five minutes.")
	default:
		b.Say(t.Bad, "No link was made.")
	}
	b.Error(component.Explained(api.Explain(p.failed.err)))
}

func (p *Page) drawLink(b *component.Panel, t *theme.Theme) {
	b.Row("Leads to", p.hostName())
	b.Row("Form", p.formName())
	b.Row("Return path", orDash(p.path))
	b.Row("Lives", p.life())
	b.Gap()
	b.Say(t.Warn, p.whyLegacy())
	if p.typing {
		b.Mark(" ", "Return path", p.input.View())
	}
	if p.problem != "" {
		b.Say(t.Bad, component.Sentence(text.Clean(p.problem).String()))
		return
	}
	b.Drawn("Link", p.value.View(t, p.wall, b.Room()))
	if p.asLink.Shown(p.wall) {
		v := p.value.Copy()
		defer v.Wipe()
		b.Mark(" ", "", t.Link(v.Reveal()).Render("open in your own browser"))
	}
}

// whyLegacy says why the link cannot lead to the developer portal, "" when it
// can.
func (p *Page) whyLegacy() string {
	const remedy = " developerPortal in the context names it."
	switch {
	case p.portal != "":
		return ""
	case p.portalErr != nil:
		return "The developer portal's address could not be read: " + api.Explain(p.portalErr).What.String() + " r tries again." + remedy
	}
	return "The service has no developer portal, and most legacy ones are retired. If there is one," + remedy
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return text.Clean(s).String()
}

// hostName is where the link leads, in clear: it is what an operator checks
// before handing it on.
func (p *Page) hostName() string {
	if p.form() == asReturned {
		return text.Clean(p.link.Host).String()
	}
	u, err := url.Parse(p.portal)
	if err != nil {
		return "–"
	}
	return text.Clean(u.Host).String()
}

func (p *Page) formName() string {
	if p.form() == asReturned {
		return "as returned, on the legacy portal"
	}
	return "on the developer portal"
}

func (p *Page) life() string {
	left := p.link.Expires.Sub(p.now)
	if left <= 0 {
		return "run out at " + p.link.Expires.Format("15:04:05 UTC") + "; r makes a fresh one"
	}
	left = left.Round(time.Second)
	return fmt.Sprintf("%d:%02d, until %s", int(left.Minutes()), int(left.Seconds())%60, p.link.Expires.Format("15:04:05 UTC"))
}

// Status implements ui.Page.
func (p *Page) Status(f ui.Frame, width int) string {
	s := "SSO URL"
	if busy := p.busy.View(f.Theme); busy != "" {
		s += "  " + busy
	}
	return s
}

// Notice implements ui.Page.
func (p *Page) Notice(f ui.Frame) []string {
	if p.value.Shown(p.wall) || p.code.Shown(p.wall) {
		return []string{f.Theme.Warn.Render(" In clear on this screen; hidden again after 20 seconds.")}
	}
	return nil
}
