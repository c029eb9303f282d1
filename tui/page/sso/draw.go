package sso

import (
	"net/url"
	"strings"

	"apimtui/api"
	"apimtui/api/rules"
	"apimtui/api/secret"
	"apimtui/api/text"
	"apimtui/tui/component"
	"apimtui/tui/term"
	"apimtui/tui/theme"
	"apimtui/tui/ui"
)

func (p *Page) View(f ui.Frame) string {
	if alone := p.Alone(f); alone != "" {
		return alone
	}
	if p.Shown(asCode) {
		if code := p.code(f.Theme, f.Width, f.Height); len(code) > 0 {
			return p.beside(f, strings.Join(code, "\n"))
		}
	}
	return p.sheet(f)
}

// beside draws the QR code, and what is known of the link beside it where there is
// room.
func (p *Page) beside(f ui.Frame, code string) string {
	const least = 44
	wide := term.Widest(code) + 2
	if f.Width-wide < least {
		return code
	}
	f.Width -= wide
	return term.Beside(code, "  ", p.sheet(f))
}

func (p *Page) sheet(f ui.Frame) string {
	b, t := p.Sheet(f, "SIGN-IN LINK"), f.Theme
	p.drawWarnings(b, t)
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
	return p.Fit(b, f)
}

// drawWarnings explains why a link may not let the user in.
func (p *Page) drawWarnings(b *component.Panel, t *theme.Theme) {
	b.Say(t.Warn, p.disabled)
	for _, w := range rules.Warn(rules.SignIn, p.User) {
		b.Say(t.Warn, w)
	}
}

func (p *Page) drawLink(b *component.Panel, t *theme.Theme) {
	b.Row("Leads to", p.hostName())
	b.Row("Form", p.formName())
	b.Row("Return path", orDash(p.path))
	b.Drawn("Lives", []string{p.Bar(t, p.life())})
	b.Gap()
	b.Say(t.Warn, p.whyLegacy())
	if p.line.Typing() {
		b.Mark(" ", "Return path", component.Fitted(p.line.Model, b.Room()))
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

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return text.Clean(s).String()
}

// hostName is the host of the link, in clear, for the operator to check.
func (p *Page) hostName() string {
	if p.form() == asReturned {
		return text.Clean(p.Kept().Host).String()
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
	end := p.Kept().Expires.Format("15:04:05 UTC")
	if left := p.Left(); left != "" {
		return left + ", until " + end
	}
	return "run out at " + end + "; r makes a fresh one"
}

// Notice implements ui.Page.
func (p *Page) Notice(f ui.Frame) []string {
	return p.NoticeOf(f, component.InClear, component.Alone, asCode)
}
