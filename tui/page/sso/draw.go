package sso

import (
	"cmp"
	"net/url"
	"strings"

	"apimtui/api"
	"apimtui/api/rules"
	"apimtui/api/secret"
	"apimtui/api/text"
	"apimtui/tui/component"
	"apimtui/tui/keys"
	"apimtui/tui/term"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

// View draws the panel, beside or behind the QR code while that is shown.
func (p *Page) View(f ui.Frame) string {
	const least = 44 // of what is known of the link
	code := ""
	if p.Shown(asCode) {
		code = strings.Join(p.code(f.Theme, f.Width, f.Height), "\n")
	}
	wide := term.Widest(code) + 2
	switch {
	case code == "":
		return p.Keeper.View(f)
	case f.Width-wide < least:
		return code
	}
	f.Width -= wide
	return term.Beside(code, "  ", p.Keeper.View(f))
}

func (p *Page) draw(b *component.Panel, t *theme.Theme) {
	// A link may not let the user in.
	b.Say(t.Warn, p.disabled)
	for _, w := range rules.Warn(rules.SignIn, p.User) {
		b.Say(t.Warn, w)
	}
	switch {
	case p.Failed():
		b.Gap()
		p.DrawFailure(b, t, "for five minutes")
	case !p.Has():
		b.Gap()
		b.Say(t.Muted, "making a link…")
	default:
		p.drawLink(b, t)
	}
}

func (p *Page) drawLink(b *component.Panel, t *theme.Theme) {
	form := "on the developer portal"
	if p.asReturned() {
		form = "as returned, on the legacy portal"
	}
	b.Row("Leads to", p.hostName())
	b.Row("Form", form)
	b.Row("Return path", text.Clean(cmp.Or(p.path, "–")).String())
	b.Drawn("Lives", []string{p.Bar(t, p.life())})
	b.Gap()
	b.Say(t.Warn, p.whyLegacy())
	if p.Typing() {
		b.Mark(" ", "Return path", component.Fitted(p.Line, b.Room()))
	}
	p.DrawSecret(b, t, "Link")
	if p.Shown(asLink) {
		p.Lend(func(v secret.Value) { b.Mark(" ", "", t.Link(v.Reveal()).Render("open in your own browser")) })
	}
}

// whyLegacy explains why the link cannot lead to the developer portal, or returns
// "".
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

// hostName is the host of the link, in clear, for the operator to check.
func (p *Page) hostName() string {
	if p.asReturned() {
		return text.Clean(p.Kept().Host).String()
	}
	u, err := url.Parse(p.portal)
	if err != nil {
		return "–"
	}
	return text.Clean(u.Host).String()
}

func (p *Page) life() string {
	end := p.Kept().Expires.Format("15:04:05 UTC")
	if left := p.Left(); left != "" {
		return left + ", until " + end
	}
	return "run out at " + end + "; " + p.Renewed()
}

func (p *Page) Notice(f ui.Frame) []string {
	return p.NoticeOf(f, component.InClear, component.Alone, asCode)
}

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
